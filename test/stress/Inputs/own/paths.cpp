// Many paths, deep nesting, loops that change everything, recursion.
#define IF(n) if (f(n)) x = x * 2 + n; else y += x;
#define TEN(n) IF(n) IF(n + 1) IF(n + 2) IF(n + 3) IF(n + 4) IF(n + 5) IF(n + 6) IF(n + 7) IF(n + 8) IF(n + 9)
#define HUNDRED(n) TEN(n) TEN(n + 10) TEN(n + 20) TEN(n + 30) TEN(n + 40) TEN(n + 50) TEN(n + 60) TEN(n + 70) TEN(n + 80) TEN(n + 90)
bool f(int);
int many(int x, int y) { HUNDRED(0) HUNDRED(100) HUNDRED(200) HUNDRED(300) HUNDRED(400) return x + y; }
int nested(int n) {
  int a[8] = {};
  for (int i = 0; i < n; ++i) for (int j = i; j < n; ++j) for (int k = j; k < n; ++k)
    for (int l = k; l < n; l += a[i & 7]) { if (f(l)) continue; if (f(k)) break; a[j & 7] += l; while (a[k & 7]--) if (f(a[0])) goto out; }
out:
  return a[3];
}
int odd(int n);
int even(int n) { return n == 0 ? 1 : odd(n - 1); }
int odd(int n) { return n == 0 ? 0 : even(n - 1); }
int ackermann(int m, int n) { return m == 0 ? n + 1 : n == 0 ? ackermann(m - 1, 1) : ackermann(m - 1, ackermann(m, n - 1)); }
struct Node { Node *next, **link; int value; };
int chase(Node *n) {
  for (Node **p = &n; *p; p = &(*p)->next) { (*p)->link = p; **p = *(*p)->next; *(*p)->link = n; }
  return n->next->next->next->next->next->next->next->next->value;
}
int self(int *p) { int **q = &p; *q = (int *)q; return **(int **)*q + (long)&p - (long)&q; }
unsigned long long wide(unsigned long long a, long long b) { return a * a * a << (b & 63) >> 1 | ~a % (b ? b : 1) ^ (a << 127); }
__int128 wider(__int128 a) { return a * a + ((__int128)1 << 126) + 170141183460469231731687303715884105727 * 0; }
int divide(int a) { int zero = 0; return a / zero + a % zero + (1 << 40) + (1 << -1) + (-2147483647 - 1) / -1; }
int comma(int a, int b) { return a = b, b = a, a && b || !a && (b = a) ? (a, b) : (b, a); }
