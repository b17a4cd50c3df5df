//===-- MatmulSettings.h - the matmul of a finding, completed ---*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Completes the values of a call specification of a matmul to a problem that
/// can be executed. Source code often gives some of the values (the types, say)
/// and leaves others open (the dimensions): what is open must fit what is
/// known, so the dimensions are derived as m, n and k, and the types from the
/// knowledge base's table of allowed combinations. Only what nothing known
/// determines comes from the rule's witness, and is noted as filled by it.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_MATMULSETTINGS_H
#define CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_MATMULSETTINGS_H

#include "findings/MatmulKeys.h"
#include "runtime-check/Settings.h"
#include <cublasLt.h>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace cublaslt::runtime {

using findings::descriptorKey;
using findings::layoutKey;

/// A limit that leaves the library its choice, and a buffer that backs it.
constexpr uint64_t UsualWorkspaceBytes = uint64_t(32) << 20;

/// Dimensions to use where neither the call nor anything known gives them.
struct WitnessShape {
  uint64_t M = 0, N = 0, K = 0;
};

/// The shape in the rule's witness, as layout keys.
WitnessShape witnessShape(Planner &P);

/// Fills every layout and descriptor key of the plan's settings.
void planMatmul(Planner &P, const kb::Api *Api, const WitnessShape &Witness);

/// Bytes of one matrix; nothing when that overflows 64 bits or the type is
/// packed below a byte.
std::optional<uint64_t> matrixBytes(const Settings &S, char Matrix);
/// From one batch to the next, in elements, when nothing else is said.
uint64_t batchStride(const Settings &S, char Matrix);
/// A, B and D, and C where it is not D.
std::optional<uint64_t> matmulBytes(const Settings &S);

/// C is D unless the layouts differ in type or the settings say "own".
bool hasOwnC(const Settings &S);
/// From a good address to where the matrix starts, bytes; at most 128.
uint64_t matrixOffset(const Settings &S, char Matrix);
/// Calls \p Set with each attribute of \p Object ("A", "matmulDesc",
/// "preference") and its key, in order of the names, until one returns false.
bool forAttributes(const Settings &S, const std::string &Object,
                   const std::function<bool(const std::string &Name,
                                            const std::string &Key)> &Set);

/// Enumerators by name. The words come from a file: the table is the list of
/// what is accepted.
std::optional<cudaDataType_t> dataType(const std::string &Word);
std::optional<cublasComputeType_t> computeType(const std::string &Word);
const std::vector<std::string> &dataTypeWords();
const std::vector<std::string> &computeTypeWords();
/// 0 for a word that is not in the table.
unsigned bitsOf(const std::string &DataTypeWord);

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_MATMULSETTINGS_H
