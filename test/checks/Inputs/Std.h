// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The parts of the standard library that the tests use: the real one with
// -DREAL_STD, else a small one that parses in no time.
#ifndef CUBLASLT_TEST_STD_H
#define CUBLASLT_TEST_STD_H

#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#ifdef REAL_STD
#include <algorithm>
#include <array>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>
#else

namespace std {
using ::size_t;
using ::uint64_t;
using ::getenv;
using ::strtoull;
using ::printf;
using ::abort;
using ::exit;

template <class T> struct remove_reference { using type = T; };
template <class T> struct remove_reference<T &> { using type = T; };
template <class T> struct remove_reference<T &&> { using type = T; };
template <class T>
constexpr typename remove_reference<T>::type &&move(T &&t) noexcept {
  return static_cast<typename remove_reference<T>::type &&>(t);
}

template <class T> constexpr const T &min(const T &a, const T &b) {
  return b < a ? b : a;
}
template <class T> constexpr const T &max(const T &a, const T &b) {
  return a < b ? b : a;
}
template <class T>
constexpr const T &clamp(const T &v, const T &lo, const T &hi) {
  return v < lo ? lo : hi < v ? hi : v;
}

template <class T> struct numeric_limits;
template <> struct numeric_limits<size_t> {
  static constexpr size_t max() noexcept { return ~static_cast<size_t>(0); }
};
template <> struct numeric_limits<int64_t> {
  static constexpr int64_t max() noexcept { return INT64_MAX; }
};
template <> struct numeric_limits<int> {
  static constexpr int max() noexcept { return INT32_MAX; }
};

template <class E> class initializer_list {
public:
  const E *begin() const { return first; }
  const E *end() const { return first + count; }
  size_t size() const { return count; }

private:
  const E *first;
  size_t count;
};

template <class A, class B> struct pair {
  A first;
  B second;
};
template <class A, class B> pair<A, B> make_pair(A a, B b) { return {a, b}; }

template <class T, size_t N> struct array {
  T elements[N];
  T *data() { return elements; }
  constexpr size_t size() const { return N; }
  T &operator[](size_t i) { return elements[i]; }
  T &front() { return elements[0]; }
  T *begin() { return elements; }
  T *end() { return elements + N; }
};

template <class T> class vector {
public:
  vector() = default;
  explicit vector(size_t n);
  vector(const vector &);
  vector(vector &&);
  ~vector();
  vector &operator=(const vector &);
  size_t size() const { return last - first; }
  bool empty() const { return first == last; }
  void resize(size_t n);
  void reserve(size_t n);
  void push_back(const T &);
  void clear();
  T *data() { return first; }
  T &operator[](size_t i) { return first[i]; }
  const T &operator[](size_t i) const { return first[i]; }
  T &at(size_t i);
  T &front() { return *first; }
  T &back() { return last[-1]; }
  T *begin() { return first; }
  T *end() { return last; }
  const T *begin() const { return first; }
  const T *end() const { return last; }

private:
  T *first = nullptr, *last = nullptr;
};

template <class K, class V> class map {
public:
  using iterator = pair<const K, V> *;
  iterator find(const K &);
  iterator end();
  V &operator[](const K &);
  pair<iterator, bool> emplace(const K &, const V &);
};
template <class K, class V> class unordered_map : public map<K, V> {};

template <class T> struct default_delete {
  void operator()(T *p) const { delete p; }
};
template <class T, class D = default_delete<T>> class unique_ptr {
public:
  explicit unique_ptr(T *p) : pointer(p) {}
  unique_ptr(T *p, D d) : pointer(p), deleter(d) {}
  unique_ptr(unique_ptr &&other) : pointer(other.release()) {}
  ~unique_ptr() {
    if (pointer)
      deleter(pointer);
  }
  T *get() const { return pointer; }
  T *release() {
    T *p = pointer;
    pointer = nullptr;
    return p;
  }
  T &operator*() const { return *pointer; }
  T *operator->() const { return pointer; }
  explicit operator bool() const { return pointer; }

private:
  T *pointer;
  D deleter;
};

struct nullopt_t {};
constexpr nullopt_t nullopt{};
template <class T> class optional {
public:
  optional(nullopt_t) {}
  optional(const T &v) : value(v), set(true) {}
  explicit operator bool() const { return set; }
  T &operator*() { return value; }
  T *operator->() { return &value; }

private:
  T value;
  bool set = false;
};

class exception {
public:
  virtual ~exception();
  virtual const char *what() const noexcept;
};
class runtime_error : public exception {
public:
  explicit runtime_error(const char *);
};
class bad_alloc : public exception {};

struct ostream {
  ostream &operator<<(const char *);
  ostream &operator<<(int);
  ostream &operator<<(size_t);
};
extern ostream cerr, cout;

unsigned long long stoull(const char *, size_t * = nullptr, int = 10);
} // namespace std

#endif
#endif
