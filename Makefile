# The front door: sets up what is missing, builds, and runs.
#
#   make          build everything
#   make demo     lint a real wrapper, verify the findings, lint the mended one
#   make check    all tests; fetches CUDA's wheels where there is no toolkit
#   make fuzz     all parsers on arbitrary input, for FUZZ_SECONDS (60)
#   make stress   the checks on clang's own test inputs, with sanitizers: nothing
#                 may crash, hang or be reported (CLANG_TESTS=folder has them)
#   make check-versions  every version of cuBLAS that packages can be had of,
#                 against kb/versions; writes docs/versions.md (needs a network,
#                 10 GB in VERSIONS and a CUDA toolkit to build the doctor with)
#   make install  into PREFIX (default /usr/local)
#   make package  Debian packages, into BUILD
#   make smoke    installs the packages in a bare Debian and runs them (as root)
#   make docs     pages of the checks, lists and configurations from kb/rules
#   make format   clang-format over our own sources
#   make tidy     clang-tidy over our own sources
#   make clean    remove the build folder
#
# LLVM_VERSION=19 make check   builds with another LLVM (19 to 22)
# BUILD=folder                 builds elsewhere
# CMAKE_FLAGS="-D..."          more settings for CMake (see CONTRIBUTING.md)

LLVM_VERSION ?= 22
BUILD ?= build/llvm-$(LLVM_VERSION)
PREFIX ?= /usr/local
PACKAGES = cmake/install-packages.sh $(LLVM_VERSION)

CONFIGURE = cmake -S . -B $(BUILD) -G Ninja -DCMAKE_BUILD_TYPE=Release \
  -DCUBLASLT_TIDY_LLVM_VERSION=$(LLVM_VERSION) $(CMAKE_FLAGS)

.PHONY: build demo check check-versions fuzz stress install package smoke docs format tidy clean
.DEFAULT_GOAL := build

build:
	@$(PACKAGES) build
	@$(CONFIGURE) -DCUBLASLT_TIDY_BUILD_TESTS=OFF -DCUBLASLT_TIDY_FETCH_CUDA=OFF
	@cmake --build $(BUILD)

demo: build
	@examples/demo.sh $(BUILD)

check:
	@$(PACKAGES) build check
	@$(CONFIGURE) -DCUBLASLT_TIDY_BUILD_TESTS=ON -DCUBLASLT_TIDY_FETCH_CUDA=ON
	@cmake --build $(BUILD)
	@cmake --build $(BUILD) --target check

FUZZ_SECONDS ?= 60
fuzz:
	@$(PACKAGES) build check fuzz
	@test/fuzz/build.sh $(LLVM_VERSION) $(BUILD)-fuzz
	@test/fuzz/run.sh $(FUZZ_SECONDS) $(BUILD)-fuzz

stress:
	@$(PACKAGES) build stress
	@test/stress/run.sh $(LLVM_VERSION) $(BUILD)-stress $(CLANG_TESTS)

# No part of `make check`: packages of 0.3 to 0.7 GB, twelve of them.
VERSIONS ?= build/versions
check-versions: build
	@$(firstword $(wildcard /usr/bin/python3) python3) \
	  tools/extract-api/check-versions.py --folder=$(VERSIONS) \
	  --clang=/usr/lib/llvm-$(LLVM_VERSION)/bin/clang \
	  --doctor=$(BUILD)/bin/cublaslt-doctor --page=docs/versions.md

install: build
	@cmake --install $(BUILD) --prefix $(PREFIX)

package: build
	@$(PACKAGES) package
	@cd $(BUILD) && cpack

# Long, as root, and with a network: no part of `make check`.
smoke: package
	@$(PACKAGES) smoke
	@test/packages/smoke.sh $(LLVM_VERSION) $(BUILD)

# Debian's python has yaml; another may come first in PATH.
docs:
	@$(PACKAGES) docs
	@$(firstword $(wildcard /usr/bin/python3) python3) docs/generate-check-pages.py

OWN_SOURCES = $(shell git ls-files --cached --others --exclude-standard \
  'checks/*.cpp' 'checks/*.h' 'findings/*.cpp' 'findings/*.h' 'kb/*.cpp' \
  'kb/*.h' 'logs/*.cpp' 'logs/*.h' 'runtime-check/*.cpp' 'runtime-check/*.h' 'tools/*.cpp' 'tools/*.h')

format:
	@$(PACKAGES) format
	@clang-format-$(LLVM_VERSION) -i $(OWN_SOURCES)

tidy: build
	@cmake/run-clang-tidy.sh $(LLVM_VERSION) $(BUILD) $(filter %.cpp,$(OWN_SOURCES))

clean:
	@rm -rf $(BUILD)

# After .ci/run, for a release: the tests that ran are those that must run.
.PHONY: record-tests
record-tests:
	@python3 test/left_out.py --record build/llvm-22/test/results.json \
	  build/llvm-19/test/results.json

# On a machine with a GPU: every rule's experiments, as a table.
.PHONY: experiments
experiments:
	test/runtime-check/run-on-gpu.sh --table docs/experiments.md
