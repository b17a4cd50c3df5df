// RUN: %clang_cc1 -std=c++20 %s
// Lists with errors in them, whose places stay empty.
struct WithReference { int &r; int x; };
struct Private { private: Private(int); };
struct Holds { int i; Private p; WithReference w; int j; };
int lists(int n) {
  WithReference a = {}, b = {n}, c{};
  Holds h = {1}, k = {1, 2, {n, 3}, 4}, l{.j = 3};
  WithReference many[2] = {{}, {n}};
  return a.x + b.r + h.j + k.w.x + l.j + many[0].x;
}
