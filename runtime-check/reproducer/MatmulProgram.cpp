//===-- MatmulProgram.cpp - a matmul as statements of a program -----------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime-check/reproducer/MatmulProgram.h"
#include "runtime-check/problem/Enumerators.h"
#include "runtime-check/problem/MatmulSettings.h"
#include <algorithm>
#include <map>
#include <regex>

using namespace cublaslt;
using namespace cublaslt::runtime;

using Strings = std::vector<std::string>;

static const char Indent[] = "\n     ";

std::string MatmulProgram::literal(const std::string &Key,
                                   const std::string &Otherwise) const {
  const std::string Word = S.word(Key);
  if (enumerator(Word) || (Word == "n" && Given.word(Key) != Word))
    return Word;
  if (auto Real = S.signedNumber(Key))
    return std::to_string(*Real) + (*Real > INT32_MAX ? "ll" : "");
  return Otherwise;
}

std::string runtime::bytesOf(const Settings &S, const std::string &Key,
                             uint64_t Default) {
  return std::to_string(S.numberOr(Key, Default)) + "ull";
}

std::string MatmulProgram::number(char Matrix, const char *Attribute) const {
  return literal(layoutKey(Matrix, Attribute), "1");
}

void MatmulProgram::handle() {
  add("cublasLtHandle_t lt = nullptr;");
  add("MUST(cublasLtCreate, &lt);");
}

static std::string lower(std::string Text) {
  for (char &C : Text)
    C = static_cast<char>(std::tolower(static_cast<unsigned char>(C)));
  return Text;
}

/// Set and Get of an object, without their last part.
static std::string functionOf(const std::string &Object) {
  return Object == "matmulDesc"   ? "cublasLtMatmulDesc"
         : Object == "preference" ? "cublasLtMatmulPreference"
                                  : "cublasLtMatrixLayout";
}

void MatmulProgram::setAttribute(const std::string &Object,
                                 const std::string &Variable,
                                 const std::string &Name,
                                 const std::string &Key) {
  const Settings::Attribute *A = S.attribute(Name);
  if (!A)
    return;
  const auto Pointer = S.pointer(Key);
  const bool HasBuffer = Pointer != findings::PointerKind::NullBuffer;
  std::string Value =
      lower(Name.substr(Name.find('_', Name.find('_') + 1) + 1));
  Value =
      Value.substr(Value.find('_') + 1) + (Object.size() == 1 ? Object : "");
  std::string Text, Address = "&" + Value, Size = "sizeof " + Value;
  const uint64_t Own = A->Size ? A->Size : 8,
                 Asked = S.numberOr(
                     findings::Key::sizeOf(findings::Key::written(Key)), Own);
  if (!HasBuffer) {
    Address = "nullptr";
    Size = std::to_string(Own);
  } else if (A->IsPointer && Pointer == findings::PointerKind::ByValue) {
    Text = "// The '&' is missing: the library reads at the pointer itself, "
           "which the host cannot.\n"
           "void *" +
           Value +
           " = mmap(nullptr, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, "
           "0);\n";
    Address = Value;
  } else if (A->IsPointer) {
    uint64_t Room = (1 << 20) + matrixBytes(S, 'D').value_or(0);
    bool IsScale = Name.find("SCALE_POINTER") != std::string::npos;
    uint64_t Offset = S.offset(Key);
    Text = "void *" + Value + " = " +
           (Pointer == findings::PointerKind::Null
                ? "nullptr"
                : "device(" + std::to_string(Room) + (IsScale ? "" : ", 0") +
                      ")" + (Offset ? " + " + std::to_string(Offset) : "")) +
           ";\n";
  } else {
    // Room for a size that is too large, on purpose.
    std::string Type = A->Type == "float"       ? "float"
                       : Asked > Own || Own > 4 ? "int64_t"
                       : Own == 1               ? "int8_t"
                       : Own == 2               ? "int16_t"
                                                : "int32_t";
    Text = "const " + Type + " " + Value + " = " + Type + "(" +
           literal(Key, "0") + ");\n";
  }
  if (Asked != Own)
    Size = std::to_string(std::min<uint64_t>(Asked, 8)) + " /* of " +
           std::to_string(Own) + " */";
  // The header of a later or earlier library may lack the enumerator.
  const std::string Enumerator =
      A->IsRemoved ? "static_cast<" + functionOf(Object) + "Attributes_t>(" +
                         std::to_string(A->Number) + ")"
                   : Name;
  const bool IsAsked = S.word("question") == Key;
  const std::string Setter = functionOf(Object) + "SetAttribute";
  if (!IsAsked && !A->IsPointer && HasBuffer && Asked == Own) {
    const std::string Type = Text.substr(6, Text.find(' ', 6) - 6);
    add("SET(" + Setter + ", " + Variable + ", " + Enumerator + ", " + Type +
        ", " + literal(Key, "0") + ");");
    return;
  }
  std::string Call = std::string(IsAsked ? "SHOW(" : "MUST(") +
                     functionOf(Object) + "SetAttribute, " + Variable + ", " +
                     Enumerator + ",",
              Rest = Address + ", " + Size + ");";
  Text += Call + (Call.size() + Rest.size() < 112 ? " " : Indent) + Rest;
  if (IsAsked && !A->IsPointer && HasBuffer && Own <= 8) {
    const std::string Intended = literal("intended." + Key, literal(Key, "0"));
    Text += "\n{\n  int64_t held = 0;\n  size_t written = 0;\n  MUST(" +
            functionOf(Object) + "GetAttribute, " + Variable + ", " +
            Enumerator + "," + Indent + "  &held, " + std::to_string(Own) +
            ", &written);\n  if (held != int64_t(" + Intended +
            "))\n    return printf(\"  it holds %lld\\n\", (long long)held), "
            "1;\n}";
  }
  add(Text);
}

