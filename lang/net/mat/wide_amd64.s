//go:build amd64 && !purego

#include "textflag.h"

// The kernels of whole numbers where the processor has VPDPWSSD: it does what
// VPMADDWD and VPADDD of quant_amd64.s do, for sixteen columns at once. The sums
// are exact, so the results are the same. At the end they become float32, are
// scaled, and c is set to them plus from.

// PAIR2 takes one pair of a row of a at addr against the two panels in Z28, Z29.
#define PAIR2(addr, x, y) \
	VPBROADCASTD addr, Z30; \
	VPDPWSSD Z30, Z28, x; \
	VPDPWSSD Z30, Z29, y

// PAIR4 is the same against the four panels in Z26 to Z29.
#define PAIR4(addr, x, y, z, u) \
	VPBROADCASTD addr, Z30; \
	VPDPWSSD Z30, Z26, x; \
	VPDPWSSD Z30, Z27, y; \
	VPDPWSSD Z30, Z28, z; \
	VPDPWSSD Z30, Z29, u

// PUT sets c to a sum times the scale in Z31 plus from.
#define PUT(x, from, c) \
	VCVTDQ2PS x, x; \
	VMULPS Z31, x, x; \
	VADDPS from, x, x; \
	VMOVUPS x, c


// wide8x2 is eight rows of a against two panels of b.
//
// func wide8x2(pairs int, a unsafe.Pointer, row uintptr, b unsafe.Pointer, pb uintptr, c unsafe.Pointer, ldc uintptr, from unsafe.Pointer, ldf uintptr, scale float32)
TEXT ·wide8x2(SB), NOSPLIT, $0-76
	MOVQ pairs+0(FP), CX
	MOVQ a+8(FP), SI
	MOVQ row+16(FP), R8
	MOVQ b+24(FP), DI
	MOVQ pb+32(FP), R9
	MOVQ c+40(FP), DX
	MOVQ ldc+48(FP), R10
	MOVQ from+56(FP), AX
	MOVQ ldf+64(FP), R13
	LEAQ (R8)(R8*2), R12
	LEAQ (SI)(R8*4), R15
	VPXORD Z0, Z0, Z0
	VPXORD Z1, Z1, Z1
	VPXORD Z2, Z2, Z2
	VPXORD Z3, Z3, Z3
	VPXORD Z4, Z4, Z4
	VPXORD Z5, Z5, Z5
	VPXORD Z6, Z6, Z6
	VPXORD Z7, Z7, Z7
	VPXORD Z8, Z8, Z8
	VPXORD Z9, Z9, Z9
	VPXORD Z10, Z10, Z10
	VPXORD Z11, Z11, Z11
	VPXORD Z12, Z12, Z12
	VPXORD Z13, Z13, Z13
	VPXORD Z14, Z14, Z14
	VPXORD Z15, Z15, Z15

wide8x2Loop:
	VMOVDQU32 (DI), Z28
	VMOVDQU32 (DI)(R9*1), Z29
	PAIR2((SI), Z0, Z1)
	PAIR2((SI)(R8*1), Z2, Z3)
	PAIR2((SI)(R8*2), Z4, Z5)
	PAIR2((SI)(R12*1), Z6, Z7)
	PAIR2((R15), Z8, Z9)
	PAIR2((R15)(R8*1), Z10, Z11)
	PAIR2((R15)(R8*2), Z12, Z13)
	PAIR2((R15)(R12*1), Z14, Z15)
	ADDQ $4, SI
	ADDQ $4, R15
	ADDQ $64, DI
	DECQ CX
	JNZ wide8x2Loop

	VBROADCASTSS scale+72(FP), Z31
	PUT(Z0, (AX), (DX))
	PUT(Z1, 64(AX), 64(DX))
	ADDQ R10, DX
	ADDQ R13, AX
	PUT(Z2, (AX), (DX))
	PUT(Z3, 64(AX), 64(DX))
	ADDQ R10, DX
	ADDQ R13, AX
	PUT(Z4, (AX), (DX))
	PUT(Z5, 64(AX), 64(DX))
	ADDQ R10, DX
	ADDQ R13, AX
	PUT(Z6, (AX), (DX))
	PUT(Z7, 64(AX), 64(DX))
	ADDQ R10, DX
	ADDQ R13, AX
	PUT(Z8, (AX), (DX))
	PUT(Z9, 64(AX), 64(DX))
	ADDQ R10, DX
	ADDQ R13, AX
	PUT(Z10, (AX), (DX))
	PUT(Z11, 64(AX), 64(DX))
	ADDQ R10, DX
	ADDQ R13, AX
	PUT(Z12, (AX), (DX))
	PUT(Z13, 64(AX), 64(DX))
	ADDQ R10, DX
	ADDQ R13, AX
	PUT(Z14, (AX), (DX))
	PUT(Z15, 64(AX), 64(DX))
	VZEROUPPER
	RET

