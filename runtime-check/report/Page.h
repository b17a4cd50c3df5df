//===-- Page.h - verdicts as a page and as a table --------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// One self-contained HTML page, with Chart.js in it, that asks the network
/// for nothing; and a table in Markdown. What comes from a file is text in
/// both, whatever it contains.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_RUNTIME_CHECK_REPORT_PAGE_H
#define CUBLASLT_RUNTIME_CHECK_REPORT_PAGE_H

#include "findings/Finding.h"
#include <string>
#include <vector>

namespace cublaslt::runtime {

std::string htmlPage(const std::vector<findings::Finding> &Findings);

/// Rule, flagged, control, verdict, evidence; with device, driver, versions
/// and date above.
std::string markdownTable(const std::vector<findings::Finding> &Findings);

} // namespace cublaslt::runtime

#endif // CUBLASLT_RUNTIME_CHECK_REPORT_PAGE_H
