# cmake -DPAGE=<.md> -DOUTPUT=<.1> -DLOWDOWN=<program> -DVERSION=<of ours>
#   -DSEE_ALSO=<names> -P ManPage.cmake
#
# Makes a man page from a command's page in docs/commands: its title and first
# sentence become NAME, its chapters the sections.
file(READ ${PAGE} Text)
get_filename_component(Name ${PAGE} NAME_WE)

if(NOT Text MATCHES "^# [^\n]*\n\n(([^\n]+\n)+)\n")
  message(FATAL_ERROR "${PAGE}: does not begin with a title and a paragraph")
endif()
set(Summary "${CMAKE_MATCH_1}")
string(REGEX REPLACE "^# [^\n]*\n" "" Text "${Text}")
string(REGEX REPLACE "\\[([^]]*)\\]\\([^)]*\\)" "\\1" Summary "${Summary}")
string(REGEX REPLACE "[.:](\n| ).*" "" Summary "${Summary}")
string(STRIP "${Summary}" Summary)
string(REPLACE "\n" " " Summary "${Summary}")
string(REPLACE "`" "" Summary "${Summary}")

# A line that begins with "## " inside a fence would be code; there is none in
# these pages, and the test of the man pages would show it as a section.
string(REGEX REPLACE "(\n)## " "\\1# " Text "${Text}")
list(REMOVE_ITEM SEE_ALSO ${Name})
list(TRANSFORM SEE_ALSO REPLACE "(.+)" "**\\1**(1)")
list(JOIN SEE_ALSO ", " SeeAlso)
file(WRITE ${OUTPUT}.md
  "# NAME\n\n${Name} - ${Summary}\n\n# DESCRIPTION\n${Text}\n"
  "# SEE ALSO\n\n${SeeAlso}\n")

string(TIMESTAMP Date "%Y-%m-%d" UTC) # that of SOURCE_DATE_EPOCH, if set
execute_process(
  COMMAND ${LOWDOWN} -s -Tman --nroff-nolinks --parse-no-super
    -Mtitle=${Name} -Msection=1 "-Msource=cublaslt-tidy ${VERSION}"
    -Mdate=${Date} -o ${OUTPUT} ${OUTPUT}.md
  COMMAND_ERROR_IS_FATAL ANY)
file(REMOVE ${OUTPUT}.md)
# Code in bold, as man pages have it; \fC is no font of man's. No empty
# paragraph below a heading, and no stretched lines in narrow columns.
file(READ ${OUTPUT} Text)
string(REPLACE "\\fC" "\\fB" Text "${Text}")
string(REGEX REPLACE "\n[.]SH\n([^\n]+)\n[.]LP\n" "\n.SH \"\\1\"\n" Text "${Text}")
string(REGEX REPLACE "\n([.]TH [^\n]*)\n" "\n\\1\n.ad l\n" Text "${Text}")
file(WRITE ${OUTPUT} "${Text}")
