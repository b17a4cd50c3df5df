//===-- HuntKernels.cu - data, reference and comparison -------------------===//
//
// Licensed under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The build takes HuntKernels.ptx, which make-ptx.sh makes of this file: a
/// machine that builds the doctor need not have nvcc.
///
//===----------------------------------------------------------------------===//

#include "runtime-check/hunt/HuntData.h"

using namespace cublaslt::runtime;

namespace {

struct Pair {
  double Re, Im;
};

__device__ unsigned mixed(unsigned Seed, unsigned A, unsigned B, unsigned C) {
  unsigned H = Seed ^ (A * 0x9e3779b1u);
  H = (H ^ (H >> 15)) * 0x85ebca77u + B * 0xc2b2ae3du;
  H = (H ^ (H >> 13)) * 0x27d4eb2fu + C * 0x165667b1u;
  H = (H ^ (H >> 16)) * 0x7feb352du;
  return H ^ (H >> 15);
}

__device__ Pair signs(unsigned H, bool IsComplex) {
  return {H & 1 ? 1.0 : -1.0, IsComplex ? (H & 2 ? 1.0 : -1.0) : 0.0};
}

/// The column of op(A)'s row that is not zero in the stratum J.
__device__ int position(const HuntData &D, int Batch, int M, int J) {
  const long long Body = D.K - D.Tail;
  const int Low = int(J * Body / D.Strata),
            High = int((J + 1) * Body / D.Strata);
  return Low + mixed(D.Seed + 17, Batch, M, J) % (High - Low);
}

__device__ Pair valueA(const HuntData &D, int Batch, int M, int K) {
  if (D.SharedA)
    Batch = 0;
  const long long Body = D.K - D.Tail;
  if (K < Body) {
    const int J = int(((K + 1LL) * D.Strata - 1) / Body);
    if (position(D, Batch, M, J) != K)
      return {0, 0};
  }
  return signs(mixed(D.Seed + 1, Batch, M, K), D.IsComplex);
}

__device__ Pair valueB(const HuntData &D, int Batch, int K, int N) {
  return signs(mixed(D.Seed + 2, D.SharedB ? 0 : Batch, N, K), D.IsComplex);
}

__device__ Pair valueC(const HuntData &D, int Batch, int M, int N) {
  return signs(mixed(D.Seed + 3, D.SharedC ? 0 : Batch, M, N), D.IsComplex);
}

__device__ double valueBias(const HuntData &D, int M) {
  return mixed(D.Seed + 4, 0, M, 0) & 1 ? 1 : -1;
}

__device__ double outerScale(const HuntData &D, int Which, int I) {
  return mixed(D.Seed + 5, Which, I, 0) & 1 ? 2 : 1;
}

__device__ bool maskBit(const HuntData &D, int M, int N) {
  return mixed(D.Seed + 6, 0, M, N) & 1;
}

/// Bits of a small number that the 8-bit float type holds exactly.
__device__ unsigned char toFp8(double V, int MantissaBits, int Bias) {
  if (V == 0)
    return 0;
  const unsigned Bits = __float_as_uint(float(V));
  const int Exponent = int((Bits >> 23) & 255) - 127 + Bias;
  return static_cast<unsigned char>(
      ((Bits >> 24) & 0x80) | (Exponent << MantissaBits) |
      ((Bits & 0x7fffff) >> (23 - MantissaBits)));
}

__device__ double fromFp8(unsigned char Byte, int MantissaBits, int Bias) {
  const int ExponentBits = 7 - MantissaBits;
  const int Exponent = (Byte & 0x7f) >> MantissaBits;
  const int Mantissa = Byte & ((1 << MantissaBits) - 1);
  const bool IsE5 = ExponentBits == 5;
  if (IsE5 ? Exponent == 31 : (Byte & 0x7f) == 0x7f)
    return __longlong_as_double(0x7ff8000000000000LL);
  const double Fraction = double(Mantissa) / (1 << MantissaBits);
  const double V = Exponent ? (1 + Fraction) * exp2(double(Exponent - Bias))
                            : Fraction * exp2(double(1 - Bias));
  return Byte & 0x80 ? -V : V;
}

__device__ unsigned short toHalf(float V) {
  unsigned short H;
  asm("cvt.rn.f16.f32 %0, %1;" : "=h"(H) : "f"(V));
  return H;
}

__device__ float fromHalf(unsigned short H) {
  float V;
  asm("cvt.f32.f16 %0, %1;" : "=f"(V) : "h"(H));
  return V;
}

/// Bytes of one real number; \p Type as of the real part.
__device__ void encode(unsigned char *To, int Type, double V) {
  switch (Type) {
  case 0: case 4:
    *reinterpret_cast<float *>(To) = float(V);
    return;
  case 1: case 5:
    *reinterpret_cast<double *>(To) = V;
    return;
  case 2: case 6:
    *reinterpret_cast<unsigned short *>(To) = toHalf(float(V));
    return;
  case 14: case 15:
    *reinterpret_cast<unsigned short *>(To) =
        static_cast<unsigned short>(__float_as_uint(float(V)) >> 16);
    return;
  case 10:
    *reinterpret_cast<int *>(To) = int(V);
    return;
  case 28:
    *To = toFp8(V, 3, 7);
    return;
  case 29:
    *To = toFp8(V, 2, 15);
    return;
  default:
    *reinterpret_cast<signed char *>(To) = static_cast<signed char>(V);
  }
}

__device__ double decode(const unsigned char *At, int Type) {
  switch (Type) {
  case 0: case 4:
    return *reinterpret_cast<const float *>(At);
  case 1: case 5:
    return *reinterpret_cast<const double *>(At);
  case 2: case 6:
    return fromHalf(*reinterpret_cast<const unsigned short *>(At));
  case 14: case 15:
    return __uint_as_float(
        unsigned(*reinterpret_cast<const unsigned short *>(At)) << 16);
  case 10:
    return *reinterpret_cast<const int *>(At);
  case 28:
    return fromFp8(*At, 3, 7);
  case 29:
    return fromFp8(*At, 2, 15);
  default:
    return *reinterpret_cast<const signed char *>(At);
  }
}

__device__ bool isComplexType(int Type) {
  return (Type >= 4 && Type <= 7) || Type == 15;
}

/// Which element a slot holds; false where it is padding or guard.
__device__ bool locate(const HuntMatrix &L, long long Slot, int &Batch,
                       int &Row, int &Col) {
  long long At = Slot - L.Guard;
  if (At < 0 || Slot >= L.Slots - L.Guard)
    return false;
  Batch = 0;
  if (L.Batches > 1 && L.Stride > 0) {
    Batch = int(At / L.Stride);
    if (Batch >= L.Batches)
      Batch = L.Batches - 1;
    At -= Batch * L.Stride;
  }
  const long long Major = At / L.Ld, Minor = At - Major * L.Ld;
  const long long R = L.IsRowOrder ? Major : Minor,
                  C = L.IsRowOrder ? Minor : Major;
  Row = int(R);
  Col = int(C);
  return R < L.Rows && C < L.Cols;
}

__device__ double gelu(double X) {
  return 0.5 * X *
         (1 + tanh(0.7978845608028654 * (X + 0.044715 * X * X * X)));
}

} // namespace

