# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Configuration of the tests: features and substitutions.

Features                                          Substitutions
  checks        the static half is built            %cublaslt_tidy, %plugin,
                                                     %clang_tidy, %run_clang_tidy,
                                                     %clang_tidy_diff, %clang, %clangxx
                                                     (of the same LLVM), %clang_plugin
  clangd        cublaslt-clangd is built
  neovim        Neovim is installed
  ale, eglot    Vim with ALE, and Emacs with eglot, are installed
  llvm<major>   the LLVM that it is built with      %llvm_major, %llvm_prefix
  other-llvm    a clang-tidy of another LLVM        %other_clang_tidy, %other_clang
  runtime       the run-time half is built          %cublaslt_doctor
  cuda          CUDA's headers and libraries        %cuda_include, %cuda_root,
                                                     %cuda_libraries
  nvcc          its compiler
  gpu           a usable GPU
  sarif-schema  the official SARIF schema           %sarif_schema
  github-schema, gitlab-schema   those of CI files  %github_schema, %gitlab_schema
  asan          built with the address sanitizer
  git, pre-commit, bazel, cmake-ninja   these programs are installed
  pip           the tests' python has it
  deb           Debian's tools for packages         %cpack
  man           mandoc, man and the man pages
Always: %python, %cmake, %kb, %src, %build, %stand_in (small stand-ins for the CUDA
headers); FileCheck, not, count and split-file are in PATH.
"""

import ctypes
import glob
import os
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(config.source_root, "test"))
import run_lines  # noqa: E402 (found by the line above)


def gpu_count():
    """GPUs that the driver offers; asked of the driver itself, because
    nvidia-smi is missing in many containers."""
    try:
        cuda = ctypes.CDLL("libcuda.so.1")
    except OSError:
        return 0
    count = ctypes.c_int(0)
    if cuda.cuInit(0) != 0 or cuda.cuDeviceGetCount(ctypes.byref(count)) != 0:
        return 0
    return count.value


def other(name):
    """That program of LLVM's of another major version, or None."""
    for program in sorted(glob.glob(f"/usr/lib/llvm-*/bin/{name}")):
        if os.path.dirname(os.path.dirname(program)) != config.llvm_prefix:
            return program
    return None


def substitute(name, value):
    # \b: %kb must not eat the beginning of a longer name.
    config.substitutions.append((rf"%{name}\b", value))


def lacks(feature, reason):
    """Says once, with the reason, which tests will not run."""
    lit_config.note(f"no '{feature}': {reason}; its tests are unsupported")


def with_sanitizer_runtime(command):
    """A program without the sanitizer's run-time library must get it first
    when it loads a plugin that was built with it."""
    library = subprocess.run(
        ["g++", "-print-file-name=libasan.so"], stdout=subprocess.PIPE, text=True
    ).stdout.strip()
    return f"env ASAN_OPTIONS=detect_leaks=0 LD_PRELOAD={library} {command}"


config.name = "cublaslt-tidy"
config.test_format = run_lines.TestsWithRunLines(True)
config.suffixes = [".c", ".cpp", ".cu", ".h", ".test", ".py"]
config.excludes = ["Inputs", "lit.cfg.py", "run_lit.py", "run_lines.py",
                   "stress.py"]
config.test_source_root = os.path.join(config.source_root, "test")
config.test_exec_root = os.path.join(config.build_root, "test", "output")

config.environment["PATH"] = os.pathsep.join(
    [config.test_tools, os.environ.get("PATH", "")]
)
# Settings of the person who runs the tests that would change results.
for variable in list(config.environment):
    if variable.startswith("CUBLAS"):
        del config.environment[variable]

substitute("src", config.source_root)
substitute("build", config.build_root)
substitute("kb", os.path.join(config.source_root, "kb"))
substitute("stand_in", os.path.join(config.source_root, "test", "Inputs", "include"))
substitute("python", config.python)

