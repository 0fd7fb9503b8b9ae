"""What is not in the form it must be written in, said in both languages."""

from __future__ import annotations


class Malformed(ValueError):
    """The first thing wrong with a piece of a bundle."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(f"{chinese} {english}")
        self.chinese = chinese
        self.english = english


class MalformedManifest(Malformed):
    """The manifest is not in its form, or contradicts itself."""


class UnknownFormat(MalformedManifest):
    """The manifest is of another kind or of a later version."""
