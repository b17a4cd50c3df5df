//===-- MatmulAttributes.cpp - sets what the settings say -----------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/device/MatmulProblem.h"
#include "runtime-check/problem/Enumerators.h"
#include "runtime-check/problem/MatmulSettings.h"
#include <cstring>
#include <sys/mman.h>

namespace cublaslt::runtime {

cublasStatus_t MatmulProblem::callSet(const std::string &Object, int Attribute,
                                      const void *Value, size_t Size) {
  if (Object == "matmulDesc")
    return Lt.MatmulDescSetAttribute(
        Descriptor, static_cast<cublasLtMatmulDescAttributes_t>(Attribute),
        Value, Size);
  if (Object == "preference")
    return Lt.MatmulPreferenceSetAttribute(
        Preference,
        static_cast<cublasLtMatmulPreferenceAttributes_t>(Attribute), Value,
        Size);
  return Lt.MatrixLayoutSetAttribute(
      Layouts[Object[0]],
      static_cast<cublasLtMatrixLayoutAttribute_t>(Attribute), Value, Size);
}

static const char *setterOf(const std::string &Object) {
  return Object == "matmulDesc"   ? "cublasLtMatmulDescSetAttribute"
         : Object == "preference" ? "cublasLtMatmulPreferenceSetAttribute"
                                  : "cublasLtMatrixLayoutSetAttribute";
}

/// What the object holds after the call, where the settings ask to see it:
/// a figure, and in the story.
void MatmulProblem::readBack(const std::string &Object, int Attribute,
                             size_t Size, const std::string &Key,
                             int64_t Asked) {
  int64_t Held = 0;
  size_t Written = 0;
  cublasStatus_t Status;
  if (Object == "matmulDesc")
    Status = Lt.MatmulDescGetAttribute(
        Descriptor, static_cast<cublasLtMatmulDescAttributes_t>(Attribute),
        &Held, Size, &Written);
  else if (Object == "preference")
    Status = Lt.MatmulPreferenceGetAttribute(
        Preference,
        static_cast<cublasLtMatmulPreferenceAttributes_t>(Attribute), &Held,
        Size, &Written);
  else
    Status = Lt.MatrixLayoutGetAttribute(
        Layouts[Object[0]],
        static_cast<cublasLtMatrixLayoutAttribute_t>(Attribute), &Held, Size,
        &Written);
  if (Status != CUBLAS_STATUS_SUCCESS)
    return;
  if (Size == 4)
    Held = static_cast<int32_t>(Held);
  R.noteHeld(Key, Asked, Held);
}

/// Memory that the host cannot read, as device memory is.
static void *unreadable() {
  static void *Page =
      mmap(nullptr, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return Page;
}

void *MatmulProblem::devicePointer(const std::string &Key, uint64_t Bytes,
                                   float Fill) {
  if (S.isNull(Key))
    return nullptr;
  Others.emplace_back();
  std::vector<float> Values(Bytes / sizeof(float), Fill);
  if (!R.expect("cudaMalloc", Others.back().allocate(Bytes)) ||
      !R.expect("cudaMemcpy", cudaMemcpy(Others.back().get(), Values.data(),
                                         Values.size() * sizeof(float),
                                         cudaMemcpyHostToDevice)))
    return nullptr;
  return static_cast<char *>(Others.back().get()) + S.offset(Key);
}

bool MatmulProblem::setAttribute(const std::string &Object,
                                 const std::string &Name,
                                 const std::string &Key) {
  const Settings::Attribute *A = S.attribute(Name);
  if (!A) {
    R.note(Key + " is not an attribute of the knowledge base");
    return false;
  }
  union {
    int64_t Number;
    float Real;
    void *Pointer;
    unsigned char Bytes[64];
  } Value = {};
  const void *Buffer = &Value;
  const std::string Word = S.word(Key);
  const auto Pointer = S.pointer(Key);
  if (Pointer == findings::PointerKind::NullBuffer) {
    Buffer = nullptr;
  } else if (A->IsPointer) {
    // A vector over the rows, the auxiliary matrix, one scalar: room for each.
    uint64_t Room = (1 << 20) + matrixBytes(S, 'D').value_or(0);
    bool IsScale = Name.find("SCALE_POINTER") != std::string::npos;
    if (Pointer == findings::PointerKind::ByValue)
      // The missing '&': the library reads the value at the pointer itself.
      Buffer = unreadable();
    else
      Value.Pointer = devicePointer(Key, Room, IsScale ? 1.0f : 0.0f);
  } else if (auto Number = enumerator(Word)) {
    Value.Number = *Number;
  } else if (A->Type == "float" || S.flag("float." + Key)) {
    Value.Real = static_cast<float>(S.real(Key).value_or(0));
  } else {
    Value.Number = S.signedNumber(Key).value_or(0);
  }
  // A buffer with room for a size that is too large, on purpose.
  size_t Size = std::min<uint64_t>(
      S.numberOr(findings::Key::sizeOf(findings::Key::written(Key)),
                 A->Size ? A->Size : sizeof Value.Number),
      sizeof Value);
  cublasStatus_t Status =
      callSet(Object, static_cast<int>(A->Number), Buffer, Size);
  bool IsAsked = S.word("question") == Key;
  bool Success = IsAsked ? R.saw(setterOf(Object), Status)
                         : R.expect(setterOf(Object), Status);
  if (IsAsked && !A->IsPointer && A->Size <= 8 && A->Size > 0)
    readBack(Object, static_cast<int>(A->Number), A->Size, Key,
             S.signedNumber("intended." + Key).value_or(Value.Number));
  return Success;
}

} // namespace cublaslt::runtime
