"""Whether the attachments of a bundle are evidence that its events state."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from interfaces.documents.manifest import ATTACHMENTS, FileEntry, MemberKind
from interfaces.verifier.finding import Fault, about_file

EVIDENCE = "evidence"
"""The field in which events of every kind state evidence, each piece with its SHA-256."""


class Attachments:
    """The attachments the manifest lists, while the events pass that may state them."""

    def __init__(self, files: Iterable[FileEntry]) -> None:
        self._files = [file for file in files if file.kind is MemberKind.ATTACHMENT]
        self._unstated = {file.sha256 for file in self._files}

    def follow(self, state: dict[str, Any]) -> None:
        """Take the evidence an event states; of a bundle without attachments nothing is looked at.

        The event may be of any form: whether that is right is judged elsewhere.
        """
        stated = state.get(EVIDENCE) if self._unstated else None
        for piece in stated if isinstance(stated, list) else ():
            digest = piece.get("sha256") if isinstance(piece, dict) else None
            if isinstance(digest, str):
                self._unstated.discard(digest)

    def require(self) -> None:
        """Refuse an attachment under another name, or one that no event states."""
        for file in self._files:
            if file.path != f"{ATTACHMENTS}/{file.sha256}":
                raise about_file(
                    Fault.ATTACHMENT_DIFFERS,
                    "内容的SHA-256与文件名不符",
                    "its SHA-256 is not its name",
                    file.path,
                )
            if file.sha256 in self._unstated:
                raise about_file(
                    Fault.ATTACHMENT_DIFFERS,
                    "包内没有事件写明这份佐证材料",
                    "is evidence that no event of the bundle states",
                    file.path,
                )
