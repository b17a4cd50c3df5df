// RUN: %clang_cc1 -std=c++20 %s
module;
#define LIMIT 3
export module stress;
export namespace n {
int value = LIMIT;
template <class T> T twice(T t) { return t + t; }
inline int use() { return twice(value); }
} // namespace n
module :private;
int hidden() { return n::use(); }
