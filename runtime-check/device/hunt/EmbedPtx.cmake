# Writes the text of HuntKernels.ptx as a C++ array.
file(READ ${PTX} text HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${text}")
file(WRITE ${OUTPUT}
  "namespace cublaslt::runtime {\n"
  "extern const char HuntPtx[];\n"
  "const char HuntPtx[] = {${bytes}0};\n"
  "} // namespace cublaslt::runtime\n")
