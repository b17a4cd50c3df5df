// RUN: %clang_cc1 -std=c++17 -fcxx-exceptions %s
struct Guard { int *p; explicit Guard(int *q) : p(q) { ++*p; } ~Guard() noexcept(false) { if (!--*p) throw *p; } };
int work(int);
int nested(int n) {
  int count = 0;
  try {
    Guard a(&count);
    try { Guard b(&count); if (n) throw n; for (;;) { Guard c(&count); if (work(n--)) break; if (n < 0) throw Guard(&n); } }
    catch (const Guard &g) { return *g.p; }
    catch (int e) { if (e == 1) throw; throw e + 1L; }
    count += work(count);
  } catch (long e) { return e; }
  catch (...) { try { throw; } catch (int) { goto end; } }
end:
  return count;
}
int temporaries(int n) { return (n ? Guard(&n) : Guard(&n)).p[0] + (n && Guard(&n).p) + [&] { Guard g(&n); return n; }(); }
int statics(int n) { static Guard g(&n); thread_local int t = work(n); static const int &r = t; return r + *g.p; }
struct Arrays { Guard g[3]; int a[2][2]; Arrays(int *p) : g{Guard(p), Guard(p), Guard(p)}, a{{1}, {2}} {} };
int arrays(int n) { Arrays a(&n), b = a; Arrays *p = new Arrays[2]{&n, &n}; delete[] p; return b.a[1][0]; }
