# Finds the CUDA that the verifier is built with and that the tests read. Needs
# no compiler and no FindCUDAToolkit, whose module of CMake 3.25.1 (Debian 12)
# ends the configuration where CUDA 13 is installed.
#
# A tree holds the headers (cuda_runtime_api.h, cublasLt.h) and, for the
# verifier, libcudart_static.a; as NVIDIA's toolkit lays them out (lib64, or
# targets/<machine>-linux), as Debian does, or as NVIDIA's Python wheels do
# (nvidia/cu13, all in lib). Sets, in the cache for examples/demo.sh:
#
#   CUBLASLT_TIDY_CUDA_TREE      its root; empty where there is none, and then
#   CUBLASLT_TIDY_CUDA_MISSING   says why, in a line
#   CUBLASLT_TIDY_CUDA_INCLUDE   its headers
#   CUBLASLT_TIDY_CUDA_LIBRARIES folder of libcudart_static.a; may be empty
#   CUBLASLT_TIDY_CUDA_VERSION   of the headers, as in 13.0
#   CUBLASLT_TIDY_CUDA_IS_FETCHED  it is the wheels'
option(CUBLASLT_TIDY_CUDA "Use CUDA if it is found" ON)
set(CUBLASLT_TIDY_CUDA_ROOT "" CACHE PATH
  "Folder of the CUDA toolkit; default: CUDA_HOME, CUDA_PATH, that of nvcc in PATH, /usr/local/cuda, /usr")
# Wheels that were fetched once are used by every later build of this folder.
set(CUBLASLT_TIDY_CUDA_WHEELS ${PROJECT_SOURCE_DIR}/build/cuda-wheels CACHE PATH
  "Folder for NVIDIA's wheels, where there is no toolkit")
option(CUBLASLT_TIDY_FETCH_CUDA
  "Fetch NVIDIA's wheels where there is no toolkit (see cmake/cuda-wheels.txt)" OFF)
set(CUDA_OLDEST 11.4)

# The first of the folders ARGN below Root that holds File, or nothing.
function(find_below Result Root File)
  set(${Result} "" PARENT_SCOPE)
  foreach(Folder IN LISTS ARGN)
    if(EXISTS ${Root}/${Folder}/${File})
      set(${Result} ${Root}/${Folder} PARENT_SCOPE)
      return()
    endif()
  endforeach()
endfunction()

# Takes the first of the trees ARGN that is one, and tells in Result whether one
# was; with NeedsRuntime, headers alone are none.
function(take_cuda_tree Result NeedsRuntime)
  set(Machine ${CMAKE_SYSTEM_PROCESSOR})
  if(Machine STREQUAL aarch64)
    set(Machine sbsa)
  endif()
  set(Machine targets/${Machine}-linux)
  set(${Result} OFF PARENT_SCOPE)
  foreach(Root IN LISTS ARGN)
    find_below(Include "${Root}" cublasLt.h include ${Machine}/include)
    set(Number "")
    if(EXISTS "${Include}/cuda_runtime_api.h")
      file(STRINGS ${Include}/cuda_runtime_api.h Number LIMIT_COUNT 1
        REGEX "^#define CUDART_VERSION +[0-9]+")
      string(REGEX REPLACE "[^0-9]" "" Number "${Number}")
    endif()
    find_below(Libraries "${Root}" libcudart_static.a lib64 ${Machine}/lib lib
      lib/${CMAKE_LIBRARY_ARCHITECTURE})
    if(NOT Number OR (NeedsRuntime AND NOT Libraries))
      continue()
    endif()
    math(EXPR Major "${Number} / 1000")
    math(EXPR Minor "${Number} % 1000 / 10")
    if("${Major}.${Minor}" VERSION_LESS CUDA_OLDEST)
      continue()
    endif()
    set(CUBLASLT_TIDY_CUDA_TREE ${Root} CACHE INTERNAL "")
    set(CUBLASLT_TIDY_CUDA_INCLUDE ${Include} CACHE INTERNAL "")
    set(CUBLASLT_TIDY_CUDA_LIBRARIES "${Libraries}" CACHE INTERNAL "")
    set(CUBLASLT_TIDY_CUDA_VERSION ${Major}.${Minor} CACHE INTERNAL "")
    set(${Result} ON PARENT_SCOPE)
    return()
  endforeach()
