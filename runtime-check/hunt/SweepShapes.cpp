//===-- SweepShapes.cpp - problems from lines and calls -------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "findings/MatmulKeys.h"
#include "runtime-check/hunt/Sweep.h"
#include <map>
#include <sstream>

namespace cublaslt::runtime {

/// A type as people write it; empty when it is none.
static std::string typeNamed(const std::string &Word) {
  static const std::map<std::string, std::string> Short = {
      {"fp16", "CUDA_R_16F"},     {"half", "CUDA_R_16F"},
      {"bf16", "CUDA_R_16BF"},    {"fp32", "CUDA_R_32F"},
      {"float", "CUDA_R_32F"},    {"fp64", "CUDA_R_64F"},
      {"double", "CUDA_R_64F"},   {"e4m3", "CUDA_R_8F_E4M3"},
      {"e5m2", "CUDA_R_8F_E5M2"}, {"int8", "CUDA_R_8I"},
      {"int32", "CUDA_R_32I"}};
  const auto It = Short.find(Word);
  if (It != Short.end())
    return It->second;
  for (const char *Prefix : {"", "CUDA_", "CUDA_R_"})
    if (huntElementBytes(Prefix + Word))
      return Prefix + Word;
  return "";
}

static bool isNumber(const std::string &Word) {
  return !Word.empty() && Word.size() < 12 &&
         Word.find_first_not_of("0123456789") == std::string::npos;
}

static bool isOps(const std::string &Word) {
  return Word.size() == 2 && Word.find_first_not_of("NTC") == std::string::npos;
}

/// What most programs do with the types of A, B, C and D.
static void setUsual(std::map<std::string, std::string> &Keys) {
  const std::string A = Keys["typeA"], D = Keys["typeD"];
  const bool IsInt8 = A == "CUDA_R_8I", IsDouble = A == "CUDA_R_64F";
  const bool IsFp8 = A.rfind("CUDA_R_8F_", 0) == 0;
  Keys.emplace("compute", IsInt8     ? "CUBLAS_COMPUTE_32I"
                          : IsDouble ? "CUBLAS_COMPUTE_64F"
                                     : "CUBLAS_COMPUTE_32F");
  Keys.emplace("scale", IsDouble                     ? "CUDA_R_64F"
                        : IsInt8 && D != "CUDA_R_8I" ? "CUDA_R_32I"
                                                     : "CUDA_R_32F");
  if (IsInt8 || IsFp8)
    Keys.emplace("opA", "T");
  Keys.emplace("workspace", std::to_string(32 << 20));
  Keys.emplace("seed", "1");
}

std::optional<SweepItem> sweepItemFrom(const std::string &Text,
                                       std::string &Error) {
  const size_t Tab = Text.find('\t');
  SweepItem Item;
  if (Tab != std::string::npos)
    Item.Config = Text.substr(Tab + 1);
  std::istringstream Line(Text.substr(0, Tab));
  std::vector<std::string> Numbers, Types;
  std::map<std::string, std::string> Keys;
  Error.clear();
  bool HasOps = false;
  for (std::string Word; Line >> Word;) {
    const size_t Equals = Word.find('=');
    if (Equals != std::string::npos) {
      if (!Keys.emplace(Word.substr(0, Equals), Word.substr(Equals + 1)).second)
        Error = Word.substr(0, Equals) + " comes twice";
    } else if (isNumber(Word) && Numbers.size() < 3 && Types.empty()) {
      Numbers.push_back(Word);
    } else if (isOps(Word) && !HasOps) {
      HasOps = true;
      Keys.emplace("opA", Word.substr(0, 1));
      Keys.emplace("opB", Word.substr(1));
    } else if (const std::string Type = typeNamed(Word); !Type.empty()) {
      Types.push_back(Type);
    } else {
      Error = "'" + Word.substr(0, 40) + "' is not expected here";
    }
  }
  if (!Numbers.empty() && Numbers.size() < 3)
    Error = "three numbers are expected: m n k";
  if (Types.size() == 3 || Types.size() > 4)
    Error = "one, two or four types are expected: of all, of A and B and of C "
            "and D, or of each";
  if (!Error.empty())
    return std::nullopt;
  static const char *const Dimensions[] = {"m", "n", "k"};
  for (size_t I = 0; I < Numbers.size(); ++I)
    Keys.emplace(Dimensions[I], Numbers[I]);
  if (Types.empty() && !Keys.count("typeA"))
    Types = {"CUDA_R_16BF"};
  if (!Types.empty()) {
    const std::string &First = Types.front();
    const std::string Result = Types.size() > 1       ? Types[1]
                               : First == "CUDA_R_8I" ? "CUDA_R_32I"
                               : First.rfind("CUDA_R_8F_", 0) == 0
                                   ? "CUDA_R_16BF"
                                   : First;
    const bool IsFour = Types.size() == 4;
    Keys.emplace("typeA", First);
    Keys.emplace("typeB", IsFour ? Types[1] : First);
    Keys.emplace("typeC", IsFour ? Types[2] : Result);
    Keys.emplace("typeD", IsFour ? Types[3] : Result);
  }
  setUsual(Keys);
  std::string Whole;
  for (const auto &[Key, Value] : Keys)
    Whole += (Whole.empty() ? "" : " ") + Key + "=" + Value;
  const auto P = huntProblemFrom(Whole);
  if (!P) {
    Error = "a key or a value is not known";
    return std::nullopt;
  }
  if (!Item.Config.empty() && !huntConfigFrom(Item.Config)) {
    Error = "what follows the tab is not an algorithm";
    return std::nullopt;
  }
  Item.Problem = *P;
  return Item;
}

namespace {
/// Reads a call's values, and notes what is missing.
struct Facts {
  const findings::CallSpecification &Call;
  std::string Error;

