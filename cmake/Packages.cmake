# Debian packages, by CPack (`make package`): cublaslt-tidy-<LLVM>, which needs
# the LLVM that it was built with, and cublaslt-doctor, which needs none.
# Whatever is installed without a component belongs to the first.
#
# The programs work from any folder: what they read of ours is compiled in.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME cublaslt-tidy)
set(CPACK_PACKAGE_CONTACT "the cublaslt-tidy developers <noreply@cublaslt-tidy.invalid>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
# Which libraries, of which packages: asked of the programs themselves.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)

set(CPACK_COMPONENTS_ALL "")
if(CUBLASLT_TIDY_BUILD_CHECKS)
  list(APPEND CPACK_COMPONENTS_ALL tidy)
endif()
if(CUBLASLT_TIDY_BUILD_RUNTIME)
  list(APPEND CPACK_COMPONENTS_ALL doctor)
endif()

# Named like LLVM's own packages. The programs in them have no version in their
# names, so one of them is installed at a time: each conflicts with the others
# through the name that all provide, and replaces them.
if(CUBLASLT_TIDY_BUILD_CHECKS)
  set(CPACK_DEBIAN_TIDY_PACKAGE_NAME cublaslt-tidy-${LLVM_VERSION_MAJOR})
  set(CPACK_DEBIAN_TIDY_PACKAGE_PROVIDES "cublaslt-tidy (= ${PROJECT_VERSION})")
  set(CPACK_DEBIAN_TIDY_PACKAGE_CONFLICTS cublaslt-tidy)
  set(CPACK_DEBIAN_TIDY_PACKAGE_REPLACES cublaslt-tidy)
  # stddef.h and its like belong to the compiler that is linked in.
  set(CPACK_DEBIAN_TIDY_PACKAGE_DEPENDS
    "libclang-common-${LLVM_VERSION_MAJOR}-dev")
  set(CPACK_DEBIAN_TIDY_PACKAGE_RECOMMENDS "g++ | c++-compiler")
  set(CPACK_DEBIAN_TIDY_PACKAGE_SUGGESTS
    "cublaslt-doctor, clang-tidy-${LLVM_VERSION_MAJOR}")
  set(CPACK_COMPONENT_TIDY_DESCRIPTION
"clang-tidy with checks of calls of NVIDIA's cuBLASLt, and the same checks as a
plugin for clang-tidy-${LLVM_VERSION_MAJOR}. The rules, and what was measured on devices, are built
in. cublaslt-doctor executes what it finds.")
endif()

# libcublasLt is opened at run time, so no CUDA package is needed either.
set(CPACK_DEBIAN_DOCTOR_PACKAGE_NAME cublaslt-doctor)
set(CPACK_DEBIAN_DOCTOR_PACKAGE_SUGGESTS cublaslt-tidy)
set(CPACK_COMPONENT_DOCTOR_DESCRIPTION
"Runs the calls that cublaslt-tidy found on the real library, each beside the
form that the rule advises, and writes a verdict to each. Diagnoses cuBLASLt's
logs without a GPU. CUDA's libraries are looked for at run time.")

include(CPack)