/// Writes a region, or (IsCheck) counts the slots that no longer hold what was
/// written.
extern "C" __global__ void huntFill(unsigned char *Memory, HuntMatrix L,
                                    HuntData D, int Region, int IsCheck,
                                    HuntCount *Count) {
  const long long Step = static_cast<long long>(gridDim.x) * blockDim.x;
  for (long long Slot = blockIdx.x * static_cast<long long>(blockDim.x) + threadIdx.x;
       Slot < L.Slots; Slot += Step) {
    alignas(16) unsigned char Bytes[16];
    for (int I = 0; I < L.ElementBytes; ++I)
      Bytes[I] = static_cast<unsigned char>(L.Poison);
    int Batch = 0, Row = 0, Col = 0;
    if (locate(L, Slot, Batch, Row, Col)) {
      const int I = L.IsTransposed ? Col : Row, J = L.IsTransposed ? Row : Col;
      Pair V = {0, 0};
      switch (Region) {
      case RegionA:
        V = valueA(D, Batch, I, J);
        break;
      case RegionB:
        V = valueB(D, Batch, I, J);
        break;
      case RegionC:
        V = valueC(D, Batch, I, J);
        break;
      case RegionBias:
        V.Re = valueBias(D, I);
        break;
      case RegionScaleA:
        V.Re = outerScale(D, 0, I);
        break;
      case RegionScaleB:
        V.Re = outerScale(D, 1, I);
        break;
      case RegionMask:
        for (int Bit = 0; Bit < 8; ++Bit)
          V.Re += I * 8 + Bit < D.M && maskBit(D, I * 8 + Bit, J) ? 1 << Bit : 0;
        Bytes[0] = static_cast<unsigned char>(int(V.Re));
        break;
      }
      if (Region != RegionMask) {
        const int Part = isComplexType(L.Type) ? L.ElementBytes / 2 : L.ElementBytes;
        encode(Bytes, L.Type, V.Re);
        if (Part != L.ElementBytes)
          encode(Bytes + Part, L.Type, V.Im);
      }
    }
    unsigned char *At = Memory + Slot * L.ElementBytes;
    if (!IsCheck) {
      for (int I = 0; I < L.ElementBytes; ++I)
        At[I] = Bytes[I];
      continue;
    }
    bool IsSame = true;
    for (int I = 0; I < L.ElementBytes; ++I)
      IsSame &= At[I] == Bytes[I];
    if (!IsSame)
      atomicAdd(&Count->Outside, 1ULL);
  }
}

