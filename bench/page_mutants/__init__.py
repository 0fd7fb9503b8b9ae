"""Mutants of the page's modules, each put to what the tests hand to Node."""
