// Variable templates as members of templates, instantiated and specialised.
template <typename T> struct Sizes {
  template <typename U> static constexpr int Of = sizeof(U);
  template <typename U> static constexpr int Of<U *> = sizeof(T);
  static int ask() { return Of<int> + Of<T *>; }
};
template <typename T> constexpr int Twice = 2 * sizeof(T);
template <> constexpr int Twice<char> = 0;
int all() { return Sizes<long>::ask() + Sizes<char>::Of<short> + Twice<int> + Twice<char>; }