/// What the epilogue's activation is given, for each element of D.
extern "C" __global__ void huntReference(double *Reference, HuntData D) {
  const long long Elements = static_cast<long long>(D.M) * D.N * D.Batches;
  const long long Step = static_cast<long long>(gridDim.x) * blockDim.x;
  for (long long E = blockIdx.x * static_cast<long long>(blockDim.x) + threadIdx.x;
       E < Elements; E += Step) {
    const int M = int(E % D.M), N = int(E / D.M % D.N),
              Batch = int(E / D.M / D.N);
    int Re = 0, Im = 0;
    auto Add = [&](int K) {
      const Pair A = signs(
          mixed(D.Seed + 1, D.SharedA ? 0 : Batch, M, K), D.IsComplex);
      const Pair B = valueB(D, Batch, K, N);
      const int ARe = int(A.Re), AIm = D.ConjugateA ? -int(A.Im) : int(A.Im);
      const int BRe = int(B.Re), BIm = D.ConjugateB ? -int(B.Im) : int(B.Im);
      Re += ARe * BRe - AIm * BIm;
      Im += ARe * BIm + AIm * BRe;
    };
    for (int J = 0; J < D.Strata; ++J)
      Add(position(D, D.SharedA ? 0 : Batch, M, J));
    for (int K = D.K - D.Tail; K < D.K; ++K)
      Add(K);
    double Scale = D.Alpha * D.ScaleA * D.ScaleB;
    if (D.OuterScaleA)
      Scale *= outerScale(D, 0, M);
    if (D.OuterScaleB)
      Scale *= outerScale(D, 1, N);
    const Pair C = valueC(D, Batch, M, N);
    double V = Scale * Re;
    if (D.Beta != 0)
      V += D.Beta * D.ScaleC * C.Re;
    if (D.HasBias)
      V += valueBias(D, M);
    if (!D.IsComplex) {
      Reference[E] = V;
      continue;
    }
    Reference[2 * E] = V;
    Reference[2 * E + 1] =
        Scale * Im + (D.Beta != 0 ? D.Beta * D.ScaleC * C.Im : 0);
  }
}

/// Compares a region with the reference after \p Activation.
extern "C" __global__ void huntCompare(const unsigned char *Memory,
                                       HuntMatrix L, HuntData D,
                                       const double *Reference, int Activation,
                                       double Absolute, double Relative,
                                       HuntCount *Count) {
  const long long Step = static_cast<long long>(gridDim.x) * blockDim.x;
  const int Part = isComplexType(L.Type) ? L.ElementBytes / 2 : L.ElementBytes;
  for (long long Slot = blockIdx.x * static_cast<long long>(blockDim.x) + threadIdx.x;
       Slot < L.Slots; Slot += Step) {
    const unsigned char *At = Memory + Slot * L.ElementBytes;
    bool IsPoison = true;
    for (int I = 0; I < L.ElementBytes; ++I)
      IsPoison &= At[I] == L.Poison;
    int Batch, M, N;
    if (!locate(L, Slot, Batch, M, N)) {
      if (!IsPoison)
        atomicAdd(&Count->Outside, 1ULL);
      continue;
    }
    const long long E = (static_cast<long long>(Batch) * D.N + N) * D.M + M;
    bool IsRight = true;
    for (int I = 0; I * Part < L.ElementBytes; ++I) {
      const int Parts = D.IsComplex ? 2 : 1;
      double Expected = Reference[E * Parts + I];
      if (Activation == ReluActivation)
        Expected = Expected > 0 ? Expected : 0;
      else if (Activation == GeluActivation)
        Expected = gelu(Expected);
      else if (Activation == DReluActivation)
        Expected = maskBit(D, M, N) ? Expected : 0;
      Expected *= D.ScaleD;
      const double Seen = decode(At + I * Part, L.Type);
      // Written so that no number is not right.
      IsRight &= fabs(Seen - Expected) <= Absolute + Relative * fabs(Expected);
    }
    if (IsRight)
      continue;
    atomicAdd(&Count->Wrong, 1ULL);
    if (IsPoison)
      atomicAdd(&Count->Untouched, 1ULL);
    atomicMin(&Count->First, static_cast<unsigned long long>(Slot));
  }
}

/// Compares the bits that ReLU leaves behind: one for each element above zero;
/// zero itself may be either.
extern "C" __global__ void huntCompareMask(const unsigned char *Memory,
                                           HuntMatrix L, HuntData D,
                                           const double *Reference,
                                           HuntCount *Count) {
  const long long Step = static_cast<long long>(gridDim.x) * blockDim.x;
  const long long Elements = static_cast<long long>(D.M) * D.N;
  for (long long E = blockIdx.x * static_cast<long long>(blockDim.x) + threadIdx.x;
       E < Elements; E += Step) {
    const long long M = E % D.M, N = E / D.M;
    const unsigned char Byte = Memory[L.Guard + N * L.Ld + M / 8];
    const double V = Reference[E];
    if (V == 0 || ((Byte >> (M % 8)) & 1) == (V > 0))
      continue;
    atomicAdd(&Count->Wrong, 1ULL);
    atomicMin(&Count->First, static_cast<unsigned long long>(E));
  }
}

/// Counts bytes that are not \p Poison.
extern "C" __global__ void huntGuard(const unsigned char *Memory, int Bytes,
                                     unsigned Poison, HuntCount *Count) {
  for (int I = threadIdx.x; I < Bytes; I += blockDim.x)
    if (Memory[I] != Poison)
      atomicAdd(&Count->Outside, 1ULL);
}
