# cmake -DFOLDER=<build folder> -P FetchSarifSchema.cmake
#
# Brings the official schema of SARIF 2.1.0 for the tests, out of a published
# package; nothing of it is kept in the repository. Without network or npm the
# reason is left in ${FOLDER}/missing.txt, and the tests that need the schema
# say it.
set(Package "@microsoft/jest-sarif@1.0.0-beta.0")
set(Schema
  ${FOLDER}/node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json)
if(EXISTS ${Schema})
  file(REMOVE ${FOLDER}/missing.txt)
  return()
endif()

file(MAKE_DIRECTORY ${FOLDER})
find_program(Npm npm)
if(NOT Npm)
  set(Reason "npm is not installed")
else()
  message(STATUS "fetching the SARIF schema (npm package ${Package})")
  execute_process(
    COMMAND ${Npm} install --prefix ${FOLDER} --no-save --ignore-scripts
      --no-audit --no-fund --loglevel=error --fetch-retries=1
      --fetch-timeout=30000 ${Package}
    TIMEOUT 180
    RESULT_VARIABLE Result OUTPUT_QUIET ERROR_VARIABLE Error)
  if(NOT EXISTS ${Schema})
    string(REGEX REPLACE "\n.*" "" Error "${Error}")
    set(Reason "npm could not fetch ${Package}: ${Error} (${Result})")
  endif()
endif()
if(Reason)
  message(STATUS "no SARIF schema: ${Reason}")
  file(WRITE ${FOLDER}/missing.txt "${Reason}\n")
else()
  file(REMOVE ${FOLDER}/missing.txt)
endif()
