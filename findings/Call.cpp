//===-- Call.cpp - what is known of a call --------------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "findings/Call.h"
#include <algorithm>
#include <cstdlib>

namespace cublaslt::findings {

namespace {
constexpr struct {
  PointerKind Kind;
  std::string_view Word;
} PointerWords[] = {
    {PointerKind::Null, "null"},
    {PointerKind::NullBuffer, "null-buffer"},
    {PointerKind::ByValue, "by-value"},
};
} // namespace

static constexpr std::string_view Device = "device";
/// More bytes are not worth an offset.
static constexpr uint64_t MostOffset = 128;

/// "device" or "device+16".
static std::optional<DeviceAddress> addressIn(const std::string &Text) {
  if (Text.compare(0, Device.size(), Device) != 0)
    return std::nullopt;
  if (Text.size() == Device.size())
    return DeviceAddress();
  const std::string Offset = Text.substr(Device.size() + 1);
  if (Text[Device.size()] != '+' || Offset.empty() || Offset.size() > 3 ||
      Offset.find_first_not_of("0123456789") != std::string::npos)
    return std::nullopt;
  return DeviceAddress{std::min<uint64_t>(
      std::strtoull(Offset.c_str(), nullptr, 10), MostOffset)};
}

void SpecificationValue::setWord(const Key &Of, const std::string &Text) {
  Known = Text;
  const Key::Kind Kind = Of.kind();
  if (Kind != Key::Kind::Attribute && Kind != Key::Kind::Argument)
    return;
  for (const auto &P : PointerWords)
    if (Text == P.Word)
      Known = P.Kind;
  if (auto Address = addressIn(Text))
    Known = *Address;
}

std::optional<uint64_t> asUnsigned(const SpecificationValue &Value) {
  if (const auto *Number = std::get_if<uint64_t>(&Value.Known))
    return *Number;
  if (const auto *Number = std::get_if<int64_t>(&Value.Known))
    if (*Number >= 0)
      return static_cast<uint64_t>(*Number);
  return std::nullopt;
}

std::optional<int64_t> asSigned(const SpecificationValue &Value) {
  if (const auto *Number = std::get_if<int64_t>(&Value.Known))
    return *Number;
  if (const auto *Number = std::get_if<uint64_t>(&Value.Known))
    if (*Number <= static_cast<uint64_t>(INT64_MAX))
      return static_cast<int64_t>(*Number);
  return std::nullopt;
}

std::optional<std::string> asWord(const SpecificationValue &Value) {
  if (const auto *Word = std::get_if<std::string>(&Value.Known))
    return *Word;
  for (const auto &P : PointerWords)
    if (Value.is(P.Kind))
      return std::string(P.Word);
  if (const auto *Address = std::get_if<DeviceAddress>(&Value.Known))
    return std::string(Device) +
           (Address->Offset ? "+" + std::to_string(Address->Offset) : "");
  return std::nullopt;
}

bool isNull(const SpecificationValue &Value) {
  return Value.is(PointerKind::Null) || asUnsigned(Value) == 0u;
}

} // namespace cublaslt::findings