void MatmulProgram::layout(char Matrix, const std::string &Prefix) {
  const std::string Object(1, Matrix), Variable = Prefix + Object;
  add("MUST(cublasLtMatrixLayoutCreate, &" + Variable + ", " +
      literal(layoutKey(Matrix, "TYPE"), "CUDA_R_16F") + ", " +
      number(Matrix, "ROWS") + ", " + number(Matrix, "COLS") + ", " +
      number(Matrix, "LD") + ");");
  if (number(Matrix, "ORDER") != "CUBLASLT_ORDER_COL")
    setAttribute(Object, Variable, "CUBLASLT_MATRIX_LAYOUT_ORDER",
                 layoutKey(Matrix, "ORDER"));
  const std::string Stride = layoutKey(Matrix, "STRIDED_BATCH_OFFSET");
  if (number(Matrix, "BATCH_COUNT") != "1") {
    setAttribute(Object, Variable, "CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT",
                 layoutKey(Matrix, "BATCH_COUNT"));
    if (!S.has(Stride)) {
      Settings Derived = S;
      Derived.set(Stride, batchStride(S, Matrix));
      MatmulProgram Own(Derived);
      Own.setAttribute(Object, Variable,
                       "CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET", Stride);
      if (!Own.Statements.empty())
        add(Own.Statements.front());
    }
  }
  forAttributes(
      S, Object, [&](const std::string &Name, const std::string &Key) {
        static const std::vector<std::string> Done = {
            "TYPE", "ROWS", "COLS", "LD", "ORDER", "BATCH_COUNT"};
        bool IsDone = std::any_of(Done.begin(), Done.end(), [&](auto &Each) {
          return Key == layoutKey(Matrix, Each.c_str()).str();
        });
        if (!IsDone)
          setAttribute(Object, Variable, Name, Key);
        return true;
      });
}

void MatmulProgram::describe(const std::string &Prefix) {
  const std::string D = Prefix + "desc";
  add("cublasLtMatmulDesc_t " + D + " = nullptr; cublasLtMatrixLayout_t " +
      Prefix + "A, " + Prefix + "B, " + Prefix + "C, " + Prefix + "D;");
  std::string Compute = literal(descriptorKey("COMPUTE_TYPE"), "68");
  if (!enumerator(Compute))
    Compute = "cublasComputeType_t(" + Compute + ")";
  add("MUST(cublasLtMatmulDescCreate, &" + D + ", " + Compute + ", " +
      literal(descriptorKey("SCALE_TYPE"), "CUDA_R_32F") + ");");
  // C has often D's layout.
  MatmulProgram OfC(S), OfD(S);
  OfC.layout('C', Prefix);
  OfD.layout('D', Prefix);
  Strings LikeD;
  for (const std::string &Each : OfC.Statements)
    LikeD.push_back(std::regex_replace(
        Each, std::regex("([ &])" + Prefix + "C,"), "$1" + Prefix + "D,"));
  for (char Matrix : {'A', 'B', 'D'})
    layout(Matrix, Prefix);
  if (LikeD == OfD.Statements)
    add(Prefix + "C = " + Prefix + "D;");
  else
    layout('C', Prefix);
  forAttributes(S, "matmulDesc",
                [&](const std::string &Name, const std::string &Key) {
                  // Its default.
                  bool IsPlain = (Name == "CUBLASLT_MATMUL_DESC_TRANSA" ||
                                  Name == "CUBLASLT_MATMUL_DESC_TRANSB") &&
                                 S.word(Key) == "CUBLAS_OP_N" &&
                                 S.word("question") != Key;
                  if (!IsPlain && Key != descriptorKey("COMPUTE_TYPE").str() &&
                      Key != descriptorKey("SCALE_TYPE").str())
                    setAttribute("matmulDesc", D, Name, Key);
                  return true;
                });
}

