// RUN: %clang_cc1 -std=c++20 %s
template <class... T> struct List {};
template <class T> concept Small = sizeof(T) < 9;
template <int N> struct Count { static int run(int x) { return Count<N - 1>::run(x) + N; } };
template <> struct Count<0> { static int run(int x) { return x; } };
template <Small T> T least(T a, T b) requires requires { a < b; } { return a < b ? a : b; }
template <class... A> auto sum(A... a) { return (0 + ... + a); }
template <class F, class... A> decltype(auto) apply(F &&f, A &&...a) { return static_cast<F &&>(f)(static_cast<A &&>(a)...); }
template <class T> struct Crtp { int self() { return static_cast<T *>(this)->value(); } };
struct User : Crtp<User> { int value() { return self(); } };
template <template <class> class C, class T> struct Wrap { C<T> c; T get() { return c.get(); } };
template <class T> struct Box { T t; T get() const { return t; } T *operator->() { return &t; } };
template <auto V> constexpr auto constant = V;
template <class T> int hidden(T t) { return [=]<class U>(U u) mutable { return t += u; }(t); }
int use(int n) {
  Wrap<Box, int> w{{n}};
  return Count<200>::run(n) + least(n, 2) + sum(1, 2, n) + apply([](auto x, auto y) { return x * y; }, n, 3) +
         User().self() + w.get() + constant<7> + hidden(n) + w.c.operator->()[0];
}
template <class T> void never(T t) { t.a.b.c(); for (auto &x : t) x->y(); if (t) goto out; out:; }
