//===-- Value.h - symbolic values and storage locations ---------*- C++ -*-===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The values that the flow analysis computes with, and the places that hold
/// them. Both are immutable and interned: equal means the same pointer.
///
//===----------------------------------------------------------------------===//
#ifndef CUBLASLT_CHECKS_FLOW_VALUE_H
#define CUBLASLT_CHECKS_FLOW_VALUE_H

#include "kb/KnowledgeBase.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/FoldingSet.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/Allocator.h"
#include <optional>

namespace cublaslt::checks::flow {

class Value;
class Location;
using ValueRef = const Value *;
using LocationRef = const Location *;

/// Mathematical integers: every constant of up to 64 bits, signed or not.
using Integer = __int128;

/// The chain of calls through which an inlined function was entered. Tells
/// apart two uses of one helper.
struct CallPath {
  const CallPath *Caller;
  const clang::Expr *Call;
};

/// Where a value that is not computed from others comes from.
enum class SymbolKind {
  Uninitialized,
  Initial,     ///< what a place held when the analysed function was entered
  Merged,      ///< paths with different values met, or a loop changed it
  CallResult,  ///< returned by, or written by, code out of sight
  Status,      ///< returned by an API function
  HostStatus,  ///< returned by a known function outside the API
  Count,       ///< number of results that a heuristic call wrote
  Results,     ///< what a heuristic call wrote into the result array
  Object,      ///< descriptor, layout, preference, handle made in sight
  FreeMemory,  ///< free device memory, bytes
  TotalMemory, ///< total device memory, bytes
  Outside,     ///< environment variable, parsed text
  Literal,     ///< a literal that is not an integer
};

enum class ValueKind {
  Constant,
  Address,
  Symbol,
  Binary,
  Element,
  Field,
  Copy
};

/// Operations of Binary values: C's, and the smaller of two.
enum class Operation {
  Add,
  Sub,
  Mul,
  Div,
  Rem,
  Shl,
  Shr,
  And,
  Or,
  Xor,
  Equal,
  NotEqual,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
  Min,
  Max,
};
bool isComparison(Operation Op);

class Value : public llvm::FoldingSetNode {
public:
  const ValueKind Kind;
  const unsigned Id; ///< order of creation: makes iteration deterministic

  // Constant
  Integer Number = 0;
  // Address: of this place. Symbol: the place that it is about, if any.
  // Copy: the record stored at this place.
  LocationRef Place = nullptr;
  // Symbol
  SymbolKind Symbol = SymbolKind::Initial;
  const clang::Stmt *Site = nullptr;
  const CallPath *Path = nullptr;
  const kb::Function *Callee = nullptr; ///< for what an API call made
  // Binary, and the symbol that stands for too large a one; Element and Field
  // use Left as the whole, Right as the index.
  Operation Op = Operation::Add;
  ValueRef Left = nullptr, Right = nullptr;
  const clang::FieldDecl *TheField = nullptr;
  unsigned Nodes = 1; ///< of the expression that the value is
  /// Some path has established something of a value that this is part of.
  mutable bool HasFacts = false;

  /// The Status, HostStatus, Count and Results symbols inside, by Id.
  llvm::ArrayRef<ValueRef> Tracked;

  bool isConstant() const { return Kind == ValueKind::Constant; }
  bool isConstant(Integer N) const { return isConstant() && Number == N; }
  bool isSymbol(SymbolKind K) const {
    return Kind == ValueKind::Symbol && Symbol == K;
  }
  bool isTracked() const {
    return isSymbol(SymbolKind::Status) || isSymbol(SymbolKind::HostStatus) ||
           isSymbol(SymbolKind::Count) || isSymbol(SymbolKind::Results);
  }

  void Profile(llvm::FoldingSetNodeID &ID) const;

private:
  friend class Interner;
  Value(ValueKind K, unsigned Id) : Kind(K), Id(Id) {}
};

enum class LocationKind {
  Variable,  ///< Declaration
  Pointee,   ///< what the pointer Pointer points to, out of sight
  Field,     ///< Parent's TheField
  Element,   ///< Parent's element Index (null: some element)
  Held,      ///< what a smart pointer or optional at Parent holds
  Temporary, ///< of expression Site
  Attribute, ///< TheAttribute of the object Pointer; null: all others unknown
};

class Location {
public:
  const LocationKind Kind;
  LocationRef Parent = nullptr;
  const clang::ValueDecl *Declaration = nullptr;
  const clang::FieldDecl *TheField = nullptr;
  const clang::Expr *Site = nullptr;
  const CallPath *Path = nullptr;
  ValueRef Pointer = nullptr, Index = nullptr;
  /// Bytes from one element to the next where a pointer to memory out of sight
  /// was moved; 0 inside a typed object, and where it is unknown.
  uint64_t Stride = 0;
  const kb::Attribute *TheAttribute = nullptr;
  /// Some place was made inside this one.
  mutable bool HasParts = false;
  /// The values that name this place: its address, and a copy of what it
  /// holds. Null until they are asked for.
  mutable ValueRef Address = nullptr, Copy = nullptr;
  /// What it held when the analysed function was entered, likewise.
  mutable ValueRef Initial = nullptr;

