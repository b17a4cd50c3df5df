// A large part of LLVM's headers as one unit.
#include <llvm/ADT/APFloat.h>
#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/ImmutableMap.h>
#include <llvm/ADT/SparseSet.h>
#include <llvm/ADT/StringMap.h>
#include <llvm/Demangle/ItaniumDemangle.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/Support/CommandLine.h>
#include <llvm/Support/JSON.h>
#include <llvm/Support/YAMLTraits.h>
