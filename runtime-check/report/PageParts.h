//===-- PageParts.h - what the build embeds in the page ---------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_REPORT_PAGEPARTS_H
#define CUBLASLT_RUNTIME_CHECK_REPORT_PAGEPARTS_H

#include <cstddef>

namespace cublaslt::runtime {

extern const unsigned char PageTemplate[]; ///< report/page.html
extern const std::size_t PageTemplateSize;
extern const unsigned char ChartLibrary[]; ///< Chart.js, of a package
extern const std::size_t ChartLibrarySize;

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_REPORT_PAGEPARTS_H