  LocationRef root() const { return Root; }
  /// What states keep this place with: its root, or for an attribute the
  /// object's mark.
  LocationRef cluster() const { return Cluster; }
  bool isInside(LocationRef Outer) const;
  /// A place that code outside the analysed functions can see or write.
  bool isExternal() const;

private:
  friend class Interner;
  explicit Location(LocationKind K) : Kind(K) {}
  LocationRef Root = nullptr, Cluster = nullptr;
};

/// True when \p Part occurs in \p Whole.
bool mentions(ValueRef Whole, ValueRef Part);

/// True when \p After is \p Before made larger: by a constant factor or
/// addend, or in a part of an otherwise equal expression.
bool isGrownFrom(ValueRef After, ValueRef Before);

/// Makes and owns values and locations.
class Interner {
public:
  ValueRef constant(Integer N);
  ValueRef address(LocationRef L);
  ValueRef symbol(SymbolKind K, const clang::Stmt *Site, const CallPath *Path,
                  LocationRef Place = nullptr,
                  const kb::Function *Callee = nullptr,
                  llvm::ArrayRef<ValueRef> Tracked = {});
  ValueRef binary(Operation Op, ValueRef L, ValueRef R);
  ValueRef element(ValueRef Whole, ValueRef Index);
  ValueRef field(ValueRef Whole, const clang::FieldDecl *F);
  ValueRef copyOf(LocationRef L);
  ValueRef initial(LocationRef L);
  ValueRef uninitialized();

  LocationRef variable(const clang::ValueDecl *D);
  LocationRef pointee(ValueRef Pointer);
  LocationRef field(LocationRef Parent, const clang::FieldDecl *F);
  LocationRef element(LocationRef Parent, ValueRef Index, uint64_t Stride = 0);
  LocationRef held(LocationRef Parent);
  LocationRef temporary(const clang::Expr *Site, const CallPath *Path);
  LocationRef attribute(ValueRef Object, const kb::Attribute *A);

  /// \p L with the part \p From of its path replaced by \p To.
  LocationRef rebase(LocationRef L, LocationRef From, LocationRef To);

  /// The place that pointer \p P points to.
  LocationRef target(ValueRef P);
  /// The pointer \p P moved by \p Index elements of \p Stride bytes each; 0
  /// when their size is unknown.
  ValueRef advance(ValueRef P, ValueRef Index, uint64_t Stride);

  /// \p V with \p From replaced by \p To.
  ValueRef replace(ValueRef V, ValueRef From, ValueRef To);

  /// How many values were made.
  unsigned count() const { return NextId; }

  const CallPath *enter(const CallPath *Caller, const clang::Expr *Call);

  /// The variables of \p Function that have a place, and the temporaries of
  /// \p Path.
  llvm::ArrayRef<LocationRef>
  variablesOf(const clang::DeclContext *Function) const {
    return placesOf(Function);
  }
  llvm::ArrayRef<LocationRef> temporariesOf(const CallPath *Path) const {
    return placesOf(Path);
  }

private:
  ValueRef intern(Value &Candidate);
  /// The place of \p Kind that \p A, \p B and \p Number tell from others;
  /// \p Describe completes a new one.
  LocationRef intern(LocationKind Kind, const void *A, const void *B,
                     uint64_t Number,
                     llvm::function_ref<void(Location &)> Describe);
  llvm::ArrayRef<ValueRef> merge(llvm::ArrayRef<ValueRef> A,
                                 llvm::ArrayRef<ValueRef> B);

  llvm::BumpPtrAllocator Memory;
  llvm::FoldingSet<Value> Values;
  using LocationKey = std::pair<std::pair<const void *, const void *>,
                                std::pair<unsigned, uint64_t>>;
  llvm::DenseMap<LocationKey, LocationRef> Locations;
  llvm::ArrayRef<LocationRef> placesOf(const void *Owner) const;
  /// By function for its variables, by call path for its temporaries.
  llvm::DenseMap<const void *, llvm::SmallVector<LocationRef, 4>> LocalPlaces;
  llvm::DenseMap<std::pair<const CallPath *, const clang::Expr *>,
                 const CallPath *>
      Paths;
  /// Enumerators, counts and the like: asked for all the time.
  static constexpr unsigned SmallConstants = 256;
  ValueRef Small[SmallConstants] = {};
  unsigned NextId = 0;
};

} // namespace cublaslt::checks::flow

#endif // CUBLASLT_CHECKS_FLOW_VALUE_H
