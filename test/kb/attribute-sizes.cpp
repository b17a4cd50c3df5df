//===-- attribute-sizes.cpp - attributes against the real library ---------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// For the tests: asks the real cuBLASLt whether every attribute of the
/// knowledge base has the size, the default and the fate (removed, read-only)
/// that are written there. Needs the library, no GPU and no driver. Exit code
/// 0 all right, 1 something differs, 3 no library.
///
/// usage: attribute-sizes FOLDER_OF_LIBRARIES
///
//===----------------------------------------------------------------------===//
#include "kb/KnowledgeBase.h"
#include <cstdio>
#include <cstring>
#include <dlfcn.h>
#include <map>
#include <vector>

using namespace cublaslt::kb;

namespace {

constexpr int Success = 0, InvalidValue = 7;

void *openLibrary(const std::string &Folder) {
  std::vector<std::string> Names;
  for (const std::string &Before : {Folder + "/", std::string()})
    for (const char *Name :
         {"libcublasLt.so", "libcublasLt.so.13", "libcublasLt.so.12"})
      Names.push_back(Before + Name);
  for (const std::string &Name : Names)
    if (void *Library = dlopen(Name.c_str(), RTLD_LAZY))
      return Library;
  return nullptr;
}

/// The objects of the API, made by its own functions. The numbers are of no
/// interest: nothing is validated at creation.
class Objects {
public:
  explicit Objects(void *Library) : Library(Library) {}

  void *make(const std::string &Kind) {
    void *Object = nullptr;
    int Status = -1;
    if (Kind == "layout")
      Status = get<int(void **, int, uint64_t, uint64_t, int64_t)>(
          "cublasLtMatrixLayoutCreate")(&Object, 2, 16, 16, 16);
    else if (Kind == "matmulDesc")
      Status = get<int(void **, int, int)>("cublasLtMatmulDescCreate")(&Object,
                                                                       68, 0);
    else if (Kind == "transformDesc")
      Status = get<int(void **, int)>("cublasLtMatrixTransformDescCreate")(
          &Object, 0);
    else if (Kind == "emulationDesc")
      Status = get<int(void **)>("cublasLtEmulationDescCreate")(&Object);
    else if (Kind == "preference")
      Status = get<int(void **)>("cublasLtMatmulPreferenceCreate")(&Object);
    else if (Kind == "algorithm") {
      std::memset(Algorithm, 0, sizeof(Algorithm));
      return Algorithm;
    }
    return Status == Success ? Object : nullptr;
  }

  template <typename Type> Type *get(const std::string &Name) {
    return reinterpret_cast<Type *>(dlsym(Library, Name.c_str()));
  }

private:
  void *Library;
  uint64_t Algorithm[8]; // cublasLtMatmulAlgo_t
};

using SetFunction = int(void *, int, const void *, size_t);
using GetFunction = int(void *, int, void *, size_t, size_t *);

/// The function with \p A that takes \p Attr: the algorithm has three.
std::string functionName(const Api &TheApi, Action A, const Attribute &Attr) {
  for (const Function &F : TheApi.Functions) {
    if (F.TheAction != A || F.Object != Attr.Object)
      continue;
    if (Attr.Group == "ALGO_CONFIG" &&
        F.Name.find("Config") == std::string::npos)
      continue;
    return F.Name;
  }
  return {};
}

/// Destroys what Objects::make made; an algorithm is no object of its own.
class Owner {
public:
  Owner(const Api &TheApi, Objects &Make, const std::string &Kind)
      : Object(Make.make(Kind)) {
    for (const Function &F : TheApi.Functions)
      if (F.TheAction == Action::Destroy && F.Object == Kind)
        Destroy = Make.get<int(void *)>(F.Name);
  }
  ~Owner() {
    if (Object && Destroy)
      Destroy(Object);
  }
  Owner(const Owner &) = delete;

  void *const Object;

private:
  int (*Destroy)(void *) = nullptr;
};

int Problems = 0;

void problem(const Attribute &A, const char *What, int Status) {
  std::printf("%s: %s: status %d\n", A.Name.c_str(), What, Status);
  ++Problems;
}

void check(const Api &TheApi, Objects &Make, const Attribute &A,
           bool IsDescribedVersion) {
  auto *Set =
      Make.get<SetFunction>(functionName(TheApi, Action::SetAttribute, A));
  auto *Get =
      Make.get<GetFunction>(functionName(TheApi, Action::GetAttribute, A));
  const Owner Owned(TheApi, Make, A.Object);
  void *Object = Owned.Object;
  const int Number = static_cast<int>(A.Number);
  uint64_t Buffer[8] = {};
  if (!Set || !Get || !Object) {
    if (IsDescribedVersion)
      problem(A, "no function or no object", -1);
    return;
  }
  if (A.IsRemoved || !A.IsSettable) {
    for (size_t Size = 0; Size <= 16; ++Size)
      if (int Status = Set(Object, Number, Buffer, Size);
          Status != InvalidValue && IsDescribedVersion)
        problem(A, "set although removed or read-only", Status);
    return;
  }
  // The value that it has: setting it again is valid for every attribute.
  size_t Written = 0;
  if (A.Object != "algorithm") {
    int Status = Get(Object, Number, Buffer, A.Size, &Written);
    if (Status != Success) {
      // An attribute that this other version does not have.
      if (IsDescribedVersion)
        problem(A, "get with the right size", Status);
      return;
    }
    if (Written != A.Size)
      problem(A, "another size written", static_cast<int>(Written));
    int64_t Value = 0;
    std::memcpy(&Value, Buffer, A.Size);
    // Sign-extended as the default is written in the knowledge base.
    if (A.Type.rfind("int", 0) == 0 && A.Size == 4)
      Value = static_cast<int32_t>(Value);
    if (A.Default && *A.Default != Value && IsDescribedVersion)
      problem(A, "another default", static_cast<int>(Value));
  }
  if (int Status = Set(Object, Number, Buffer, A.Size); Status != Success)
    problem(A, "set with the right size", Status);
  for (size_t Size : {A.Size - 1, A.Size + 1})
    if (int Status = Set(Object, Number, Buffer, Size); Status != InvalidValue)
      problem(A, "set with a wrong size", Status);
}

} // namespace

int main(int ArgumentCount, char **Arguments) {
  void *Library = openLibrary(ArgumentCount > 1 ? Arguments[1] : "");
  if (!Library) {
    std::printf("no libcublasLt: %s\n", dlerror());
    return 3;
  }
  Objects Make(Library);
  const size_t Version = Make.get<size_t()>("cublasLtGetVersion")();
  const bool IsDescribedVersion = Version / 100 == 1301;
  size_t Count = 0;
  for (const Api &A : KnowledgeBase::builtin().apis()) {
    if (A.Name != "cublaslt")
      continue;
    for (const Attribute &Attr : A.Attributes) {
      // To ask for a capability takes an algorithm, and that a GPU.
      if (Attr.Group == "ALGO_CAP")
        continue;
      check(A, Make, Attr, IsDescribedVersion);
      ++Count;
    }
  }
  std::printf("cuBLASLt %zu: %zu attributes, %d problems\n", Version, Count,
              Problems);
  return Problems ? 1 : 0;
}