void MatmulProgram::preference(const std::string &Limit) {
  add("cublasLtMatmulPreference_t preference = nullptr;");
  if (S.isNull("argument.preference"))
    return;
  add("MUST(cublasLtMatmulPreferenceCreate, &preference);");
  static const char Name[] = "CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES";
  if (!Limit.empty()) {
    add("const uint64_t limit = " + Limit +
        ";\nMUST(cublasLtMatmulPreferenceSetAttribute, preference, " + Name +
        "," + Indent + "&limit, sizeof limit);");
    return;
  }
  forAttributes(S, "preference",
                [&](const std::string &Own, const std::string &Key) {
                  if (Own != Name || S.word(Key) != "unset")
                    setAttribute("preference", "preference", Own, Key);
                  return true;
                });
}

/// The C++ type of a matrix's elements.
static std::string elementType(const std::string &Word) {
  static const std::map<std::string, std::string> Types = {
      {"CUDA_R_16F", "__half"},
      {"CUDA_R_16BF", "__nv_bfloat16"},
      {"CUDA_R_32F", "float"},
      {"CUDA_R_64F", "double"},
      {"CUDA_R_32I", "int32_t"},
      {"CUDA_R_8I", "int8_t"},
      {"CUDA_R_8F_E4M3", "__nv_fp8_e4m3"},
      {"CUDA_R_8F_E5M2", "__nv_fp8_e5m2"}};
  auto It = Types.find(Word);
  return It == Types.end() ? "char" : It->second;
}

std::string MatmulProgram::bytes(char Matrix) const {
  const bool IsRowOrder =
      S.word(layoutKey(Matrix, "ORDER")) == "CUBLASLT_ORDER_ROW";
  return "size_t(" +
         std::to_string(bitsOf(S.word(layoutKey(Matrix, "TYPE"))) / 8) +
         ") * " + number(Matrix, "LD") + " * " +
         number(Matrix, IsRowOrder ? "ROWS" : "COLS") + " * " +
         number(Matrix, "BATCH_COUNT");
}

std::string MatmulProgram::randomize(char Matrix,
                                     const std::string &Pointer) const {
  std::string Type = S.word(layoutKey(Matrix, "TYPE"));
  return "randomized<" + elementType(Type) + ">(" + Pointer + ", " +
         std::to_string(matrixBytes(S, Matrix).value_or(0) /
                        std::max(1u, bitsOf(Type) / 8)) +
         ");";
}

void MatmulProgram::matrices(bool IsCompared) {
  add("char *a = nullptr, *b = nullptr, *c = nullptr, *d = nullptr;");
  std::string Line;
  Strings Random;
  for (char Matrix : {'A', 'B', 'D', 'C'}) {
    const std::string Name(1, static_cast<char>(std::tolower(Matrix)));
    if (Matrix == 'C' && !hasOwnC(S)) {
      Line += " c = d;";
      continue;
    }
    // A few bytes more, for pointers that are moved on purpose.
    uint64_t Bytes = matrixBytes(S, Matrix).value_or(0) + 256;
    Line += (Line.empty() ? "" : " ") + Name + " = device(" +
            std::to_string(Bytes) + (Matrix == 'D' ? ", 0xff)" : ")");
    if (uint64_t Offset = matrixOffset(S, Matrix))
      Line += " + " + std::to_string(Offset);
    Line += ";";
    if (IsCompared && (Matrix == 'A' || Matrix == 'B'))
      Random.push_back("const auto host" + std::string(1, Matrix) + " = " +
                       randomize(Matrix, Name));
  }
  add(Line);
  for (const std::string &Statement : Random)
    add(Statement);
}

void MatmulProgram::choose(const std::string &Prefix,
                           const std::string &After) {
  const int64_t Requested =
      S.signedNumber("argument.requestedAlgoCount").value_or(1);
  add("std::vector<cublasLtMatmulHeuristicResult_t> results(16);");
  if (Requested > 16)
    add("results.resize(" + std::to_string(Requested) + ");");
  add("int count = -77;");
  std::string Arguments = "lt, " + Prefix + "desc, " + Prefix + "A, " + Prefix +
                          "B, " + Prefix + "C, " + Prefix + "D," + Indent +
                          "preference, " + std::to_string(Requested) +
                          ", results.data(), &count";
  if (!After.empty()) {
    add("const auto heuristic = cublasLtMatmulAlgoGetHeuristic(" + Arguments +
        ");\nfailed(\"cublasLtMatmulAlgoGetHeuristic\", heuristic, true);\n"
        "printf(\"  count %d\\n\", count);");
    add(After);
    return;
  }
  add("SHOW(cublasLtMatmulAlgoGetHeuristic, " + Arguments + ");");
  const int64_t Extent = S.signedNumber("results.extent").value_or(Requested);
  if (Extent < Requested)
    add("if (count > " + std::to_string(Extent) +
        ") return puts(\"  more results than the array of " +
        std::to_string(Extent) + " holds\"), 1;");
  add("if (count < 1) return puts(\"  no algorithm\"), 1;");
}

