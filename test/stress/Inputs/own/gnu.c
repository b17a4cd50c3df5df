// GNU's C: statement expressions, computed goto, arrays of variable length.
int pick(int n) {
  void *targets[] = {&&first, &&second};
  goto *targets[n & 1];
first:
  return ({ int t = n; if (t) goto second; t; });
second:
  return n ?: -1;
}
int sum(int n, int a[n][n]) {
  int local[n], total = 0;
  for (int i = 0; i < n; ++i)
    local[i] = ({ int s = 0; for (int j = 0; j < n; ++j) s += a[i][j]; s; });
  for (int i = n; i--;)
    total += local[i];
  return total + sizeof(int[n]);
}
int assembly(int x) {
  int y;
  __asm__("mov %1, %0" : "=r"(y) : "r"(x));
  asm goto("" : : : : out);
  return y;
out:
  return -1;
}
typedef float vec __attribute__((vector_size(16)));
vec add(vec a, vec b) { return (a + b) * (vec){1, 2, 3, 4}; }
struct bits { unsigned a : 3, : 0, b : 5; } global = {.b = 3};
int ranges(int x) {
  switch (x) { case 1 ... 5: return 1; case 1000000 ... 2000000: return 2; default:; }
  return _Generic(x, int: 1, default: 0) + __builtin_choose_expr(1, x, "");
}
int atomics(_Atomic int *p) { return __c11_atomic_fetch_add(p, 1, 5) + *p; }
_Complex double turn(_Complex double z) { return __real__ z + 1.0i * __imag__ z; }
void noreturn(void) __attribute__((noreturn));
int after(int x) { if (x) noreturn(); else __builtin_unreachable(); return x; }
