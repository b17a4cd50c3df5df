//===-- AllowedOptionsTest.cpp - what a command may ask of clang ----------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "tools/hosts/AllowedOptions.h"
#include <clang/Basic/Version.h>
#include <gtest/gtest.h>
#include <llvm/ADT/StringSet.h>
#include <llvm/Option/ArgList.h>
#include <llvm/Option/OptTable.h>
#if CLANG_VERSION_MAJOR >= 22
#include <clang/Options/Options.h>
namespace options = clang::options;
using clang::getDriverOptTable;
#else
#include <clang/Driver/Options.h>
namespace options = clang::driver::options;
using clang::driver::getDriverOptTable;
#endif

namespace {

using namespace cublaslt::tidy;
using llvm::opt::Option;
using Words = std::vector<std::string>;

Words allowed(const Words &Given) {
  return allowedOptions(Given, "gemm.cpp", UnknownOptions::Kept);
}

/// \p O as a command would have it.
Words spelled(const Option &O) {
  const std::string Name = O.getPrefixedName().str();
  const std::string Value = O.matches(options::OPT_x) ? "c++" : "value";
  switch (O.getKind()) {
  case Option::FlagClass:
    return {Name};
  case Option::SeparateClass:
  case Option::RemainingArgsClass:
    return {Name, Value};
  case Option::MultiArgClass: {
    Words All(O.getNumArgs(), Value);
    All.insert(All.begin(), Name);
    return All;
  }
  case Option::JoinedAndSeparateClass:
    return {Name + Value, Value};
  default:
    return {Name + Value};
  }
}

template <typename Visitor> void forEachOption(Visitor Visit) {
  const llvm::opt::OptTable &Table = getDriverOptTable();
  for (unsigned Id = 1; Id <= Table.getNumOptions(); ++Id) {
    const Option O = Table.getOption(Id);
    if (O.isValid() && O.getKind() != Option::GroupClass &&
        O.getKind() != Option::InputClass &&
        O.getKind() != Option::UnknownClass)
      Visit(O);
  }
}

/// What clang's parser sees in \p Given.
Words optionsIn(const Words &Given, unsigned Mask) {
  std::vector<const char *> Pointers;
  for (const std::string &Word : Given)
    Pointers.push_back(Word.c_str());
  unsigned Index, Count;
  Words Names;
  const auto Parsed = getDriverOptTable().ParseArgs(
      Pointers, Index, Count, llvm::opt::Visibility(Mask));
  for (const llvm::opt::Arg *A : Parsed)
    if (!A->getOption().matches(options::OPT_INPUT) &&
        !A->getOption().matches(options::OPT_UNKNOWN) &&
        // What these hand on is asked for below.
        !A->getOption().matches(options::OPT_Xclang) &&
        !A->getOption().matches(options::OPT_Xpreprocessor) &&
        !A->getOption().matches(options::OPT_Xarch_host) &&
        !A->getOption().matches(options::OPT__SLASH_clang) &&
        !isAllowed(A->getOption()))
      Names.push_back(A->getOption().getPrefixedName().str());
  return Names;
}

TEST(AllowedOptions, WhatIsKeptIsInTheListHoweverItIsSpelled) {
  size_t Kept = 0, All = 0;
  forEachOption([&](const Option &O) {
    const Words Given = spelled(O);
    ++All;
    for (unsigned Mask :
         {unsigned(options::ClangOption), unsigned(options::CLOption),
          unsigned(options::CC1Option)}) {
      Words Command = Given;
      if (Mask == options::CLOption)
        Command.insert(Command.begin(), "--driver-mode=cl");
      if (Mask == options::CC1Option)
        Command.insert(Command.begin(), "-cc1");
      const Words Result = allowed(Command);
      Kept += Mask == options::ClangOption && !Result.empty();
      EXPECT_EQ(optionsIn(Result, Mask), Words()) << O.getPrefixedName().str();
    }
    // Through the driver, to the compiler proper and to another option.
    for (const char *Through : {"-Xclang", "-Xpreprocessor"}) {
      Words Command;
      for (const std::string &Word : Given)
        Command.insert(Command.end(), {Through, Word});
      Words Inner;
      for (const std::string &Word : allowed(Command))
        if (Word != Through)
          Inner.push_back(Word);
      EXPECT_EQ(optionsIn(Inner, options::CC1Option), Words())
          << O.getPrefixedName().str();
    }
    std::string Joined = "-Wp";
    for (const std::string &Word : Given)
      Joined += "," + Word;
    for (const std::string &Word : allowed({Joined}))
      EXPECT_FALSE(llvm::StringRef(Word).starts_with("-Wp,")) << Word;
    for (const std::string &Word :
         allowed({"--driver-mode=cl", "/clang:" + Given.front()}))
      if (llvm::StringRef Inner = Word; Inner.consume_front("/clang:"))
        EXPECT_EQ(optionsIn({Inner.str()}, options::ClangOption), Words());
    for (const std::string &Word : allowed({"-Xarch_host", Given.front()}))
      if (Word != "-Xarch_host")
        EXPECT_EQ(optionsIn({Word}, options::ClangOption), Words());
    for (const std::string &Word : allowedAdditions(Given))
      EXPECT_NE(Word.front(), '@');
    EXPECT_EQ(optionsIn(allowedAdditions(Given), options::ClangOption),
              Words());
  });
  // The list names what there is, and a part of it.
  EXPECT_GT(Kept, 300u);
  EXPECT_LT(Kept, All / 2);
}

TEST(AllowedOptions, WhatRunsLoadsOrWritesIsDropped) {
  for (const Words &Given : std::vector<Words>{
           {"--offload-arch=native"},
           {"--cuda-gpu-arch=sm_80,native"},
           {"--nvptx-arch-tool=evil"},
#if LLVM_VERSION_MAJOR >= 22 // an older clang refuses the name
           {"--offload-arch-tool=evil"},
#endif
           {"--amdgpu-arch-tool=evil"},
           {"-Bevil"},
           {"-B", "evil"},
           {"--prefix=evil"},
           {"--config=evil"},
           {"--config", "evil"},
           {"--config-user-dir=evil"},
           {"-specs=evil"},
           {"-fplugin=evil"},
           {"-fplugin-arg-x-y"},
           {"-fpass-plugin=evil"},
           {"-mllvm", "-load=evil"},
           {"-Xclang", "-load", "-Xclang", "evil"},
           {"-Xclang=-load", "-Xclang=evil"},
           {"-Xclang", "-mllvm", "-Xclang", "-load=evil"},
           {"-Wp,-MD,file"},
           {"-Wp,-MD", "-Wp,file"},
           {"-Xpreprocessor", "-MD", "-Xpreprocessor", "file"},
           {"-MJ", "file"},
           {"-MMD", "-MF", "file"},
           {"--serialize-diagnostics", "file"},
           {"-save-stats"},
           {"-save-temps=obj"},
           {"-ftime-trace=file"},
           {"-fproc-stat-report=file"},
           {"-fcrash-diagnostics-dir=folder"},
           {"-fsave-optimization-record"},
           {"-fmodules", "-fmodules-cache-path=folder"},
           {"-ivfsoverlay", "file"},
           {"-include-pch", "file"},
           {"-Xclang", "-stats-file=file"},
           {"-Xclang", "-header-include-file", "-Xclang", "file"},
           {"-Xclang", "-diagnostic-log-file", "-Xclang", "file"},
           {"-Xclang", "-dump-minimization-hints=file"},
           {"-Xarch_host", "-fplugin=evil"},
           {"-Xarch_device", "-march=native"},
           {"-Xopenmp-target", "-march=native"},
           {"-fopenmp-targets=nvptx64"},
           {"-x", "ast"},
           {"-x", "ir"},
           {"-o", "file"}})
    EXPECT_EQ(allowed(Given), Words()) << Given.front();
  // A host's processor is asked by clang itself.
  EXPECT_EQ(allowed({"-march=native"}), Words{"-march=native"});
  EXPECT_EQ(allowed({"--target=nvptx64-nvidia-cuda", "-march=native"}),
            Words{"--target=nvptx64-nvidia-cuda"});
  EXPECT_EQ(allowed({"--target=amdgcn-amd-amdhsa", "-mcpu=native"}),
            Words{"--target=amdgcn-amd-amdhsa"});
}

TEST(AllowedOptions, WhatTheAnalysisNeedsIsKept) {
  for (const Words &Given : std::vector<Words>{
           {"-std=c++20",  "-DA=1",          "-UB",        "-Iinclude",
            "-I",          "more",           "-isystem",   "system",
            "-iquote",     "here",           "-include",   "config.h",
            "-imacros",    "macros.h",       "-idirafter", "after",
            "-nostdinc++", "--sysroot=root", "-isysroot",  "root",
            "gemm.cpp"},
           {"-x", "cuda", "--cuda-path=/usr/local/cuda",
            "--cuda-gpu-arch=sm_90", "--offload-arch=sm_80", "-nocudalib",
            "gemm.cpp"},
           {"-O3", "-ffast-math", "-fopenmp", "-fPIC", "-pthread", "-m64",
            "-mavx2", "-march=x86-64-v3", "-fno-exceptions", "-fno-rtti",
            "-fvisibility=hidden", "-stdlib=libc++", "-Wall", "-Wno-unused",
            "-Werror", "-w", "--", "gemm.cpp"},
           {"--target=aarch64-linux-gnu", "--gcc-toolchain=/opt/gcc",
            "-fms-extensions", "-funsigned-char", "-fshort-enums", "gemm.cpp"},
           {"--driver-mode=cl", "/std:c++20", "/EHsc", "/MD", "/DA", "/Iinc",
            "/FIconfig.h", "/permissive-", "gemm.cpp"},
           {"-Xclang", "-fcuda-allow-variadic-functions", "gemm.cpp"}}) {
    Words Sorted = Given, Result = allowed(Given);
    std::sort(Sorted.begin(), Sorted.end());
    std::sort(Result.begin(), Result.end());
    EXPECT_EQ(Result, Sorted);
  }
  // A header that is precompiled is included as text where it is named too.
  EXPECT_EQ(allowed({"-Xclang", "-include-pch", "-Xclang", "a.pch", "-Xclang",
                     "-include", "-Xclang", "a.hxx"}),
            (Words{"-Xclang", "-include", "-Xclang", "a.hxx"}));
  EXPECT_EQ(allowed({"-Wp,-D_GLIBCXX_ASSERTIONS,-MD,file", "gemm.cpp"}),
            (Words{"gemm.cpp", "-Xpreprocessor", "-D_GLIBCXX_ASSERTIONS"}));
}

TEST(AllowedOptions, AConfigurationAddsOptionsAlone) {
  EXPECT_EQ(allowedAdditions({"-DA", "@file", "other.cpp", "-fplugin=evil",
                              "-clang:-fplugin=evil", "--", "evil.cpp", "-I"}),
            Words{"-DA"});
}

} // namespace
