//===-- ExhaustedMemory.cpp - a call without device memory
//-----------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/experiments/ExhaustedMemory.h"
#include "runtime-check/device/MatmulProblem.h"
#include "runtime-check/device/MemoryPressure.h"
#include "runtime-check/problem/MatmulSettings.h"
#include <dlfcn.h>

using namespace cublaslt;
using namespace cublaslt::runtime;
using findings::RunOutcome;

/// cublasCreate of the plain library, which is what a program falls back to
/// when it switches cuBLASLt off.
static cublasStatus_t createCublas(std::string &Error) {
  const std::string Name = "libcublas.so." + std::to_string(CUBLAS_VER_MAJOR);
  void *Library = nullptr;
  for (const std::string &Place :
       {Name, CUBLASLT_TIDY_CUDA_LIBRARIES "/" + Name,
        "/usr/local/cuda/lib64/" + Name})
    if (!Library)
      Library = dlopen(Place.c_str(), RTLD_NOW | RTLD_LOCAL);
  using CreateFunction = cublasStatus_t (*)(void **);
  auto Create =
      Library
          ? reinterpret_cast<CreateFunction>(dlsym(Library, "cublasCreate_v2"))
          : nullptr;
  if (!Create) {
    Error = "the library " + Name + " cannot be loaded";
    return CUBLAS_STATUS_NOT_INITIALIZED;
  }
  void *Handle = nullptr;
  return Create(&Handle);
}

RunOutcome ExhaustedMemory::run(Form F, const Settings &S) const {
  RunOutcome Nothing;
  const CublasLt *Lt = CublasLt::load(Nothing.Summary);
  if (!Lt)
    return Nothing;
  RunRecorder R(*Lt);
  std::string Call = S.word("pressure.call");
  LtHandle Handle(*Lt);
  MatmulProblem Problem(R, S);
  bool NeedsProblem =
      Call == "cublasLtMatmulAlgoGetHeuristic" || Call == "cublasLtMatmul";
  if (!R.expect("cudaFree", cudaFree(nullptr)) ||
      (NeedsProblem && (!R.expect("cublasLtCreate", Handle.create()) ||
                        !Problem.describe() || !Problem.allocate())))
    return R.notReached("the problem could not be set up: " + R.last());
  MemoryPressure Held;
  if (!Held.fillDownTo(S.numberOr("pressure.remainingBytes", 0)))
    return R.notReached("the device's memory could not be filled");
  uint64_t Free = MemoryPressure::freeBytes();
  R.figure("deviceBytesFree", static_cast<double>(Free));
  std::string Story = bytesForPeople(Free) + " free: ";
  if (F == Form::Control) {
    Held.release();
    Free = MemoryPressure::freeBytes();
    R.figure("deviceBytesFreeAfterRelease", static_cast<double>(Free));
    Story = bytesForPeople(Free) + " free after the held memory was returned: ";
  }
  bool Works = false;
  if (Call == "cublasLtCreate") {
    Works = R.saw("cublasLtCreate", Handle.create());
  } else if (Call == "cublasCreate") {
    std::string Error;
    cublasStatus_t Status = createCublas(Error);
    if (!Error.empty())
      return R.notReached(Error);
    Works = R.saw("cublasCreate", Status);
  } else if (Call == "cudaMalloc") {
    DeviceBuffer Buffer;
    Works = R.saw("cudaMalloc",
                  Buffer.allocate(S.numberOr("pressure.bytes", 1 << 30)));
  } else {
    auto Chosen = Problem.choose(Handle.get(), 32 << 20);
    Works = R.saw("cublasLtMatmulAlgoGetHeuristic", Chosen.Status);
    if (Works && Call == "cublasLtMatmul")
      Works = R.saw("cublasLtMatmul",
                    Problem.run(Handle.get(), &Chosen.Results[0].algo, nullptr,
                                0)) &&
              R.saw("cudaDeviceSynchronize", cudaDeviceSynchronize());
  }
  return R.answered(!Works, Story + R.last());
}
