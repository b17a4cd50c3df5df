//===-- AllowedOptions.cpp - what a command may ask of clang --------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "AllowedOptions.h"
#include <clang/Basic/Version.h>
#include <clang/Driver/Types.h>
#include <llvm/ADT/BitVector.h>
#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringSet.h>
#include <llvm/Option/ArgList.h>
#include <llvm/Option/OptTable.h>
#if CLANG_VERSION_MAJOR >= 22
#include <clang/Options/Options.h>
#else
#include <clang/Driver/Options.h>
#endif

namespace cublaslt::tidy {
namespace {

namespace types = clang::driver::types;
using llvm::opt::Arg;
using llvm::opt::Option;
using llvm::opt::Visibility;
#if CLANG_VERSION_MAJOR >= 22
namespace options = clang::options;
using clang::getDriverOptTable;
#else
namespace options = clang::driver::options;
using clang::driver::getDriverOptTable;
#endif
using Words = std::vector<std::string>;

/// Groups whose every option is a warning's name, a feature of a processor or a
/// level of optimisation, of which macros tell.
constexpr llvm::StringLiteral Groups[] = {"<W group>",
                                          "<W (with value) group>",
                                          "<pedantic group>",
                                          "<O group>",
                                          "<x86 features group>",
                                          "<arm features group>",
                                          "<aarch64 features group>",
                                          "<ppc features group>",
                                          "<riscv features group>",
                                          "<loongarch features group>",
                                          "<LongDouble group>"};

/// With a comma or an equals sign: the value follows at once. Names that one
/// version of clang does not have are of another.
constexpr llvm::StringLiteral Names[] = {
    // Language.
    "-x", "-std=", "--driver-mode=", "--no-default-config", "-ansi", "-ObjC",
    "-ObjC++", "-pthread", "-pthreads", "-w", "-fsyntax-only",
    "-Qunused-arguments", "--start-no-unused-arguments",
    "--end-no-unused-arguments", "--", "-cc1", "-faccess-control",
    "-fno-access-control", "-faligned-allocation", "-fno-aligned-allocation",
    "-faligned-new=", "-faltivec", "-fno-altivec",
    "-faltivec-src-compat=", "-fapple-kext", "-fapple-pragma-pack",
    "-fno-apple-pragma-pack", "-fasm", "-fno-asm", "-fasm-blocks",
    "-fno-asm-blocks", "-fblocks", "-fno-blocks", "-fborland-extensions",
    "-fno-borland-extensions", "-fbracket-depth=", "-fbracket-depth",
    "-fbuiltin", "-fno-builtin", "-fno-builtin-", "-fc++-abi=", "-fchar8_t",
    "-fno-char8_t", "-fclang-abi-compat=", "-fcommon", "-fno-common",
    "-fcomplete-member-pointers", "-fconst-strings", "-fno-const-strings",
    "-fconstant-cfstrings", "-fno-constant-cfstrings",
    "-fconstexpr-backtrace-limit=", "-fconstexpr-depth=", "-fconstexpr-steps=",
    "-fcoro-aligned-allocation", "-fno-coro-aligned-allocation", "-fcoroutines",
    "-fno-coroutines", "-fcxx-exceptions", "-fno-cxx-exceptions", "-fdeclspec",
    "-fno-declspec", "-fdefine-target-os-macros",
    "-fno-define-target-os-macros", "-fdelayed-template-parsing",
    "-fno-delayed-template-parsing", "-fdeprecated-macro",
    "-fno-deprecated-macro", "-fdigraphs", "-fno-digraphs",
    "-fdollars-in-identifiers", "-fno-dollars-in-identifiers",
    "-fdouble-square-bracket-attributes",
    "-fno-double-square-bracket-attributes", "-fdwarf-exceptions",
    "-felide-constructors", "-fno-elide-constructors", "-fenable-matrix",
    "-fexceptions", "-fno-exceptions",
    "-fexec-charset=", "-fexperimental-late-parse-attributes",
    "-fexperimental-library", "-fno-experimental-library",
    "-fexperimental-new-constant-interpreter", "-fno-extended-identifiers",
    "-ffast-math", "-fno-fast-math", "-ffinite-math-only",
    "-fno-finite-math-only", "-ffixed-point", "-fno-fixed-point", "-ffor-scope",
    "-fno-for-scope", "-fforce-enable-int128", "-fno-force-enable-int128",
    "-ffp-contract=", "-ffp-eval-method=", "-ffp-exception-behavior=",
    "-ffp-model=", "-ffreestanding", "-fgnu-keywords", "-fno-gnu-keywords",
    "-fgnu-runtime", "-fgnu89-inline", "-fno-gnu89-inline",
    "-fgnuc-version=", "-fhosted", "-finline-functions",
    "-fno-inline-functions", "-fno-inline",
    "-finput-charset=", "-fno-knr-functions", "-flax-vector-conversions",
    "-fno-lax-vector-conversions", "-flax-vector-conversions=", "-flto",
    "-flto=", "-fno-lto",
    "-fmacro-prefix-map=", "-ffile-prefix-map=", "-fmath-errno",
    "-fno-math-errno", "-fmax-tokens=", "-fms-compatibility",
    "-fno-ms-compatibility", "-fms-compatibility-version=", "-fms-define-stdc",
    "-fms-extensions", "-fno-ms-extensions", "-fms-kernel",
    "-fms-memptr-rep=", "-fms-runtime-lib=", "-fms-volatile",
    "-fno-ms-volatile", "-fmsc-version=", "-fnamed-loops", "-fno-named-loops",
    "-fnew-alignment=", "-fnext-runtime", "-fobjc-arc", "-fno-objc-arc",
    "-fobjc-arc-exceptions", "-fno-objc-arc-exceptions", "-fobjc-exceptions",
    "-fno-objc-exceptions", "-fobjc-runtime=", "-fobjc-weak", "-fno-objc-weak",
    "-fopenacc", "-fopenmp", "-fno-openmp", "-fopenmp=", "-fopenmp-extensions",
    "-fno-openmp-extensions", "-fopenmp-simd", "-fno-openmp-simd",
    "-fopenmp-version=", "-foperator-arrow-depth=", "-foperator-names",
    "-fno-operator-names", "-fpack-struct", "-fno-pack-struct",
    "-fpack-struct=", "-fpascal-strings", "-fno-pascal-strings",
    "-fpcc-struct-return", "-fPIC", "-fno-PIC", "-fpic", "-fno-pic", "-fPIE",
    "-fno-PIE", "-fpie", "-fno-pie", "-fraw-string-literals",
    "-fno-raw-string-literals", "-freg-struct-return", "-frounding-math",
    "-fno-rounding-math", "-frtti", "-fno-rtti", "-frtti-data",
    "-fno-rtti-data", "-fsafe-buffer-usage-suggestions",
    "-fsanitize=", "-fno-sanitize=", "-fseh-exceptions", "-fsjlj-exceptions",
    "-fwasm-exceptions", "-fshort-enums", "-fno-short-enums", "-fshort-wchar",
    "-fno-short-wchar", "-fsigned-char", "-fno-signed-char", "-funsigned-char",
    "-fno-unsigned-char", "-fsigned-wchar", "-fno-signed-wchar",
    "-fsized-deallocation", "-fno-sized-deallocation",
    "-fskip-odr-check-in-gmf", "-fno-skip-odr-check-in-gmf",
    "-fstack-protector", "-fno-stack-protector", "-fstack-protector-all",
    "-fstack-protector-strong", "-fstrict-enums", "-fno-strict-enums",
    "-fstrict-flex-arrays=", "-ftemplate-depth=", "-ftemplate-depth-",
    "-fthreadsafe-statics", "-fno-threadsafe-statics", "-ftrapv", "-ftrigraphs",
    "-fno-trigraphs", "-trigraphs", "-traditional-cpp",
    "-funsafe-math-optimizations", "-fno-unsafe-math-optimizations",
    "-fvisibility=", "-fvisibility-inlines-hidden",
    "-fno-visibility-inlines-hidden", "-fvisibility-ms-compat",
    "-fwchar-type=", "-fwrapv", "-fno-wrapv", "-fwritable-strings",
    "-fxl-pragma-pack", "-fno-xl-pragma-pack", "-fzos-extensions",
    "-fno-zos-extensions", "-fzvector", "-fno-zvector",
    // C++20 modules that the build has made.
    "-fmodule-file=", "-fprebuilt-module-path=",
    // Macros and headers.
    "-D", "-U", "-undef", "-I", "-I-", "-F", "-idirafter", "-iframework",
    "-iframeworkwithsysroot", "-imacros", "-include", "-iprefix", "-iquote",
    "-isysroot", "-isystem", "-isystem-after", "-iwithprefix",
    "-iwithprefixbefore", "-iwithsysroot", "-ibuiltininc", "-cxx-isystem",
    "-c-isystem", "-objc-isystem", "-objcxx-isystem", "-stdlib++-isystem",
    "-internal-isystem", "-internal-externc-isystem", "-internal-iframework",
    "--embed-dir=", "--system-header-prefix=", "--no-system-header-prefix=",
    "-nostdinc", "-nostdinc++", "-nostdlibinc", "-nobuiltininc",
    "-nostdsysteminc", "-stdlib=", "--sysroot=", "-resource-dir",
    "-working-directory", "--gcc-toolchain=", "--gcc-install-dir=",
    "--gcc-triple=", "-no-canonical-prefixes", "-canonical-prefixes",
    // Target.
    "--target=", "-arch", "-triple", "-aux-triple", "-target-cpu",
    "-target-feature", "-target-abi", "-darwin-target-variant", "-m16", "-m32",
    "-m64", "-mx32", "-mabi=", "-march=", "-mbig-endian", "-mlittle-endian",
    "-mcmodel=", "-mcpu=", "-mfloat-abi=", "-mfpmath=", "-mfpu=",
    "-mgeneral-regs-only", "-mhard-float", "-msoft-float",
    "-mios-version-min=", "-mios-simulator-version-min=",
    "-mmacos-version-min=", "-mtvos-version-min=", "-mwatchos-version-min=",
    "-mtargetos=", "-mms-bitfields", "-mno-ms-bitfields",
    "-mprefer-vector-width=", "-msve-vector-bits=", "-mrvv-vector-bits=",
    "-mstack-alignment=", "-mthreads", "-mtune=", "-municode", "-mconsole",
    "-mwindows", "-mglibc", "-muclibc",
    // CUDA and HIP.
    "--cuda-path=", "--cuda-path-ignore-env", "--cuda-host-only",
    "--cuda-device-only", "--cuda-compile-host-device",
    "--cuda-gpu-arch=", "--no-cuda-gpu-arch=", "--no-cuda-version-check",
    "-nocudainc", "-nocudalib", "-nogpuinc", "-nogpulib", "-nohipwrapperinc",
    "--offload-arch=", "--no-offload-arch=", "--offload-host-only",
    "--offload-device-only", "--offload-host-device", "--offload-inc",
    "--no-offload-inc", "--no-offloadlib", "-fcuda-allow-variadic-functions",
    "-fno-cuda-host-device-constexpr", "-fgpu-default-stream=", "-fgpu-rdc",
    "-fno-gpu-rdc", "-fgpu-defer-diag", "-fno-gpu-defer-diag",
    "-fgpu-exclude-wrong-side-overloads",
    "-fno-gpu-exclude-wrong-side-overloads",
    "-foffload-implicit-host-device-templates",
    "-fno-offload-implicit-host-device-templates", "-fgpu-allow-device-init",
    "-fno-gpu-allow-device-init", "-fhip-new-launch-api",
    "-fno-hip-new-launch-api", "--rocm-path=", "--hip-path=", "--hip-version=",
    // How diagnostics look.
    "-fcolor-diagnostics", "-fno-color-diagnostics", "-fdiagnostics-color",
    "-fno-diagnostics-color",
    "-fdiagnostics-color=", "-fdiagnostics-absolute-paths",
    "-ferror-limit=", "-ferror-limit", "-fmacro-backtrace-limit=",
    "-fmessage-length=", "-fshow-overloads=", "-fspell-checking",
    "-fno-spell-checking", "-ftabstop=", "-ftabstop",
    "-ftemplate-backtrace-limit=",
    // MSVC's spelling.
    "/await", "/await:", "/constexpr:", "/EH", "/external:", "/GR", "/GR-",
    "/Gd", "/Gr", "/Gv", "/Gz", "/Gregcall", "/Gregcall4", "/GX", "/GX-",
    "/kernel", "/LD", "/LDd", "/MD", "/MDd", "/MT", "/MTd", "/permissive",
    "/permissive-", "/std:", "/TC", "/TP", "/Tc", "/Tp", "/vd", "/vmb", "/vmg",
    "/vmm", "/vms", "/vmv", "/Za", "/Ze", "/Zc:", "/Zc:wchar_t", "/Zc:wchar_t-",
    "/Zc:dllexportInlines", "/Zc:dllexportInlines-", "/arch:", "/imsvc",
    "/diasdkdir", "/vctoolsdir", "/vctoolsversion", "/winsdkdir",
    "/winsdkversion", "/winsysroot", "/utf-8", "/volatile:iso", "/volatile:ms",
    "/wd", "/experimental:", "/openmp:llvm"};

/// By the option's number.
const llvm::BitVector &allowed() {
  static const llvm::BitVector Allowed = [] {
    llvm::StringSet<> ByName;
    for (llvm::StringRef Name : Names)
      ByName.insert(Name);
    const llvm::opt::OptTable &Table = getDriverOptTable();
    llvm::BitVector Result(Table.getNumOptions() + 1);
    for (unsigned Id = 1; Id <= Table.getNumOptions(); ++Id) {
      const Option O = Table.getOption(Id);
      if (!O.isValid() || O.getKind() == Option::GroupClass)
        continue;
      const Option Group = O.getGroup();
      // What an alias stands for is what is parsed.
      if (ByName.contains(O.getPrefixedName()) ||
          (Group.isValid() && llvm::is_contained(Groups, Group.getName())))
        Result.set(O.getUnaliasedOption().getID());
    }
    return Result;
  }();
  return Allowed;
}

/// clang runs a program of the toolkit's, or one that another option names, to
/// ask for the architecture of this machine's GPUs.
bool asksTheMachine(const Arg &A, bool IsForGpu) {
  const Option &O = A.getOption();
  const bool IsOfGpu = O.matches(options::OPT_offload_arch_EQ) ||
                       (IsForGpu && (O.matches(options::OPT_march_EQ) ||
                                     O.matches(options::OPT_mcpu_EQ) ||
                                     O.matches(options::OPT_mtune_EQ)));
  return IsOfGpu && llvm::any_of(A.getValues(), [](llvm::StringRef Value) {
           return Value.contains("native");
         });
}

class Filter {
public:
  Filter(llvm::StringRef File, UnknownOptions Unknown, bool HasInputs = true)
      : File(File), Unknown(Unknown), HasInputs(HasInputs) {}

