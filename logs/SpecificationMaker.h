//===-- SpecificationMaker.h - a traced call's values ----------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Makes of a traced call the call specification that the checks hand to the
/// verifier too. What an API's log shows of its attributes is looked up once.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_LOGS_SPECIFICATIONMAKER_H
#define CUBLASLT_LOGS_SPECIFICATIONMAKER_H

#include "findings/Finding.h"
#include "kb/KnowledgeBase.h"
#include "logs/TracedCall.h"
#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cublaslt::logs {

class SpecificationMaker {
public:
  explicit SpecificationMaker(const kb::Api &Api);

  /// What is known of \p Call when \p Function was called with it. An attribute
  /// that the line leaves out has its default, unless the line is cut.
  findings::CallSpecification make(const TracedCall &Call,
                                   std::string_view Function) const;

private:
  struct Attribute {
    std::string Name;
    std::optional<findings::SpecificationValue> Default;
  };
  /// A word of the log that stands before an attribute's value.
  struct Field {
    std::string Prefix;
    size_t AttributeIndex;
  };
  /// What is shown of one kind of object.
  struct Kind {
    std::vector<Attribute> Attributes; ///< by name
    std::multimap<std::string, Field, std::less<>> Fields;
  };

  void addObject(const TracedCall &Call, std::string_view Text,
                 const Kind &Shown, const std::string &Name,
                 findings::CallSpecification &Into) const;

  void nameArguments(const kb::Api &Api);

  Kind Layout, Descriptor, Preference;
  /// What the API's calls are given, by the names of their parameters; in the
  /// order of a matmul's arguments.
  struct Matrix {
    std::string Object; ///< "A"
    std::optional<findings::Key> Address;
  };
  std::array<Matrix, 4> Matrices;
  std::optional<findings::Key> Algorithm, PreferenceArgument, Workspace,
      WorkspaceSize;
};

} // namespace cublaslt::logs

#endif // CUBLASLT_LOGS_SPECIFICATIONMAKER_H
