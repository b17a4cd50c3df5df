//===-- Knowledge.h - the knowledge base of the checks ----------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The knowledge base that the checks of this process use: the one that was
/// compiled in, unless the host has set another (--kb) before the analysis.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_KNOWLEDGE_H
#define CUBLASLT_CHECKS_KNOWLEDGE_H

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cublaslt::kb {
class KnowledgeBase;
struct LoadError;
} // namespace cublaslt::kb

namespace cublaslt::checks {

/// The one that the checks ask: the built-in one unless another was named.
const kb::KnowledgeBase &activeKnowledgeBase();

/// How the names of the API's functions start. Does not load the built-in
/// knowledge base: most units never ask it anything.
std::vector<std::string_view> apiPrefixes();

/// KnowledgeBase::watched of the one that the checks ask; does not load the
/// built-in one either.
std::vector<std::string_view> watchedFunctions();

/// The last names of the user's own functions ("name" of "space::name") in the
/// one that the checks ask.
std::vector<std::string_view> wrapperNames();

/// The user's own check macro, or empty.
std::string_view checkMacro();

/// The knowledge base in \p Folder, or the built-in one when it is empty,
/// with what the file \p Wrappers, if one is named, says of the user's own
/// functions. Null, and \p Error set, when one of them cannot be loaded, or
/// lacks a parameter that a check reads.
std::unique_ptr<kb::KnowledgeBase>
loadKnowledgeBase(const std::string &Folder, const std::string &Wrappers,
                  kb::LoadError &Error);

/// The host's choice (--kb, --wrappers): goes before every option. Call before
/// the first check is made.
void setKnowledgeBase(std::unique_ptr<kb::KnowledgeBase> Kb);

/// The check options' choice for what this thread analyses next, with the
/// parameters of loadKnowledgeBase. What cannot be loaded ends the program with
/// 2 and one line, as the wrong use that it is; a server's thread has a
/// knowledgeProblem instead.
void useKnowledgeBase(const std::string &Folder, const std::string &Wrappers);

/// Why this thread has not the knowledge base that the options name, or empty.
const std::string &knowledgeProblem();

/// The host is a server: it outlives what is wrong with one file.
void serve();
bool isServer();

/// Why the checks cannot work with \p Kb, in one line; empty when they can.
/// Generated with the registration of the checks, each of which says what it
/// needs.
std::string whyUnfit(const kb::KnowledgeBase &Kb);

} // namespace cublaslt::checks

#endif // CUBLASLT_CHECKS_KNOWLEDGE_H