  const findings::SpecificationValue *find(const std::string &Key) const {
    const auto It = Call.Values.find(Key);
    return It != Call.Values.end() && It->second.isKnown() ? &It->second
                                                           : nullptr;
  }
  int64_t number(const std::string &Key, std::optional<int64_t> Otherwise) {
    const auto *V = find(Key);
    const auto N = V ? findings::asSigned(*V) : std::nullopt;
    if (!N && !Otherwise && Error.empty())
      Error = Key + " is not known";
    return N.value_or(Otherwise.value_or(0));
  }
  std::string word(const std::string &Key, const std::string &Otherwise) {
    const auto *V = find(Key);
    const auto *W = V ? std::get_if<std::string>(&V->Known) : nullptr;
    if (!W && Otherwise.empty() && Error.empty())
      Error = Key + " is not known";
    return W ? *W : Otherwise;
  }
};
} // namespace

std::optional<HuntProblem> problemOf(const findings::CallSpecification &Call,
                                     std::string &Error) {
  Facts F{Call, ""};
  HuntProblem P;
  using findings::Key;
  auto Op = [&](const char *Attribute) {
    const std::string Word =
        F.word(findings::descriptorKey(Attribute), "CUBLAS_OP_N");
    return Word.size() == 11 ? Word.back() : 'N';
  };
  P.OpA = Op("TRANSA");
  P.OpB = Op("TRANSB");
  P.Compute = F.word(findings::descriptorKey("COMPUTE_TYPE"), "");
  P.Scale = F.word(findings::descriptorKey("SCALE_TYPE"), "CUDA_R_32F");
  const std::string Epilogue =
      F.word(findings::descriptorKey("EPILOGUE"), "CUBLASLT_EPILOGUE_DEFAULT");
  const size_t Prefix = std::string("CUBLASLT_EPILOGUE_").size();
  P.Epilogue = Epilogue.size() > Prefix ? Epilogue.substr(Prefix) : "DEFAULT";
  auto Layout = [](int Matrix, const char *Attribute) {
    return findings::layoutKey(static_cast<char>('A' + Matrix), Attribute);
  };
  P.M = F.number(Layout(MatrixD, "ROWS"), {});
  P.N = F.number(Layout(MatrixD, "COLS"), {});
  P.K = F.number(Layout(MatrixA, P.OpA == 'N' ? "COLS" : "ROWS"), {});
  P.Batches = F.number(Layout(MatrixD, "BATCH_COUNT"), 1);
  P.HasPointerArrays =
      F.word(Layout(MatrixD, "BATCH_MODE"), "CUBLASLT_BATCH_MODE_STRIDED") ==
      "CUBLASLT_BATCH_MODE_POINTER_ARRAY";
  for (int I = MatrixA; I <= MatrixD; ++I) {
    HuntLayout &L = P.Layouts[I];
    L.Type = F.word(Layout(I, "TYPE"), "");
    const std::string Order = F.word(Layout(I, "ORDER"), "CUBLASLT_ORDER_COL");
    L.IsRowOrder = Order == "CUBLASLT_ORDER_ROW";
    if (!L.IsRowOrder && Order != "CUBLASLT_ORDER_COL" && F.Error.empty())
      F.Error = "the order " + Order + " is not run here";
    const int64_t Least = L.IsRowOrder ? P.cols(I) : P.rows(I);
    L.Pad = F.number(Layout(I, "LD"), Least) - Least;
    if (P.Batches <= 1 || P.HasPointerArrays)
      continue;
    const int64_t Dense = P.stride(I);
    const int64_t Stride = F.number(Layout(I, "STRIDED_BATCH_OFFSET"), Dense);
    L.IsShared = Stride == 0;
    L.StridePad = Stride ? Stride - Dense : 0;
  }
  if (P.hasBias())
    P.BiasType = F.word(findings::descriptorKey("BIAS_DATA_TYPE"),
                        P.Layouts[MatrixD].Type);
  P.Beta = static_cast<double>(F.number(Key::argument("beta"), 0));
  const uint64_t Most = uint64_t(64) << 20;
  const int64_t Limit =
      F.number(findings::preferenceKey("MAX_WORKSPACE_BYTES"), 32 << 20);
  P.WorkspaceLimit = Limit < 0 || static_cast<uint64_t>(Limit) > Most
                         ? static_cast<int64_t>(Most)
                         : Limit;
  Error = F.Error;
  // Its own reader says whether it is one that can be run.
  const auto Read = Error.empty() ? huntProblemFrom(P.text()) : std::nullopt;
  if (!Read && Error.empty())
    Error = "the call has types or values that are not run here";
  return Read;
}

} // namespace cublaslt::runtime
