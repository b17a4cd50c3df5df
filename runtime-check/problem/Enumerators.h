//===-- Enumerators.h - cuBLASLt's enumerators by name ----------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Words of a call specification come from a file: this table is the list of
/// what is accepted. The values are the header's own.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_ENUMERATORS_H
#define CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_ENUMERATORS_H

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cublaslt::runtime {

/// Nothing for a word that is not in the table.
std::optional<int64_t> enumerator(const std::string &Word);

/// The table's words that start with \p Prefix.
std::vector<std::string> enumeratorsOf(const std::string &Prefix);

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_EXPERIMENTS_ENUMERATORS_H
