// RUN: %clang_cc1 -std=c++23 %s
// Functions whose body is missing, deleted, defaulted, a try block, or empty.
struct S {
  S() = default;
  S(const S &) = delete;
  S(S &&) noexcept;
  S(int n) try : a(n), p(new int[n]{}) { if (!n) throw n; } catch (int &e) { a = e; throw; }
  explicit S(const char *) : S(3) {}
  ~S();
  virtual void pure() const = 0;
  S &operator=(const S &) & = default;
  friend bool operator==(const S &, const S &) = default;
  operator int *() const { return p; }
  static int operator()(int x) { return x; }
  int &operator[](this auto &self, int i) { return self.p[i]; }
  int a = 1, *p = nullptr;
};
S::S(S &&) noexcept = default;
S::~S() { delete[] p; }
struct T final : S {
  using S::S;
  void pure() const override {}
  union { int i; float f; };
  int b : 3 = 2;
  [[no_unique_address]] struct {} e;
};
int use(T &t) {
  T made(4), moved(static_cast<T &&>(made));
  auto [x, y] = [&]() -> struct Pair { return {}; }();
  return t[1] + t(2) + *static_cast<int *>(t) + (moved == t);
}
struct Pair2 { int x, y; };
int bind() { auto [x, y] = Pair2{1, 2}; auto &&[u, v] = Pair2{x, y}; return [x, &u] { return x + u; }() + v; }
void nothing() {}
int function() noexcept(false) try { throw 1; } catch (int) { return 2; } catch (...) { return 3; }
[[noreturn]] void never() { for (;;) ; }
extern "C" int weak() __attribute__((weak));
int maybe() { return weak ? weak() : 0; }
consteval int atCompileTime(int n) { return n < 2 ? 1 : n * atCompileTime(n - 1); }
constinit int table[] = {atCompileTime(3), [] { return 4; }()};
int ifs(int n) { if consteval { return 1; } if constexpr (sizeof(int) == 4) return n; else return absent(n); }
