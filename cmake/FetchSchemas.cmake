# cmake -DFOLDER=<build folder> -P FetchSchemas.cmake
#
# Brings the official schemas that the tests validate against, each out of a
# published package, into ${FOLDER}/<name>/package; nothing of them is kept in
# the repository. Without network or npm the reason is left in
# ${FOLDER}/<name>/missing.txt, and the tests that need the schema say it.

# Name, package, and the file in it that is wanted.
set(Sarif "@microsoft/jest-sarif@1.0.0-beta.0" lib/schemas/sarif-2.1.0-rtm.5.json)
# SchemaStore's github-action.json and github-workflow.json, compiled into a
# validator.
set(Github "@action-validator/core@0.6.0" action_validator.js)
# GitLab's own schema of .gitlab-ci.yml, as a JavaScript module.
set(Gitlab "gitlab-ci-local@4.61.1" src/schema/schema.js)

find_program(Npm npm)
foreach(Name IN ITEMS Sarif Github Gitlab)
  list(GET ${Name} 0 Package)
  list(GET ${Name} 1 File)
  string(TOLOWER ${Name} Lower)
  set(Target ${FOLDER}/${Lower})
  if(EXISTS ${Target}/package/${File})
    file(REMOVE ${Target}/missing.txt)
    continue()
  endif()

  file(MAKE_DIRECTORY ${Target})
  set(Reason "")
  if(NOT Npm)
    set(Reason "npm is not installed")
  else()
    message(STATUS "fetching the ${Name} schema (npm package ${Package})")
    execute_process(
      COMMAND ${Npm} pack --pack-destination ${Target} --ignore-scripts
        --loglevel=error --fetch-retries=1 --fetch-timeout=30000 ${Package}
      WORKING_DIRECTORY ${Target}
      TIMEOUT 180
      RESULT_VARIABLE Result OUTPUT_QUIET ERROR_VARIABLE Error)
    file(GLOB Archive ${Target}/*.tgz)
    if(Archive)
      file(ARCHIVE_EXTRACT INPUT ${Archive} DESTINATION ${Target})
      file(REMOVE ${Archive})
    endif()
    if(NOT EXISTS ${Target}/package/${File})
      string(REGEX REPLACE "\n.*" "" Error "${Error}")
      set(Reason "npm could not fetch ${Package}: ${Error} (${Result})")
    endif()
  endif()
  if(Reason)
    message(STATUS "no ${Name} schema: ${Reason}")
    file(WRITE ${Target}/missing.txt "${Reason}\n")
  else()
    file(REMOVE ${Target}/missing.txt)
  endif()
endforeach()