std::string MatmulProgram::matmul(const std::string &Algorithm,
                                  const std::string &Workspace,
                                  const std::string &Bytes,
                                  const std::string &Stream) const {
  return "lt, desc, alpha, a, A, b, B, beta, c, C, d, D," +
         std::string(Indent) + Algorithm + ", " + Workspace + ", " + Bytes +
         ", " + Stream;
}

void MatmulProgram::scalars() {
  add("const void *alpha = nullptr, *beta = nullptr;");
  Strings Both;
  for (const char *Name : {"alpha", "beta"}) {
    std::string Type = S.word(std::string(Name) + ".type");
    if (Type.empty())
      Type = S.word(descriptorKey("SCALE_TYPE"));
    const bool IsAlpha = Name[0] == 'a';
    const bool IsOne = IsAlpha || S.numberOr("beta.value", 0) != 0;
    std::string Value = IsAlpha ? "one" : IsOne ? "oneC" : "zero";
    std::string Text =
        "static const " +
        (Type == "CUDA_R_16F"
             ? "uint16_t " + Value + " = " + (IsOne ? "0x3c00" : "0")
         : Type == "CUDA_R_32I"
             ? "int32_t " + Value + " = " + (IsOne ? "1" : "0")
         : Type == "CUDA_R_64F"
             ? "double " + Value + " = " + (IsOne ? "1" : "0")
         : Type == "CUDA_C_64F"
             ? "double " + Value + "[2] = {" + (IsOne ? "1" : "0") + "}"
         : Type == "CUDA_C_32F"
             ? "float " + Value + "[2] = {" + (IsOne ? "1" : "0") + "}"
             : "float " + Value + " = " + (IsOne ? "1" : "0"));
    if (S.word(std::string(Name) + ".location") == "device")
      Text += ";\nvoid *" + Value + "There = device(16);\nMUST(cudaMemcpy, " +
              Value + "There, &" + Value + ", sizeof " + Value +
              ", cudaMemcpyHostToDevice);\n" + Name + " = " + Value + "There;";
    else
      Text += "; " + std::string(Name) + " = &" + Value + ";";
    Both.push_back(Text);
  }
  // What is short goes on one line.
  if (Both[0].size() + Both[1].size() < 100)
    Both = {Both[0] + " " + Both[1]};
  for (const std::string &Text : Both)
    add(Text);
}

void MatmulProgram::compare() {
  auto Number = [&](char Matrix, const char *Attribute) {
    return S.numberOr(layoutKey(Matrix, Attribute), 1);
  };
  auto Steps = [&](char Matrix, bool IsTransposed) {
    bool IsRowOrder =
        S.word(layoutKey(Matrix, "ORDER")) == "CUBLASLT_ORDER_ROW";
    std::string Ld = std::to_string(Number(Matrix, "LD"));
    return "{" + (IsRowOrder != IsTransposed ? Ld + ", 1" : "1, " + Ld) + ", " +
           std::to_string(S.numberOr(layoutKey(Matrix, "STRIDED_BATCH_OFFSET"),
                                     batchStride(S, Matrix))) +
           "}";
  };
  bool TransposeA = S.word(descriptorKey("TRANSA")) != "CUBLAS_OP_N",
       TransposeB = S.word(descriptorKey("TRANSB")) != "CUBLAS_OP_N";
  std::string Type = elementType(S.word(layoutKey('D', "TYPE")));
  add("Steps steps = {};");
  add("steps = " + Steps('D', false) + ";");
  add("const double error = relativeError(hostA, " + Steps('A', TransposeA) +
      ", hostB, " + Steps('B', TransposeB) + "," + Indent +
      "reinterpret_cast<" + Type + " *>(d), steps, " +
      std::to_string(Number('D', "ROWS")) + ", " +
      std::to_string(Number('D', "COLS")) + ", " +
      std::to_string(Number('A', TransposeA ? "ROWS" : "COLS")) + ", " +
      std::to_string(Number('D', "BATCH_COUNT")) + ");");
  add("if (!(error < 0.1)) return printf(\"  wrong: relative error %g\\n\", "
      "error), 1;");
}
