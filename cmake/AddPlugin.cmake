# cublaslt_add_plugin(TARGET OUTPUT HOST SOURCE...): libOUTPUT.so, the checks as a
# plugin of HOST. It takes the symbols that HOST exports from HOST, hides its own,
# and ends a HOST of another LLVM (checks/module/HostVersion.cpp).
function(cublaslt_add_plugin Target Output Host)
  add_library(${Target} MODULE
    ${PROJECT_SOURCE_DIR}/checks/module/HostVersion.cpp ${ARGN})
  set_target_properties(${Target} PROPERTIES
    OUTPUT_NAME ${Output}
    LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/lib)
  target_compile_definitions(${Target} PRIVATE
    CUBLASLT_PLUGIN="lib${Output}.so" CUBLASLT_HOST="${Host}"
    CUBLASLT_BUILT_FOR_LLVM=${LLVM_VERSION_MAJOR}
    CUBLASLT_LLVM_OLDEST=${CUBLASLT_TIDY_LLVM_OLDEST}
    CUBLASLT_LLVM_NEWEST=${CUBLASLT_TIDY_LLVM_NEWEST})
  target_link_libraries(${Target} PRIVATE cublaslt_checks)
  target_link_options(${Target} PRIVATE LINKER:--exclude-libs,ALL)
  add_dependencies(cublaslt-test-dependencies ${Target})
  install(TARGETS ${Target} LIBRARY
    DESTINATION ${CMAKE_INSTALL_LIBDIR}/cublaslt-tidy)
endfunction()
