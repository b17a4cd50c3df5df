// RUN: %clang_cc1 -std=c++20 %s
// Code with errors of every kind: what is there of it must not be a trap.
int missing() { return undeclared + other(1, ; }
struct Incomplete;
Incomplete make();
int useIncomplete(Incomplete *p) { auto x = make(); return p->field + x.y + sizeof(Incomplete); }
struct Base : Unknown { virtual int f() = 0; Nowhere member; };
struct Derived : Base { int f() override { return Base::f() + member.x; } Derived() : nothing(1), Base(2) {} };
template <class T> struct Trait { static constexpr int v = T::absent; };
int bad = Trait<int>::v;
int cast(const char *c) { int i = c; int &r = 3; return static_cast<Base>(i) + r(1)[2]; }
void loop() { for (auto x : 5) { break; continue; } while (Nothing n = 3) n++; do int; while (0) }
int sw(int x) { switch (x) { case 1: case 1: int y = 2; default: default: return y; } case 7: return 0; }
int label() { goto nowhere; { int a[-1]; return a[0]; } }
auto deduce() { return deduce(); }
auto lambda = [missing, &gone, this](auto... x) { return (x + ...) + missing; };
struct Self { Self s; int a = b; int b[]; };
int Self::outside() { return s.s.s.a; }
constexpr int forever(int n) { return forever(n + 1); }
static_assert(forever(0) == 1);
void operator+(int, int);
void call() { call(1, 2); Self{}.a(); nullptr->f(); (*this).x; throw; catch (...) {} try { } }
template <typename T> void dependent(T t) { t.template f<int>(); typename T::x y; dependent(t, y); }
template void dependent<int>(int);
int last() { if (
