//===-- ByteSource.cpp - the bytes of a log -------------------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "logs/ByteSource.h"
#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>
#include <zlib.h>
#include <zstd.h>

using namespace cublaslt::logs;

ByteSource::~ByteSource() = default;

bool cublaslt::logs::waitFor(int Descriptor, int StopDescriptor,
                             int Milliseconds) {
  pollfd Watched[] = {{StopDescriptor, POLLIN, 0}, {Descriptor, POLLIN, 0}};
  int Ready = -1;
  do // a signal's handler writes to StopDescriptor
    Ready = poll(Watched, 2, Milliseconds);
  while (Ready < 0 && errno == EINTR);
  return Ready <= 0 || Watched[0].revents == 0;
}

namespace {

constexpr size_t BlockSize = 1 << 18;

class FileSource : public ByteSource {
public:
  FileSource(int Descriptor, int StopDescriptor)
      : Descriptor(Descriptor), StopDescriptor(StopDescriptor) {}
  ~FileSource() override {
    if (Descriptor != STDIN_FILENO)
      close(Descriptor);
  }
  size_t read(char *Into, size_t Size) override {
    ssize_t Got = -1;
    do {
      if (!waitFor(Descriptor, StopDescriptor, -1))
        return 0;
      Got = ::read(Descriptor, Into, Size);
    } while (Got < 0 && (errno == EINTR || errno == EAGAIN));
    if (Got >= 0)
      return static_cast<size_t>(Got);
    Problem = std::strerror(errno);
    HasReadError = true;
    return 0;
  }

private:
  const int Descriptor, StopDescriptor;
};

class Text : public ByteSource {
public:
  explicit Text(std::string Bytes) : Bytes(std::move(Bytes)) {}
  size_t read(char *Into, size_t Size) override {
    size_t Length = Bytes.copy(Into, Size, Position);
    Position += Length;
    return Length;
  }

private:
  std::string Bytes;
  size_t Position = 0;
};

/// A source whose first bytes were read to see what they are.
class Resumed : public ByteSource {
public:
  Resumed(std::string Start, std::unique_ptr<ByteSource> Rest)
      : Start(std::move(Start)), Rest(std::move(Rest)) {}
  size_t read(char *Into, size_t Size) override {
    if (Given == Start.size()) {
      size_t Got = Rest->read(Into, Size);
      takeProblem(*Rest);
      return Got;
    }
    size_t Length = std::min(Size, Start.size() - Given);
    std::memcpy(Into, Start.data() + Given, Length);
    Given += Length;
    return Length;
  }

private:
  const std::string Start;
  size_t Given = 0;
  std::unique_ptr<ByteSource> Rest;
};

/// What the decoders share: a block of undecoded bytes.
class Decoder : public ByteSource {
public:
  explicit Decoder(std::unique_ptr<ByteSource> Raw)
      : Raw(std::move(Raw)), Block(BlockSize) {}

protected:
  /// False at the end of the undecoded bytes.
  bool refill() {
    Begin = 0;
    End = Raw->read(Block.data(), Block.size());
    takeProblem(*Raw);
    return End != 0;
  }
  void endEarly(const std::string &Why) {
    IsOver = true;
    if (Problem.empty())
      Problem = Why + "; what came before is read";
  }

  std::unique_ptr<ByteSource> Raw;
  std::vector<char> Block;
  size_t Begin = 0, End = 0; ///< what of Block is left
  bool IsOver = false;
};

class GzipSource : public Decoder {
public:
  explicit GzipSource(std::unique_ptr<ByteSource> Raw)
      : Decoder(std::move(Raw)) {
    // 32: gzip or zlib, whichever the header says.
    if (inflateInit2(&Stream, 15 + 32) != Z_OK)
      endEarly("gzip could not be set up");
  }
  ~GzipSource() override { inflateEnd(&Stream); }

  size_t read(char *Into, size_t Size) override {
    Stream.next_out = reinterpret_cast<Bytef *>(Into);
    Stream.avail_out = static_cast<uInt>(Size);
    while (!IsOver && Stream.avail_out == Size) {
      if (Begin == End && !refill()) {
        if (IsInMember)
          endEarly("the gzip file ends early");
        IsOver = true;
        break;
      }
      Stream.next_in = reinterpret_cast<Bytef *>(Block.data() + Begin);
      Stream.avail_in = static_cast<uInt>(End - Begin);
      int Code = inflate(&Stream, Z_NO_FLUSH);
      Begin = End - Stream.avail_in;
      IsInMember = Code != Z_STREAM_END;
      if (Code == Z_STREAM_END)
        inflateReset(&Stream); // files are concatenated members
      else if (Code != Z_OK && Code != Z_BUF_ERROR)
        endEarly("the gzip file is damaged");
    }
    return Size - Stream.avail_out;
  }

private:
  z_stream Stream = {};
  bool IsInMember = false;
};

class ZstdSource : public Decoder {
public:
  explicit ZstdSource(std::unique_ptr<ByteSource> Raw)
      : Decoder(std::move(Raw)), Stream(ZSTD_createDStream()) {
    if (!Stream)
      endEarly("Zstandard could not be set up");
  }
  ~ZstdSource() override { ZSTD_freeDStream(Stream); }

