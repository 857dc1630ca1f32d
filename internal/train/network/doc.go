// Package network trains and measures the network of lang/net.
//
// A run goes over all sentences two dozen times. Each step takes sentences of
// like length with some 640 tokens, in two parts whose gradients are computed at
// once and added in a fixed order, so that the same data, flags and seed give
// the same file. The gradients are written by hand and checked against
// differences of the loss by a test. docs/language.md tells of the network, the
// data and what was measured.
package network