// wide4x4 is four rows of a against four panels of b.
//
// func wide4x4(pairs int, a unsafe.Pointer, row uintptr, b unsafe.Pointer, pb uintptr, c unsafe.Pointer, ldc uintptr, from unsafe.Pointer, ldf uintptr, scale float32)
TEXT ·wide4x4(SB), NOSPLIT, $0-76
	MOVQ pairs+0(FP), CX
	MOVQ a+8(FP), SI
	MOVQ row+16(FP), R8
	MOVQ b+24(FP), DI
	MOVQ pb+32(FP), R9
	MOVQ c+40(FP), DX
	MOVQ ldc+48(FP), R10
	MOVQ from+56(FP), AX
	MOVQ ldf+64(FP), R13
	LEAQ (R8)(R8*2), R12
	LEAQ (R9)(R9*2), R15
	VPXORD Z0, Z0, Z0
	VPXORD Z1, Z1, Z1
	VPXORD Z2, Z2, Z2
	VPXORD Z3, Z3, Z3
	VPXORD Z4, Z4, Z4
	VPXORD Z5, Z5, Z5
	VPXORD Z6, Z6, Z6
	VPXORD Z7, Z7, Z7
	VPXORD Z8, Z8, Z8
	VPXORD Z9, Z9, Z9
	VPXORD Z10, Z10, Z10
	VPXORD Z11, Z11, Z11
	VPXORD Z12, Z12, Z12
	VPXORD Z13, Z13, Z13
	VPXORD Z14, Z14, Z14
	VPXORD Z15, Z15, Z15

wide4x4Loop:
	VMOVDQU32 (DI), Z26
	VMOVDQU32 (DI)(R9*1), Z27
	VMOVDQU32 (DI)(R9*2), Z28
	VMOVDQU32 (DI)(R15*1), Z29
	PAIR4((SI), Z0, Z1, Z2, Z3)
	PAIR4((SI)(R8*1), Z4, Z5, Z6, Z7)
	PAIR4((SI)(R8*2), Z8, Z9, Z10, Z11)
	PAIR4((SI)(R12*1), Z12, Z13, Z14, Z15)
	ADDQ $4, SI
	ADDQ $64, DI
	DECQ CX
	JNZ wide4x4Loop

	VBROADCASTSS scale+72(FP), Z31
	PUT(Z0, (AX), (DX))
	PUT(Z1, 64(AX), 64(DX))
	PUT(Z2, 128(AX), 128(DX))
	PUT(Z3, 192(AX), 192(DX))
	ADDQ R10, DX
	ADDQ R13, AX
	PUT(Z4, (AX), (DX))
	PUT(Z5, 64(AX), 64(DX))
	PUT(Z6, 128(AX), 128(DX))
	PUT(Z7, 192(AX), 192(DX))
	ADDQ R10, DX
	ADDQ R13, AX
	PUT(Z8, (AX), (DX))
	PUT(Z9, 64(AX), 64(DX))
	PUT(Z10, 128(AX), 128(DX))
	PUT(Z11, 192(AX), 192(DX))
	ADDQ R10, DX
	ADDQ R13, AX
	PUT(Z12, (AX), (DX))
	PUT(Z13, 64(AX), 64(DX))
	PUT(Z14, 128(AX), 128(DX))
	PUT(Z15, 192(AX), 192(DX))
	VZEROUPPER
	RET

// wide2x4 is two rows of a against four panels of b.
//
// func wide2x4(pairs int, a unsafe.Pointer, row uintptr, b unsafe.Pointer, pb uintptr, c unsafe.Pointer, ldc uintptr, from unsafe.Pointer, ldf uintptr, scale float32)
TEXT ·wide2x4(SB), NOSPLIT, $0-76
	MOVQ pairs+0(FP), CX
	MOVQ a+8(FP), SI
	MOVQ row+16(FP), R8
	MOVQ b+24(FP), DI
	MOVQ pb+32(FP), R9
	MOVQ c+40(FP), DX
	MOVQ ldc+48(FP), R10
	MOVQ from+56(FP), AX
	MOVQ ldf+64(FP), R13
	LEAQ (R9)(R9*2), R15
	VPXORD Z0, Z0, Z0
	VPXORD Z1, Z1, Z1
	VPXORD Z2, Z2, Z2
	VPXORD Z3, Z3, Z3
	VPXORD Z4, Z4, Z4
	VPXORD Z5, Z5, Z5
	VPXORD Z6, Z6, Z6
	VPXORD Z7, Z7, Z7

