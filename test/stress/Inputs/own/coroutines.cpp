// RUN: %clang_cc1 -std=c++20 %s
namespace std {
template <class R, class...> struct coroutine_traits {
  using promise_type = typename R::promise_type;
};
template <class P = void> struct coroutine_handle {
  static coroutine_handle from_address(void *) noexcept { return {}; }
  static coroutine_handle from_promise(P &) { return {}; }
  void resume() const {}
};
template <> struct coroutine_handle<void> {
  template <class P> coroutine_handle(coroutine_handle<P>) {}
  coroutine_handle() = default;
  static coroutine_handle from_address(void *) noexcept { return {}; }
};
struct suspend_always {
  bool await_ready() noexcept { return false; }
  void await_suspend(coroutine_handle<>) noexcept {}
  int await_resume() noexcept { return 1; }
};
} // namespace std
struct Task {
  struct promise_type {
    Task get_return_object() { return {}; }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(int) { return {}; }
    void return_value(int) {}
    void unhandled_exception() {}
  };
};
Task count(int n) {
  for (int i = 0; i < n; ++i)
    co_yield co_await std::suspend_always{} + i;
  try {
    co_await std::suspend_always{};
  } catch (...) {
  }
  co_return n;
}
auto lambda = [](int x) -> Task { co_return x; };
template <class T> Task generic(T t) { co_return co_await t; }
Task use() { generic(std::suspend_always{}); count(3); co_return 0; }
