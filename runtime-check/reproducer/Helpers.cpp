//===-- Helpers.cpp - what reproducers' statements call -------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/reproducer/Helpers.h"

using namespace cublaslt::runtime;

const std::vector<ReproducerHelper> &cublaslt::runtime::reproducerHelpers() {
  static const std::vector<ReproducerHelper> All = {
      {"SET", "", R"(#define SET(f, object, attribute, type, v) \
  do { const type value = type(v); MUST(f, object, attribute, &value, sizeof value); } while (0)
)"},
      {"device", "",
       R"(// Device memory with the same byte everywhere; 0x3c is a small positive number in every type.
static char *device(size_t bytes, int byte = 0x3c) {
  void *p = nullptr;
  if (failed("cudaMalloc", cudaMalloc(&p, bytes), false) || cudaMemset(p, byte, bytes)) exit(1);
  return static_cast<char *>(p);
}
)"},
      {"mixed", "vector",
       R"(// Fills device memory with numbers that are small and positive in every type.
template <class T> static T *mixed(T *memory, size_t bytes) {
  std::vector<unsigned char> numbers(bytes);
  for (unsigned char &n : numbers) n = static_cast<unsigned char>(0x2c + rand() % 16);
  if (cudaMemcpy(memory, numbers.data(), bytes, cudaMemcpyHostToDevice)) exit(1);
  return memory;
}
)"},
      {"corrupted", "vector",
       R"(// Whether two calls, 16 times in a row each, write other bytes than each alone.
template <class F, class G>
static bool corrupted(F first, const void *ofFirst, size_t bytesOfFirst, G second,
                      const void *ofSecond, size_t bytesOfSecond, int rounds) {
  std::vector<char> alone[2] = {std::vector<char>(bytesOfFirst), std::vector<char>(bytesOfSecond)};
  auto fetch = [](const void *from, std::vector<char> &to) {
    if (cudaDeviceSynchronize() || cudaMemcpy(to.data(), from, to.size(), cudaMemcpyDeviceToHost)) exit(2);
  };
  first(), fetch(ofFirst, alone[0]), second(), fetch(ofSecond, alone[1]);
  int wrong = 0;
  for (int i = 0; i < rounds; ++i) {
    for (int j = 0; j < 16; ++j) first(), second();
    std::vector<char> seen[2] = {alone[0], alone[1]};
    fetch(ofFirst, seen[0]), fetch(ofSecond, seen[1]);
    wrong += seen[0] != alone[0] || seen[1] != alone[1];
  }
  printf("  %d of %d rounds wrong\n", wrong, rounds);
  return wrong != 0;
}
)"},
      {"fillMemory", "vector",
       R"(// Takes device memory until about as much is free as is to remain.
static void fillMemory(std::vector<void *> &held, size_t remaining) {
  size_t free = 0, total = 0;
  for (size_t block = size_t(1) << 40; block >= size_t(2) << 20; block /= 2)
    for (void *p; !cudaMemGetInfo(&free, &total) && free >= remaining + block &&
                  !cudaMalloc(&p, block);) held.push_back(p);
  cudaGetLastError();
}
)"},
      {"randomized", "vector",
       R"(// Fills device memory with random numbers and returns them.
template <class T> static std::vector<float> randomized(void *memory, size_t count) {
  std::vector<T> numbers(count);
  for (T &x : numbers) x = T(float(rand() % 17 - 8) / 4);
  if (cudaMemcpy(memory, numbers.data(), count * sizeof(T), cudaMemcpyHostToDevice)) exit(1);
  return std::vector<float>(numbers.begin(), numbers.end());
}
)"},
      {"relativeError", "cmath vector",
       R"(struct Steps { size_t row, column, batch; };
// norm(d - a b) / norm(a b), a b being computed here in double precision.
template <class T> static double relativeError(
    const std::vector<float> &a, Steps A, const std::vector<float> &b, Steps B, const T *d, Steps D,
    size_t m, size_t n, size_t k, size_t batches) {
  double difference = 0, norm = 0;
  std::vector<T> seen(1 + (m - 1) * D.row + (n - 1) * D.column + (batches - 1) * D.batch);
  if (cudaMemcpy(seen.data(), d, seen.size() * sizeof(T), cudaMemcpyDeviceToHost)) exit(1);
  for (size_t i = 0; i < m * n * batches; ++i) {
    const size_t row = i % m, column = i / m % n, batch = i / m / n;
    double sum = 0;
    for (size_t l = 0; l < k; ++l)
      sum += double(a[row * A.row + l * A.column + batch * A.batch]) *
             b[l * B.row + column * B.column + batch * B.batch];
    difference += std::pow(float(seen[row * D.row + column * D.column + batch * D.batch]) - sum, 2), norm += sum * sum;
  }
  return std::sqrt(difference / norm);
}
)"},
      {"timed", "algorithm chrono vector",
       R"(// The median time of a call, of `each` in a row, until it returns or until the device has done it.
template <class F>
static int timed(F call, int warmUps, int repetitions, int each, bool untilReturn, bool flagged) {
  std::vector<double> ms;
  for (int i = -warmUps; i < repetitions; ++i) {
    const auto start = std::chrono::steady_clock::now();
    for (int j = 0; j < each; ++j)
      if (call()) return 1;
    if (!untilReturn) MUST(cudaDeviceSynchronize);
    const std::chrono::duration<double, std::milli> time = std::chrono::steady_clock::now() - start;
    MUST(cudaDeviceSynchronize);
    if (i >= 0) ms.push_back(time.count() / each);
  }
  std::sort(ms.begin(), ms.end());
  printf("  median %.4g ms (%.4g to %.4g)\n", ms[ms.size() / 2], ms.front(), ms.back());
  medians[flagged] = ms[ms.size() / 2];
  return 0;
}
)"},
      {"residentBytes", "", R"(// Bytes of this process that are in memory.
static long residentBytes() {
  long pages = 0;
  if (FILE *sizes = fopen("/proc/self/statm", "r"))
    if (fscanf(sizes, "%*s %ld", &pages) + fclose(sizes) != 1) exit(1);
  return pages * sysconf(_SC_PAGESIZE);
}
)"},
      {"libraryHas", "cstring fcntl.h fstream string sys/mman.h",
       R"(// Whether the text stands anywhere in the cuBLASLt that this process has loaded.
static bool libraryHas(const std::string &text) {
  std::ifstream maps("/proc/self/maps");
  std::string line;
  while (getline(maps, line))
    if (line.find("libcublasLt.so") != std::string::npos) break;
  const int file = open(line.substr(line.find('/')).c_str(), O_RDONLY);
  const size_t size = size_t(lseek(file, 0, SEEK_END));
  const void *bytes = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
  if (bytes == MAP_FAILED) exit(1);
  return memmem(bytes, size, text.data(), text.size()) != nullptr;
}
)"},
  };
  return All;
}