wide2x4Loop:
	VMOVDQU32 (DI), Z26
	VMOVDQU32 (DI)(R9*1), Z27
	VMOVDQU32 (DI)(R9*2), Z28
	VMOVDQU32 (DI)(R15*1), Z29
	PAIR4((SI), Z0, Z1, Z2, Z3)
	PAIR4((SI)(R8*1), Z4, Z5, Z6, Z7)
	ADDQ $4, SI
	ADDQ $64, DI
	DECQ CX
	JNZ wide2x4Loop

	VBROADCASTSS scale+72(FP), Z31
	PUT(Z0, (AX), (DX))
	PUT(Z1, 64(AX), 64(DX))
	PUT(Z2, 128(AX), 128(DX))
	PUT(Z3, 192(AX), 192(DX))
	ADDQ R10, DX
	ADDQ R13, AX
	PUT(Z4, (AX), (DX))
	PUT(Z5, 64(AX), 64(DX))
	PUT(Z6, 128(AX), 128(DX))
	PUT(Z7, 192(AX), 192(DX))
	VZEROUPPER
	RET

// wide1x4 is one row of a against four panels of b.
//
// func wide1x4(pairs int, a unsafe.Pointer, row uintptr, b unsafe.Pointer, pb uintptr, c unsafe.Pointer, ldc uintptr, from unsafe.Pointer, ldf uintptr, scale float32)
TEXT ·wide1x4(SB), NOSPLIT, $0-76
	MOVQ pairs+0(FP), CX
	MOVQ a+8(FP), SI
	MOVQ row+16(FP), R8
	MOVQ b+24(FP), DI
	MOVQ pb+32(FP), R9
	MOVQ c+40(FP), DX
	MOVQ ldc+48(FP), R10
	MOVQ from+56(FP), AX
	MOVQ ldf+64(FP), R13
	LEAQ (R9)(R9*2), R15
	VPXORD Z0, Z0, Z0
	VPXORD Z1, Z1, Z1
	VPXORD Z2, Z2, Z2
	VPXORD Z3, Z3, Z3

wide1x4Loop:
	VMOVDQU32 (DI), Z26
	VMOVDQU32 (DI)(R9*1), Z27
	VMOVDQU32 (DI)(R9*2), Z28
	VMOVDQU32 (DI)(R15*1), Z29
	PAIR4((SI), Z0, Z1, Z2, Z3)
	ADDQ $4, SI
	ADDQ $64, DI
	DECQ CX
	JNZ wide1x4Loop

	VBROADCASTSS scale+72(FP), Z31
	PUT(Z0, (AX), (DX))
	PUT(Z1, 64(AX), 64(DX))
	PUT(Z2, 128(AX), 128(DX))
	PUT(Z3, 192(AX), 192(DX))
	VZEROUPPER
	RET

// WIDETANH replaces x by its tanh; it uses Z0, Z1, Z2 and the constants in Z16 to
// Z28.
#define WIDETANH(x) \
	VMINPS Z16, x, x; \
	VMAXPS Z17, x, x; \
	VMULPS x, x, Z0; \
	VMULPS Z18, Z0, Z1; \
	VADDPS Z19, Z1, Z1; \
	VMULPS Z0, Z1, Z1; \
	VADDPS Z20, Z1, Z1; \
	VMULPS Z0, Z1, Z1; \
	VADDPS Z21, Z1, Z1; \
	VMULPS Z0, Z1, Z1; \
	VADDPS Z22, Z1, Z1; \
	VMULPS Z0, Z1, Z1; \
	VADDPS Z23, Z1, Z1; \
	VMULPS Z0, Z1, Z1; \
	VADDPS Z24, Z1, Z1; \
	VMULPS Z25, Z0, Z2; \
	VADDPS Z26, Z2, Z2; \
	VMULPS Z0, Z2, Z2; \
	VADDPS Z27, Z2, Z2; \
	VMULPS Z0, Z2, Z2; \
	VADDPS Z28, Z2, Z2; \
	VMULPS Z1, x, x; \
	VDIVPS Z2, x, x

