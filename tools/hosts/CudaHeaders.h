//===-- CudaHeaders.h - headers that nvcc finds by itself ------*- C++ -*--===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// In CUDA 13 thrust, cub and cuda::std (CCCL) have moved to include/cccl. nvcc
/// searches that folder unasked (bin/nvcc.profile), and the toolkit's own
/// headers, cooperative_groups.h among them, count on it. clang does not.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_TOOLS_HOSTS_CUDAHEADERS_H
#define CUBLASLT_TOOLS_HOSTS_CUDAHEADERS_H

#include <clang/Tooling/CompilationDatabase.h>
#include <llvm/ADT/ArrayRef.h>
#include <string>
#include <vector>

namespace cublaslt::tidy {

/// True when clang takes the source of \p Command for CUDA.
bool isCuda(const clang::tooling::CompileCommand &Command);

/// Lets \p Command, one of clang's, search the folder of CCCL in \p Toolkit as
/// nvcc does, last of the system folders that are named; where it has one.
void addCccl(llvm::StringRef Toolkit, std::vector<std::string> &Command);

/// \p Command, one of clang's, so that a CUDA source finds CCCL in the toolkit
/// that clang will use. \p Further are options that will be added to it.
clang::tooling::CompileCommand
withCccl(clang::tooling::CompileCommand Command,
         llvm::ArrayRef<std::string> Further = {});

} // namespace cublaslt::tidy

#endif // CUBLASLT_TOOLS_HOSTS_CUDAHEADERS_H
