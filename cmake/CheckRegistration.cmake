# Each checks/<Name>Check.h declares cublaslt::checks::<Name>Check, which is
# registered as cublaslt-<name-in-kebab-case>; its rule is
# kb/rules/cublaslt-<name-in-kebab-case>.yaml. Nothing else lists the checks.

# Writes the source file that registers every check in ${Headers} to ${Output}.
function(generate_check_registration Output Headers)
  set(Includes "")
  set(Registrations "")
  set(Names "")
  foreach(Header IN LISTS Headers)
    get_filename_component(Class ${Header} NAME_WE)
    string(REGEX REPLACE "Check$" "" Kebab ${Class})
    string(REGEX REPLACE "([a-z0-9])([A-Z])" "\\1-\\2" Kebab ${Kebab})
    string(TOLOWER "cublaslt-${Kebab}" Name)
    set(Rule kb/rules/${Name}.yaml)
    if(NOT EXISTS ${PROJECT_SOURCE_DIR}/${Rule})
      message(FATAL_ERROR
        "checks/${Class}.h is the check ${Name}, which has no rule: write "
        "${Rule} (see CONTRIBUTING.md).")
    endif()
    string(APPEND Includes "#include \"checks/${Class}.h\"\n")
    string(APPEND Registrations
      "  Factories.registerCheck<${Class}>(\"${Name}\");\n")
    string(APPEND Names "      \"${Name}\",\n")
  endforeach()
  set(CHECK_INCLUDES ${Includes})
  set(CHECK_REGISTRATIONS ${Registrations})
  set(CHECK_NAMES ${Names})
  configure_file(${PROJECT_SOURCE_DIR}/cmake/CheckRegistration.cpp.in ${Output}
                 @ONLY)
endfunction()
