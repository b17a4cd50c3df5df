# Finds the LLVM and Clang that the checks are built for and refuses what they
# are not written for. Sets LLVM_*, CLANG_* and CUBLASLT_TIDY_LLVM_PREFIX.
#
# Chosen by -DLLVM_DIR=<prefix>/lib/cmake/llvm, or by the major version alone
# in -DCUBLASLT_TIDY_LLVM_VERSION=19 where Debian's packages are installed.
set(CUBLASLT_TIDY_LLVM_OLDEST 19)
set(CUBLASLT_TIDY_LLVM_NEWEST 22)
set(CUBLASLT_TIDY_LLVM_VERSION "" CACHE STRING
  "LLVM major version to build with; default: ${CUBLASLT_TIDY_LLVM_NEWEST}, or that of LLVM_DIR")
set(WANTED_LLVM ${CUBLASLT_TIDY_LLVM_VERSION})
if(NOT WANTED_LLVM)
  set(WANTED_LLVM ${CUBLASLT_TIDY_LLVM_NEWEST})
endif()

# LLVM's package file looks for optional libraries that nothing here links;
# their absence is no news.
set(CMAKE_MESSAGE_LOG_LEVEL WARNING)
find_package(LLVM QUIET CONFIG
  HINTS /usr/lib/llvm-${WANTED_LLVM}/lib/cmake/llvm)
if(NOT LLVM_FOUND)
  message(FATAL_ERROR
    "LLVM ${WANTED_LLVM} was not found. Install llvm-${WANTED_LLVM}-dev, "
    "libclang-${WANTED_LLVM}-dev and clang-tidy-${WANTED_LLVM} (`make` does "
    "it on Debian), name another with -DLLVM_DIR=<prefix>/lib/cmake/llvm, or "
    "leave the static half out with -DCUBLASLT_TIDY_BUILD_CHECKS=OFF.")
endif()
if(CUBLASLT_TIDY_LLVM_VERSION AND
   NOT LLVM_VERSION_MAJOR EQUAL CUBLASLT_TIDY_LLVM_VERSION)
  message(FATAL_ERROR
    "LLVM ${CUBLASLT_TIDY_LLVM_VERSION} was asked for, but what was found is "
    "LLVM ${LLVM_PACKAGE_VERSION} (${LLVM_DIR}). Install "
    "llvm-${CUBLASLT_TIDY_LLVM_VERSION}-dev, or name it with "
    "-DLLVM_DIR=<prefix>/lib/cmake/llvm; a build folder that was configured "
    "with another LLVM must be removed first.")
endif()
if(LLVM_VERSION_MAJOR LESS CUBLASLT_TIDY_LLVM_OLDEST OR
   LLVM_VERSION_MAJOR GREATER CUBLASLT_TIDY_LLVM_NEWEST)
  message(FATAL_ERROR
    "LLVM ${LLVM_PACKAGE_VERSION} (${LLVM_DIR}) is not supported: the checks "
    "build with LLVM ${CUBLASLT_TIDY_LLVM_OLDEST} to "
    "${CUBLASLT_TIDY_LLVM_NEWEST}. Name one of these with "
    "-DLLVM_DIR=<prefix>/lib/cmake/llvm.")
endif()

# Asked for without a version: Debian's Clang package refuses a bare major.
find_package(Clang QUIET CONFIG HINTS ${LLVM_DIR}/../clang)
if(NOT Clang_FOUND)
  message(FATAL_ERROR
    "Clang's libraries for LLVM ${LLVM_PACKAGE_VERSION} were not found beside "
    "${LLVM_DIR}. Install libclang-${LLVM_VERSION_MAJOR}-dev.")
endif()
if(NOT TARGET clangTidyMain)
  message(FATAL_ERROR
    "Clang ${LLVM_PACKAGE_VERSION} (${CLANG_CMAKE_DIR}) comes without "
    "clang-tidy's libraries (clangTidyMain). Install "
    "libclang-${LLVM_VERSION_MAJOR}-dev, or build LLVM with "
    "clang-tools-extra.")
endif()
unset(CMAKE_MESSAGE_LOG_LEVEL)
set(CUBLASLT_TIDY_LLVM_PREFIX ${LLVM_INSTALL_PREFIX})
message(STATUS "LLVM ${LLVM_PACKAGE_VERSION} in ${LLVM_INSTALL_PREFIX}")

# What a target that includes clang's headers needs.
add_library(cublaslt_clang_headers INTERFACE)
target_include_directories(cublaslt_clang_headers SYSTEM INTERFACE
  ${LLVM_INCLUDE_DIRS} ${CLANG_INCLUDE_DIRS})
separate_arguments(LLVM_DEFINITIONS_LIST NATIVE_COMMAND "${LLVM_DEFINITIONS}")
target_compile_definitions(cublaslt_clang_headers INTERFACE
  ${LLVM_DEFINITIONS_LIST})
# g++ 12 sees uninitialised use in LLVM's own templates where they are inlined.
target_compile_options(cublaslt_clang_headers INTERFACE
  $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
if(NOT LLVM_ENABLE_RTTI)
  target_compile_options(cublaslt_clang_headers INTERFACE
    $<$<COMPILE_LANGUAGE:CXX>:-fno-rtti>)
endif()
