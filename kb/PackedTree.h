//===-- PackedTree.h - a YAML document as bytes -----------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The form in which the built-in knowledge base is compiled in. The build
/// parses the YAML files once (EmbedFiles.cpp), so that programs need not do
/// it at each start: parsing took longer than checking a small file.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_KB_PACKEDTREE_H
#define CUBLASLT_KB_PACKEDTREE_H

#include "kb/YamlTree.h"

namespace cublaslt::kb {

std::string packTree(const YamlNode &Root);

/// \p Bytes must be what packTree made: only the build writes them.
YamlNode unpackTree(std::string_view Bytes);

} // namespace cublaslt::kb

#endif // CUBLASLT_KB_PACKEDTREE_H
