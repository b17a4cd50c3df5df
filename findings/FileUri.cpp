//===-- FileUri.cpp - paths and file URIs ---------------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "findings/FileUri.h"

namespace cublaslt::findings {

namespace {

bool isUnreserved(char C) {
  return (C >= 'a' && C <= 'z') || (C >= 'A' && C <= 'Z') ||
         (C >= '0' && C <= '9') || C == '-' || C == '.' || C == '_' || C == '~';
}

int hexDigit(char C) {
  if (C >= '0' && C <= '9')
    return C - '0';
  if (C >= 'a' && C <= 'f')
    return C - 'a' + 10;
  if (C >= 'A' && C <= 'F')
    return C - 'A' + 10;
  return -1;
}

} // namespace

std::string uriOfPath(const std::string &Path) {
  static const char Digits[] = "0123456789ABCDEF";
  std::string Result = !Path.empty() && Path[0] == '/' ? "file://" : "";
  for (char C : Path) {
    if (isUnreserved(C) || C == '/') {
      Result += C;
      continue;
    }
    // The colon too: "a:b" would be a scheme.
    const unsigned char Byte = static_cast<unsigned char>(C);
    Result += '%';
    Result += Digits[Byte >> 4];
    Result += Digits[Byte & 15];
  }
  return Result;
}

std::string pathOfUri(const std::string &Uri) {
  std::string Rest = Uri;
  const size_t Colon = Uri.find(':');
  if (Uri.rfind("file://", 0) == 0) {
    // file:///path, file://localhost/path
    const size_t Slash = Uri.find('/', 7);
    if (Slash == std::string::npos)
      return Uri;
    Rest = Uri.substr(Slash);
  } else if (Uri.rfind("file:/", 0) == 0) {
    Rest = Uri.substr(5);
  } else if (Colon != std::string::npos && Colon < Uri.find('/')) {
    return Uri; // another scheme
  }
  std::string Result;
  for (size_t I = 0; I < Rest.size(); ++I) {
    if (Rest[I] != '%') {
      Result += Rest[I];
      continue;
    }
    const int High = I + 2 < Rest.size() ? hexDigit(Rest[I + 1]) : -1;
    const int Low = High < 0 ? -1 : hexDigit(Rest[I + 2]);
    if (Low < 0)
      return Uri;
    Result += static_cast<char>(High * 16 + Low);
    I += 2;
  }
  return Result;
}

} // namespace cublaslt::findings
