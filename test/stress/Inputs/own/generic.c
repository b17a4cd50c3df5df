// RUN: %clang_cc1 -std=c99 -w %s
// A selection by type whose controlling expression has an error in it.
void undecided(void) {
  _Generic(other(_Generic(other++, int: 0)), int: 0);
}
int decided(int n) { return _Generic(n, int: n, default: 0); }