// cell16 is cell8 for sixteen units at once.
//
// func cell16(gates, old, now, out unsafe.Pointer, blocks int, constants unsafe.Pointer)
TEXT ·cell16(SB), NOSPLIT, $0-48
	MOVQ gates+0(FP), SI
	MOVQ old+8(FP), DI
	MOVQ now+16(FP), R8
	MOVQ out+24(FP), R9
	MOVQ blocks+32(FP), CX
	MOVQ constants+40(FP), DX
	MOVQ CX, R10
	SHLQ $6, R10
	LEAQ (R10)(R10*2), R11
	VBROADCASTSS 0(DX), Z16
	VBROADCASTSS 32(DX), Z17
	VBROADCASTSS 64(DX), Z18
	VBROADCASTSS 96(DX), Z19
	VBROADCASTSS 128(DX), Z20
	VBROADCASTSS 160(DX), Z21
	VBROADCASTSS 192(DX), Z22
	VBROADCASTSS 224(DX), Z23
	VBROADCASTSS 256(DX), Z24
	VBROADCASTSS 288(DX), Z25
	VBROADCASTSS 320(DX), Z26
	VBROADCASTSS 352(DX), Z27
	VBROADCASTSS 384(DX), Z28
	VBROADCASTSS 416(DX), Z29
	VBROADCASTSS 448(DX), Z30

cell16Loop:
	VMOVUPS (SI), Z4
	WIDETANH(Z4)
	VMULPS Z29, Z4, Z4
	VADDPS Z29, Z4, Z4
	VMOVUPS (SI)(R10*1), Z5
	WIDETANH(Z5)
	VMULPS Z29, Z5, Z5
	VADDPS Z29, Z5, Z5
	VMOVUPS (SI)(R10*2), Z6
	WIDETANH(Z6)
	VMULPS Z29, Z6, Z6
	VADDPS Z29, Z6, Z6
	VMOVUPS (SI)(R11*1), Z7
	WIDETANH(Z7)
	VMULPS Z4, Z7, Z7
	VMULPS (DI), Z5, Z5
	VADDPS Z5, Z7, Z7
	VMOVUPS Z7, (R8)
	WIDETANH(Z7)
	VMULPS Z6, Z7, Z7
	VMULPS Z30, Z7, Z7
	VCVTPS2DQ Z7, Z7
	VPMOVSDW Z7, (R9)
	ADDQ $64, SI
	ADDQ $64, DI
	ADDQ $64, R8
	ADDQ $32, R9
	DECQ CX
	JNZ cell16Loop
	VZEROUPPER
	RET

// real6 is kernel6 with a whole panel in one register.
//
// func real6(k int, a unsafe.Pointer, row, col uintptr, b, c unsafe.Pointer, ldc uintptr)
TEXT ·real6(SB), NOSPLIT, $0-56
	MOVQ k+0(FP), CX
	MOVQ a+8(FP), SI
	MOVQ row+16(FP), R8
	MOVQ col+24(FP), R9
	MOVQ b+32(FP), DI
	MOVQ c+40(FP), DX
	MOVQ ldc+48(FP), R10
	LEAQ (R8)(R8*2), R11
	LEAQ (R8)(R8*4), R12
	LEAQ (R10)(R10*2), R13
	LEAQ (R10)(R10*4), BX
	VMOVUPS (DX), Z0
	VMOVUPS (DX)(R10*1), Z1
	VMOVUPS (DX)(R10*2), Z2
	VMOVUPS (DX)(R13*1), Z3
	VMOVUPS (DX)(R10*4), Z4
	VMOVUPS (DX)(BX*1), Z5

real6Loop:
	VMOVUPS (DI), Z12
	VMULPS.BCST (SI), Z12, Z16
	VADDPS Z16, Z0, Z0
	VMULPS.BCST (SI)(R8*1), Z12, Z17
	VADDPS Z17, Z1, Z1
	VMULPS.BCST (SI)(R8*2), Z12, Z18
	VADDPS Z18, Z2, Z2
	VMULPS.BCST (SI)(R11*1), Z12, Z19
	VADDPS Z19, Z3, Z3
	VMULPS.BCST (SI)(R8*4), Z12, Z20
	VADDPS Z20, Z4, Z4
	VMULPS.BCST (SI)(R12*1), Z12, Z21
	VADDPS Z21, Z5, Z5
	ADDQ R9, SI
	ADDQ $64, DI
	DECQ CX
	JNZ real6Loop

	VMOVUPS Z0, (DX)
	VMOVUPS Z1, (DX)(R10*1)
	VMOVUPS Z2, (DX)(R10*2)
	VMOVUPS Z3, (DX)(R13*1)
	VMOVUPS Z4, (DX)(R10*4)
	VMOVUPS Z5, (DX)(BX*1)
	VZEROUPPER
	RET
