"""Mutants of Python functions, each put to the tests that run its lines."""
