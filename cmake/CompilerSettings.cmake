# Settings that every folder's targets share.
set(CMAKE_CXX_STANDARD 17)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
# The same objects go into programs and into the clang-tidy plugin.
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
# cublaslt-tidy exports its symbols so that it can load plugins as clang-tidy
# does; ours stay hidden, or a plugin with our own checks in it would get them.
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
include_directories(${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR})

add_compile_options(-Wall -Wextra -Wno-unused-parameter)

if(CUBLASLT_TIDY_SANITIZE)
  add_compile_options(-fsanitize=${CUBLASLT_TIDY_SANITIZE}
                      -fno-omit-frame-pointer -fno-sanitize=vptr
                      # g++ 12 warns of its own instrumented code
                      -Wno-maybe-uninitialized -Wno-nonnull)
  add_link_options(-fsanitize=${CUBLASLT_TIDY_SANITIZE})
endif()
if(CUBLASLT_TIDY_COVERAGE)
  add_compile_options(--coverage)
  add_link_options(--coverage)
endif()
