# Each checks/<Name>Check.h declares cublaslt::checks::<Name>Check, which is
# registered as cublaslt-<name-in-kebab-case>; its rule is
# kb/rules/cublaslt-<name-in-kebab-case>.yaml. A rule that has conditions and no
# such header needs no class: ProblemCheckBase is its check. Nothing else lists
# the checks.

# Writes the source file that registers every check in ${Headers}, and those of
# the other rules with conditions, to ${Output}.
function(generate_check_registration Output Headers)
  set(Includes "#include \"checks/problem/ProblemCheckBase.h\"\n")
  set(Checks "")
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
    set(Class_${Name} ${Class})
    list(APPEND Checks ${Name})
  endforeach()
  file(GLOB Rules CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/kb/rules/*.yaml)
  foreach(Rule IN LISTS Rules)
    get_filename_component(Name ${Rule} NAME_WE)
    if(DEFINED Class_${Name})
      continue()
    endif()
    # It may get conditions, or lose them.
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${Rule})
    file(STRINGS ${Rule} Conditions REGEX "^conditions:" LIMIT_COUNT 1)
    if(Conditions)
      set(Class_${Name} ProblemCheckBase)
      list(APPEND Checks ${Name})
    endif()
  endforeach()
  list(SORT Checks)
  set(Registrations "")
  set(Names "")
  set(Needs "")
  foreach(Name IN LISTS Checks)
    string(APPEND Registrations
      "  Factories.registerCheck<RegisteredCheck<${Class_${Name}}>>(\"${Name}\");\n")
    string(APPEND Names "      \"${Name}\",\n")
    string(APPEND Needs
      "      {\"${Name}\", ${Class_${Name}}::needed()},\n")
  endforeach()
  set(CHECK_INCLUDES ${Includes})
  set(CHECK_REGISTRATIONS ${Registrations})
  set(CHECK_NAMES ${Names})
  set(CHECK_NEEDS ${Needs})
  configure_file(${PROJECT_SOURCE_DIR}/cmake/CheckRegistration.cpp.in ${Output}
                 @ONLY)
endfunction()
