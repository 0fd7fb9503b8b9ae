"""Benchmarks: every figure a ratio between two things measured in one run on one machine."""
