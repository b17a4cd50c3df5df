// RUN: %clang_cc1 -w %s
#define __global__ __attribute__((global))
#define __device__ __attribute__((device))
#define __shared__ __attribute__((shared))
struct dim3 { unsigned x, y, z; dim3(unsigned x = 1, unsigned y = 1, unsigned z = 1) : x(x), y(y), z(z) {} };
typedef struct stream *stream_t;
extern "C" int cudaConfigureCall(dim3, dim3, unsigned long = 0, stream_t = 0);
extern "C" unsigned __cudaPushCallConfiguration(dim3, dim3, unsigned long = 0, void * = 0);
extern "C" int cudaLaunchKernel(const void *, dim3, dim3, void **, unsigned long, stream_t);
__device__ int twice(int x) { return x * 2; }
__global__ void kernel(int *p, int n) { __shared__ int tile[32]; tile[n & 31] = twice(n); p[n] = tile[0]; }
template <class T> __global__ void generic(T *t) { *t = T(); }
void launch(int *p, stream_t s) { kernel<<<dim3(2), 32, 0, s>>>(p, 3); for (int i = 0; i < 3; ++i) generic<<<i, 1>>>(p); }
