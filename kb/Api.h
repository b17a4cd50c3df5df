//===-- Api.h - description of an API ---------------------------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The content of api/*.yaml, about one API: its functions and what their
/// arguments mean, its objects and their attributes, its table of types, its
/// log.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_KB_API_H
#define CUBLASLT_KB_API_H

#include "kb/Condition.h"
#include "kb/LibraryVersion.h"
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cublaslt::kb {

/// What an argument means to the called function.
enum class Role {
  Other,
  Handle,
  MatmulDesc,
  TransformDesc,
  EmulationDesc,
  Layout, ///< of the matrix in Parameter::Matrix
  Preference,
  Attribute,  ///< the attribute's enumerator
  Buffer,     ///< pointer to the attribute's value
  BufferSize, ///< bytes at Buffer
  SizeWritten,
  RequestedCount, ///< elements of the result array
  Results,        ///< out: array of heuristic results, or one result
  AlgorithmIds,   ///< out: array of algorithm ids
  Count,          ///< out: number of results written
  Algorithm,      ///< pointer to an algorithm
  AlgorithmId,
  Workspace,
  WorkspaceSize, ///< bytes
  Stream,
  Alpha,
  Beta,
  Matrix, ///< pointer to the data of Parameter::Matrix
  ComputeType,
  ScaleType,
  DataType, ///< of the matrix in Parameter::Matrix
  Rows,
  Cols,
  LeadingDimension,
  AllocatedPointer, ///< out: pointer to a new allocation
  AllocationSize,   ///< bytes
  FreeMemory,       ///< out: free device memory, bytes
  TotalMemory,      ///< out: total device memory, bytes
  DeviceProperties, ///< out: struct that holds the total memory
  CaptureMode,      ///< which calls a stream capture forbids
  VariableName,     ///< of the environment
  VariableValue,
  VariableSetting, ///< "NAME=VALUE"
  Status,          ///< of an earlier call: to a wrapper that looks at it
};

/// What a function does, as far as the analysis and the verifier care.
enum class Action {
  Other,
  Create, ///< makes an object on the heap, out-parameter is the object
  Destroy,
  Initialize, ///< makes an object in place (the `Init` forms)
  SetAttribute,
  GetAttribute,
  Heuristic,      ///< asks for algorithms
  ListAlgorithms, ///< cublasLtMatmulAlgoGetIds
  InitializeAlgorithm,
  CheckAlgorithm,
  Matmul,
  Transform,
  Query, ///< version, property, capability
  Logger,
  // Functions outside the API that the analysis must know:
  Allocate, ///< device memory
  Free,
  QueryMemory, ///< cudaMemGetInfo and the device properties
  CreateStream,
  Synchronize,  ///< orders streams, or waits for one or for the device
  BeginCapture, ///< of a stream's work into a graph
  EndCapture,
  ReadOutside,    ///< getenv and the like: the result comes from outside
  ParseNumber,    ///< strtoull and the like: the result is what the text said
  SetEnvironment, ///< setenv and the like
  Print,          ///< what it receives is shown, not tested
  RequireSuccess, ///< returns only when the status that it is given is success
};

struct Parameter {
  std::string Name;
  Role TheRole = Role::Other;
  /// 'A', 'B', 'C' or 'D' for Layout, Matrix and DataType, else 0.
  char Matrix = 0;
  /// The argument points to what the function fills.
  bool IsOut = false;
  /// For Create/Initialize, and for a wrapper's SetAttribute: the attribute
  /// that this argument sets.
  std::string SetsAttribute;
};

struct Function {
  /// As declared, with its namespace if it has one ("std::stoull").
  std::string Name;
  Action TheAction = Action::Other;
  /// Kind of object created, destroyed, set or asked ("preference", ...).
  std::string Object;
  /// For SetAttribute and GetAttribute, where the object has several groups
  /// of attributes: the one whose numbers it takes.
  std::string AttributeGroup;
  /// The returned value is a status whose success is 0.
  bool ReturnsStatus = false;
  /// Every argument after the named parameters is filled (the scanf family).
  bool IsVariadicOut = false;
  /// For Allocate: what kind of memory ("device", "managed").
  std::string Memory;
  std::vector<Parameter> Parameters;
  VersionSpan Versions; ///< that have it
  /// The user's own, see KnowledgeBase::extend.
  bool IsWrapper = false;
  /// Index of the first parameter with \p R, or -1.
  int indexOf(Role R, char Matrix = 0) const;
};

/// The meaning of an attribute, for the few that the analysis and the verifier
/// reason about whatever their name is.
enum class Meaning {
  None,
  Rows,
  Columns,
  BatchCount,
  WorkspaceLimit,
  MinimumAlignment, ///< of a matrix's address, bytes; Attribute::Matrix
  ElementType,      ///< of a layout
  ComputeType,
};

/// One attribute of a descriptor, layout, preference or algorithm.
struct Attribute {
  std::string Name;   ///< enumerator, e.g. CUBLASLT_MATMUL_DESC_TRANSA
  std::string Group;  ///< e.g. MATMUL_DESC
  std::string Object; ///< kind of object, e.g. "matmulDesc"
  Meaning TheMeaning = Meaning::None;
  /// Of a preference's attribute, the matrix that it is about, or 0.
  char Matrix = 0;
  int64_t Number = 0;        ///< the enumerator's value, unique in the group
  std::string Type;          ///< C type in the header
  std::string IdiomaticType; ///< enum or typedef people use; may be empty
  /// Bytes that Set and Get demand; 0 for arrays of queried length.
  uint64_t Size = 0;
  /// Value before any Set call, as a number; absent: required at creation or
  /// query only.
  std::optional<int64_t> Default;
  std::string DefaultText; ///< as written in the header
  VersionSpan Versions;    ///< whose header has it
  bool IsPointer = false;
  bool IsSettable = true;
  /// The described version's header does not have it (any more).
  bool IsRemoved = false;
  /// The value is made of bits: any of the idiomatic type's enumerators or'd.
  bool IsBits = false;
  /// A number that works beside the default and the enumerators.
  std::optional<int64_t> Accepts;
  std::string Note;
};

/// A value of an enumeration, with the number that it has in these versions.
struct Enumerator {
  std::string Name;
  int64_t Number = 0;
  VersionSpan Versions;
};

struct Enumeration {
  std::string Type; ///< "cublasLtOrder_t"
  std::vector<Enumerator> Enumerators;
};

/// One allowed combination of types (from the vendor's table).
struct TypeCombination {
  std::string Kind; ///< regular, complex, fp8, int8, ...
  std::string ComputeType, ScaleType, A, B, C, D, Bias;
  std::string ComputeCapability, Constraints, Source, Verification;
  bool IsAllowed = true;
};

struct EnvironmentVariable {
  std::string Name;
  /// "cublasLt", "cublas", "pytorch" or "nobody"; several joined by ", ".
  std::string ReadBy;
  std::string Effect;
  /// Where the value must be a number: what another text does, and the
  /// largest number that is taken.
  std::string Otherwise;
  std::optional<int64_t> Largest;
  /// Read at the API's first call of any kind, and never again.
  bool IsReadOnce = false;
  /// The value that switches the API off in a framework; may be empty.
  std::string SwitchesOff;
  /// Why setting it does not help when memory is short; may be empty.
  std::string NoCure;
};

/// A function of a framework that switches the API off.
struct BackendSwitch {
  std::string Function;   ///< qualified: "at::Context::setBlasPreferredBackend"
  std::string Enumerator; ///< its argument, qualified
  std::string NoCure;     ///< why it does not help when memory is short
};

/// How programs recognise that memory was short.
struct MemoryFailure {
  std::vector<std::string> Enumerators; ///< statuses and errors
  std::vector<std::string> Exceptions;  ///< types, qualified
  std::vector<std::string> Texts;       ///< that messages are searched for
};

/// How large an opaque struct is in some versions' headers.
struct OpaqueSize {
  uint64_t Bytes = 0;
  VersionSpan Versions;
};

/// What a version does otherwise than those before it, in words.
struct VersionChange {
  LibraryVersion Since;
  std::string What;
  std::string Verification; ///< "measured" or "documented", and where
};

/// An object kind of the API.
struct ObjectKind {
  std::string Name;       ///< "matmulDesc"
  std::string Type;       ///< "cublasLtMatmulDesc_t"
  std::string OpaqueType; ///< "cublasLtMatmulDescOpaque_t", may be empty
  std::vector<OpaqueSize> OpaqueSizes;
  /// The struct's bytes in that version; 0 where it has none.
  uint64_t opaqueSize(const LibraryVersion &V) const;
  /// Of the arguments that are such an object, where its attributes are part
  /// of what a call is asked for.
  Role TheRole = Role::Other;
  /// Of a heuristic's result: the fields that hold the algorithm and the bytes
  /// of workspace that it needs; may be empty.
  std::string AlgorithmField, WorkspaceSizeField;
};

/// How the library's own log shows an attribute: "transa=OP_T" inside
/// "computeDesc=[...]" is CUBLASLT_MATMUL_DESC_TRANSA set to CUBLAS_OP_T.
struct LogField {
  std::string Object; ///< kind of object whose value it stands in
  std::string Name;   ///< "transa"
  std::string Attribute;
  /// What makes an enumerator of the field's word: "CUBLAS_". Empty for
  /// numbers and pointers.
  std::string Prefix;
};

/// The library's own log, switched on by an environment variable.
struct OtherLog {
  std::string Name;         ///< what stands in brackets: "HIPBLASLT"
  std::string StatusPrefix; ///< how its statuses begin: "HIPBLAS_STATUS_"
  std::string Setting;
};

struct LogFormat {
  std::string Name; ///< what stands in brackets: "cublasLt"
  /// How the log shows a value that the library does not know:
  /// "DATA_TYPE_UNKNOWN".
  std::string UnknownSuffix;
  std::string Setting; ///< the environment that makes it tell all
  /// And that of the library above it, cuBLAS; may be empty.
  std::string OwnerSetting;
  /// Libraries that write such lines under their own names: their calls are
  /// not followed, their errors are messages.
  std::vector<OtherLog> Others;
  /// "13.1": the first version whose log shows that a heuristic succeeded.
  std::string ResultsSince;
  std::vector<LogField> Fields;
  /// Frameworks print types as numbers.
  std::map<int, std::string> DataTypes, ComputeTypes;
};

struct Api {
  std::string Name;   ///< "cublaslt"
  std::string Prefix; ///< "cublasLt": every function of the API starts so
  std::vector<std::string> Headers;
  /// Headers of libraries with the same functions under another prefix. A unit
  /// that includes one is looked at too.
  std::vector<std::string> SiblingHeaders;
  std::string StatusType; ///< "cublasStatus_t"
  /// What the spans of versions are about: nothing is known of others.
  LibraryVersion OldestVersion, NewestVersion;
  /// The version that all else was read from and measured on.
  LibraryVersion DescribedVersion;
  std::vector<VersionChange> Changes;
  std::map<int, std::string> StatusNames;
  std::vector<ObjectKind> Objects;
  std::vector<Function> Functions;     ///< of the API
  std::vector<Function> HostFunctions; ///< outside it, but known
  std::vector<Function> Wrappers;      ///< the user's own, qualified names
  /// Fields of structs whose value is total device memory
  /// ("cudaDeviceProp::totalGlobalMem").
  std::vector<std::string> TotalMemoryFields;
  std::vector<Attribute> Attributes;
  std::vector<Enumeration> Enumerations; ///< enumerators/*.yaml
  std::vector<TypeCombination> Types;
  /// The attributes whose values stand in the table's columns: compute type,
  /// scale type, and the types of the matrices in the order of a matmul's
  /// arguments. Empty where the API has none.
  std::array<std::string, 6> TypeOperands;
  /// Combinations that no table lists and that a measured library accepts;
  /// "*" stands for any type, "c" for the type of C.
  std::vector<TypeCombination> MeasuredTypes;
  /// The element types of matrices that were tried on a device: of others
  /// nothing is known but what Types says.
  std::vector<std::string> TriedTypes;
  std::vector<Quantity> Quantities;
  std::vector<EnvironmentVariable> Environment;
  std::vector<BackendSwitch> Switches;
  MemoryFailure WithoutMemory;
  LogFormat Log;

  const Function *function(std::string_view Name) const;
  /// The kind of object, with attributes, that an argument with role \p R is;
  /// empty for any other argument.
  std::string_view kindOf(Role R) const;
  /// What a call specification calls the object that \p P receives: the
  /// matrix's letter, or else the kind of object.
  std::string keyOf(const Parameter &P) const;
  /// The same for some object of that kind.
  std::string keyOf(std::string_view Kind) const;
  const Attribute *attribute(std::string_view Name) const;
  /// What that version's headers have under that name; or null.
  const Enumerator *enumerator(std::string_view Name,
                               const LibraryVersion &V) const;
};

} // namespace cublaslt::kb

#endif // CUBLASLT_KB_API_H