if config.has_checks:
    config.available_features.add("checks")
    config.available_features.add("llvm" + config.llvm_major)
    substitute("llvm_major", config.llvm_major)
    substitute("llvm_prefix", config.llvm_prefix)
    clang_tidy = os.path.join(config.llvm_prefix, "bin", "clang-tidy")
    if "address" in config.sanitizers:
        clang_tidy = with_sanitizer_runtime(clang_tidy)
    substitute("clang_tidy", clang_tidy)
    substitute("run_clang_tidy", os.path.join(config.llvm_prefix, "bin", "run-clang-tidy"))
    substitute("clang_tidy_diff", os.path.join(config.llvm_prefix, "share", "clang", "clang-tidy-diff.py"))
    for name, program in {"clang": "clang", "clangxx": "clang++"}.items():
        path = os.path.join(config.llvm_prefix, "bin", program)
        if "address" in config.sanitizers:
            path = with_sanitizer_runtime(path)
        substitute(name, path)
    substitute("clang_plugin", os.path.join(config.build_root, "lib", "libCublasLtClang.so"))
    substitute("plugin", os.path.join(config.build_root, "lib", "libCublasLtTidy.so"))
    substitute("cublaslt_tidy", os.path.join(config.build_root, "bin", "cublaslt-tidy"))
    if os.path.exists(os.path.join(config.build_root, "bin", "cublaslt-clangd")):
        config.available_features.add("clangd")
    else:
        lacks("clangd", "this LLVM comes without clangd's libraries")
    if other("clang-tidy") and other("clang"):
        config.available_features.add("other-llvm")
        substitute("other_clang_tidy", other("clang-tidy"))
        substitute("other_clang", other("clang"))
    else:
        lacks("other-llvm", "no second clang-tidy and clang under /usr/lib/llvm-*")
else:
    lacks("checks", "built with CUBLASLT_TIDY_BUILD_CHECKS=OFF")

if config.has_runtime:
    config.available_features.add("runtime")
    substitute("cublaslt_doctor", os.path.join(config.build_root, "bin", "cublaslt-doctor"))
else:
    lacks("runtime", "built with CUBLASLT_TIDY_BUILD_RUNTIME=OFF")

# What cmake/CudaTree.cmake found, or fetched.
if config.cuda_root:
    config.available_features.add("cuda")
    substitute("cuda_include", config.cuda_include)
    substitute("cuda_root", config.cuda_root)
    substitute("cuda_libraries", config.cuda_libraries)
    nvcc = os.path.join(config.cuda_root, "bin", "nvcc")
    if os.access(nvcc, os.X_OK):
        config.available_features.add("nvcc")
    else:
        lacks("nvcc", f"{nvcc} is not there, or cannot be executed")
else:
    lacks("cuda", config.cuda_missing)

if shutil.which("nvim"):
    config.available_features.add("neovim")
else:
    lacks("neovim", "nvim is not installed")

if gpu_count() > 0:
    config.available_features.add("gpu")
else:
    lacks("gpu", "the driver offers no GPU")

# What cmake/FetchSchemas.cmake brought.
for name, file in {
    "sarif": "lib/schemas/sarif-2.1.0-rtm.5.json",
    "github": "action_validator.js",
    "gitlab": "src/schema/schema.js",
}.items():
    folder = os.path.join(config.schema_folder, name)
    schema = os.path.join(folder, "package", file)
    if os.path.exists(schema):
        config.available_features.add(f"{name}-schema")
        substitute(f"{name}_schema", schema)
        continue
    try:
        with open(os.path.join(folder, "missing.txt")) as reason:
            lacks(f"{name}-schema", reason.read().strip())
    except OSError:
        lacks(f"{name}-schema", "it was not fetched (target schemas)")

for feature, programs in {
    "ale": ["vim", "/usr/share/vim-ale/plugin/ale.vim"],
    "eglot": ["emacs", "/usr/share/emacs/site-lisp/elpa-src/eglot-1.9/eglot.el"],
    "git": ["git"],
    "pre-commit": ["pre-commit", "git"],
    # with Debian's rules, since the tests have no network
    "bazel": ["bazel", "/usr/share/bazel/rules/java/WORKSPACE"],
    "cmake-ninja": ["cmake", "ninja"],
}.items():
    missing = [
        name for name in programs if not shutil.which(name) and not os.path.exists(name)
    ]
    if missing:
        lacks(feature, f"{missing[0]} is not installed")
    else:
        config.available_features.add(feature)

if "address" in config.sanitizers:
    config.available_features.add("asan")

substitute("cmake", config.cmake)
if all(map(shutil.which, ["dpkg-deb", "dpkg-shlibdeps", "file"])):
    config.available_features.add("deb")
    substitute("cpack", os.path.join(os.path.dirname(config.cmake), "cpack"))
else:
    lacks("deb", "no dpkg-deb, dpkg-shlibdeps and file (packages dpkg-dev and file)")
if subprocess.call([config.python, "-m", "pip", "--version"],
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0:
    config.available_features.add("pip")
else:
    lacks("pip", f"{config.python} has no pip (package python3-pip)")
if not os.path.isdir(os.path.join(config.build_root, "man")):
    lacks("man", "no man pages were built (package lowdown)")
elif shutil.which("mandoc") and shutil.which("man"):
    config.available_features.add("man")
else:
    lacks("man", "no mandoc, or no man (packages mandoc and man-db)")