  Words filter(llvm::ArrayRef<std::string> Given, Visibility Mask) {
    std::vector<const char *> Pointers;
    for (const std::string &Word : Given)
      Pointers.push_back(Word.c_str());
    unsigned MissingIndex, MissingCount;
    const llvm::opt::InputArgList Parsed = getDriverOptTable().ParseArgs(
        Pointers, MissingIndex, MissingCount, Mask);
    IsForGpu |= llvm::any_of(Given, [](llvm::StringRef Word) {
      return Word.contains("nvptx") || Word.contains("amdgcn") ||
             Word.contains("amdgpu") || Word.contains("spirv");
    });
    Words Kept;
    Words OfCompiler, OfPreprocessor; // both are for clang's compiler proper
    size_t BehindUnknown = 0;
    llvm::SmallVector<const Arg *> All(Parsed.begin(), Parsed.end());
    for (size_t I = 0; I < All.size(); ++I) {
      const Arg &A = *All[I];
      const Option &O = A.getOption();
      const size_t First = A.getIndex(), End = I + 1 < All.size()
                                                   ? All[I + 1]->getIndex()
                                               : MissingCount ? MissingIndex
                                                              : Given.size();
      if (O.matches(options::OPT_UNKNOWN))
        BehindUnknown = End;
      if (O.matches(options::OPT_Xclang))
        llvm::append_range(OfCompiler, A.getValues());
      else if (O.matches(options::OPT_Wp_COMMA) ||
               O.matches(options::OPT_Xpreprocessor))
        llvm::append_range(OfPreprocessor, A.getValues());
      else if (keeps(A, BehindUnknown == First && First > 0))
        Kept.insert(Kept.end(), Given.begin() + First, Given.begin() + End);
    }
    addBehind(Kept, "-Xclang", OfCompiler);
    addBehind(Kept, "-Xpreprocessor", OfPreprocessor);
    return Kept;
  }

private:
  bool keeps(const Arg &A, bool IsBehindUnknown) {
    const Option &O = A.getOption();
    if (O.matches(options::OPT_UNKNOWN))
      return Unknown == UnknownOptions::Kept;
    if (O.matches(options::OPT__DASH_DASH) && !HasInputs)
      return false;
    if (O.matches(options::OPT_INPUT))
      // -fp-model precise: the value looks like a file.
      return HasInputs && (Unknown == UnknownOptions::Kept ||
                           !IsBehindUnknown || A.getValue() == File);
    if (O.matches(options::OPT_x))
      return isSourceLanguage(A.getValue());
    if (O.matches(options::OPT__SLASH_clang) ||
        O.matches(options::OPT_Xarch_host)) {
      const Words OneWord = {A.getValue()};
      return filterInner(OneWord, Visibility(options::ClangOption)) == OneWord;
    }
    return isAllowed(O) && !asksTheMachine(A, IsForGpu);
  }