endfunction()

# Where a toolkit may be, the nearest first.
function(list_cuda_roots Result)
  set(Roots $ENV{CUDA_HOME} $ENV{CUDA_PATH})
  find_program(Nvcc nvcc NO_CACHE)
  if(Nvcc)
    file(REAL_PATH ${Nvcc} Nvcc)
    string(REGEX REPLACE "/bin/[^/]*$" "" Root ${Nvcc})
    list(APPEND Roots ${Root})
  endif()
  file(GLOB Versions /usr/local/cuda-*)
  list(SORT Versions COMPARE NATURAL ORDER DESCENDING)
  set(${Result} ${Roots} /usr/local/cuda ${Versions} /usr/lib/cuda /usr
    PARENT_SCOPE)
endfunction()

foreach(Name IN ITEMS TREE INCLUDE LIBRARIES VERSION MISSING)
  set(CUBLASLT_TIDY_CUDA_${Name} "" CACHE INTERNAL "")
endforeach()
set(CUBLASLT_TIDY_CUDA_IS_FETCHED OFF CACHE INTERNAL "")
set(IsTaken OFF)
set(Missing "no CUDA toolkit (looked in CUDA_HOME, CUDA_PATH, PATH, ")
string(APPEND Missing "/usr/local/cuda and /usr)")

if(NOT CUBLASLT_TIDY_CUDA)
  set(Missing "configured with CUBLASLT_TIDY_CUDA=OFF")
elseif(CUBLASLT_TIDY_CUDA_ROOT)
  take_cuda_tree(IsTaken OFF ${CUBLASLT_TIDY_CUDA_ROOT})
  if(NOT IsTaken)
    message(FATAL_ERROR
      "CUBLASLT_TIDY_CUDA_ROOT=${CUBLASLT_TIDY_CUDA_ROOT} has no include with "
      "cublasLt.h and cuda_runtime_api.h of CUDA ${CUDA_OLDEST} or later: name "
      "the toolkit's folder, or leave it to be found.")
  endif()
else()
  list_cuda_roots(Roots)
  take_cuda_tree(IsTaken ON ${Roots})
  if(NOT IsTaken AND CUBLASLT_TIDY_FETCH_CUDA)
    execute_process( # where the wheels are there it does nothing
      COMMAND ${PROJECT_SOURCE_DIR}/cmake/fetch-cuda.sh
        ${CUBLASLT_TIDY_CUDA_WHEELS}
      RESULT_VARIABLE Result ERROR_VARIABLE Error)
    if(NOT Result EQUAL 0)
      string(STRIP "${Error}" Error)
      string(APPEND Missing "; NVIDIA's wheels could not be fetched: ${Error}")
    endif()
  endif()
  if(NOT IsTaken)
    file(GLOB Wheels ${CUBLASLT_TIDY_CUDA_WHEELS}/nvidia/cu*)
    take_cuda_tree(IsTaken ON ${Wheels})
    set(CUBLASLT_TIDY_CUDA_IS_FETCHED ${IsTaken} CACHE INTERNAL "")
  endif()
  if(NOT IsTaken)
    take_cuda_tree(IsTaken OFF ${Roots})
  endif()
endif()

if(IsTaken)
  message(STATUS
    "CUDA ${CUBLASLT_TIDY_CUDA_VERSION} in ${CUBLASLT_TIDY_CUDA_TREE}")
else()
  set(CUBLASLT_TIDY_CUDA_MISSING "${Missing}" CACHE INTERNAL "")
endif()