  size_t read(char *Into, size_t Size) override {
    ZSTD_outBuffer Out = {Into, Size, 0};
    while (!IsOver && Out.pos == 0) {
      // What the decoder still holds comes before new input.
      if (Begin == End && !HoldsOutput && !refill()) {
        if (IsInFrame)
          endEarly("the Zstandard file ends early");
        IsOver = true;
        break;
      }
      ZSTD_inBuffer In = {Block.data(), End, Begin};
      size_t Code = ZSTD_decompressStream(Stream, &Out, &In);
      Begin = In.pos;
      IsInFrame = Code != 0;
      HoldsOutput = Out.pos == Out.size;
      if (ZSTD_isError(Code))
        endEarly("the Zstandard file is damaged (" +
                 std::string(ZSTD_getErrorName(Code)) + ")");
    }
    return Out.pos;
  }

private:
  ZSTD_DStream *Stream;
  bool IsInFrame = false, HoldsOutput = false;
};

/// UTF-16 as UTF-8. Invalid UTF-16 becomes '?'.
class Utf16Source : public Decoder {
public:
  Utf16Source(std::unique_ptr<ByteSource> Raw, bool IsBigEndian)
      : Decoder(std::move(Raw)), IsBigEndian(IsBigEndian) {}

  size_t read(char *Into, size_t Size) override {
    size_t Done = 0;
    uint32_t Unit = 0;
    while (Done + 4 <= Size && (Done == 0 || Begin < End) && next(Unit)) {
      if (High && Unit >= 0xdc00 && Unit < 0xe000)
        Done += encode(0x10000 + ((High - 0xd800) << 10) + (Unit - 0xdc00),
                       Into + Done);
      else if (Unit < 0xd800 || Unit >= 0xe000)
        Done += encode(Unit, Into + Done);
      High = Unit >= 0xd800 && Unit < 0xdc00 ? Unit : 0;
    }
    return Done;
  }

private:
  bool next(uint32_t &Unit) {
    unsigned char Pair[2];
    for (unsigned char &Byte : Pair) {
      if (Begin == End && !refill())
        return false;
      Byte = static_cast<unsigned char>(Block[Begin++]);
    }
    Unit = IsBigEndian ? Pair[0] << 8 | Pair[1] : Pair[1] << 8 | Pair[0];
    return true;
  }
  static size_t encode(uint32_t Point, char *Into) {
    if (Point < 0x80) {
      Into[0] = static_cast<char>(Point);
      return 1;
    }
    size_t Length = Point < 0x800 ? 2 : Point < 0x10000 ? 3 : 4;
    static const unsigned char Marks[] = {0, 0, 0xc0, 0xe0, 0xf0};
    for (size_t I = Length - 1; I > 0; --I, Point >>= 6)
      Into[I] = static_cast<char>(0x80 | (Point & 0x3f));
    Into[0] = static_cast<char>(Marks[Length] | Point);
    return Length;
  }

  const bool IsBigEndian;
  uint32_t High = 0; ///< the first half of a pair
};

} // namespace

std::unique_ptr<ByteSource> cublaslt::logs::bytesOf(std::string Bytes) {
  return std::make_unique<Text>(std::move(Bytes));
}

std::unique_ptr<ByteSource>
cublaslt::logs::decoded(std::unique_ptr<ByteSource> Raw) {
  // The longest mark has four bytes; a pipe may give them one by one.
  std::string Start(4, '\0');
  size_t Length = 0;
  while (Length < Start.size()) {
    size_t Got = Raw->read(&Start[Length], Start.size() - Length);
    if (Got == 0)
      break;
    Length += Got;
  }
  Start.resize(Length);
  auto Begins = [&](const char *Mark) { return Start.rfind(Mark, 0) == 0; };
  bool IsGzip = Begins("\x1f\x8b"), IsZstd = Begins("\x28\xb5\x2f\xfd");
  bool IsLittle = Begins("\xff\xfe"), IsBig = Begins("\xfe\xff");
  if (IsLittle || IsBig) {
    Start.erase(0, 2);
  } else if (Start.size() == 4) { // without a mark, two characters of ASCII
    IsLittle = Start[0] && !Start[1] && Start[2] && !Start[3];
    IsBig = !Start[0] && Start[1] && !Start[2] && Start[3];
  }
  Raw = std::make_unique<Resumed>(std::move(Start), std::move(Raw));
  if (IsGzip)
    return std::make_unique<GzipSource>(std::move(Raw));
  if (IsZstd)
    return std::make_unique<ZstdSource>(std::move(Raw));
  if (IsLittle || IsBig)
    return std::make_unique<Utf16Source>(std::move(Raw), IsBig);
  return Raw;
}

std::unique_ptr<ByteSource> cublaslt::logs::openBytes(const std::string &Path,
                                                      std::string &Error,
                                                      int StopDescriptor) {
  int Descriptor = STDIN_FILENO;
  if (Path != "-") {
    Descriptor = open(Path.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat Facts = {};
    if (Descriptor < 0 || fstat(Descriptor, &Facts) != 0) {
      Error = Path + ": " + std::strerror(errno);
      return nullptr;
    }
    if (S_ISDIR(Facts.st_mode)) {
      close(Descriptor);
      Error = Path + ": a folder, not a log";
      return nullptr;
    }
  }
  return decoded(std::make_unique<FileSource>(Descriptor, StopDescriptor));
}
