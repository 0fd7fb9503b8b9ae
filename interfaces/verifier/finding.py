"""The first thing wrong with a history or with what a bundle says follows from it."""

from __future__ import annotations


class Finding(Exception):
    """Something is wrong; says what and where, in Chinese and in English."""

    def __init__(self, code: str, sequence: int | None, chinese: str, english: str) -> None:
        super().__init__(f"{chinese} / {english}")
        self.code = code
        """A stable name of the kind of finding."""
        self.sequence = sequence
        """The event it is about; ``None`` where it is about a table."""
        self.chinese = chinese
        self.english = english