  /// Of \p Given, which options hand on, those that are allowed.
  Words filterInner(const Words &Given, Visibility Mask) const {
    Filter Inner(File, UnknownOptions::Dropped, /*HasInputs=*/false);
    Inner.IsForGpu = IsForGpu;
    return Inner.filter(Given, Mask);
  }

  /// -xHost is no language in clang; and no tree or code is read in place of a
  /// source.
  static bool isSourceLanguage(llvm::StringRef Name) {
    if (Name == "none")
      return true;
    const types::ID Type = types::lookupTypeForTypeSpecifier(Name.data());
    return Type != types::TY_INVALID && types::isAcceptedByClang(Type) &&
           !llvm::is_contained({types::TY_AST, types::TY_PCH,
                                types::TY_ModuleFile, types::TY_LLVM_IR,
                                types::TY_LLVM_BC, types::TY_CIR},
                               Type);
  }

  /// Adds what is allowed of \p Inner, in front of the inputs behind "--".
  void addBehind(Words &Kept, const char *Through, const Words &Inner) {
    if (Inner.empty())
      return;
    Words Added;
    for (std::string &Word :
         filterInner(Inner, Visibility(options::CC1Option))) {
      Added.push_back(Through);
      Added.push_back(std::move(Word));
    }
    Kept.insert(llvm::find(Kept, "--"), Added.begin(), Added.end());
  }

  llvm::StringRef File;
  UnknownOptions Unknown;
  bool HasInputs, IsForGpu = false;
};

} // namespace

bool isAllowed(const Option &O) {
  return allowed().test(O.getUnaliasedOption().getID());
}

std::vector<std::string> allowedOptions(llvm::ArrayRef<std::string> Given,
                                        llvm::StringRef File,
                                        UnknownOptions Unknown) {
  const auto Mask =
      !Given.empty() && Given.front() == "-cc1"       ? options::CC1Option
      : llvm::is_contained(Given, "--driver-mode=cl") ? options::CLOption
                                                      : options::ClangOption;
  return Filter(File, Unknown).filter(Given, Visibility(Mask));
}

std::vector<std::string> allowedAdditions(llvm::ArrayRef<std::string> Given) {
  return Filter("", UnknownOptions::Dropped, /*HasInputs=*/false)
      .filter(Given, Visibility(options::ClangOption));
}

} // namespace cublaslt::tidy
