"""A JSON object as a manifest states it, each field read as what it must be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import cast

from interfaces.documents.malformed import MalformedManifest

_WRITTEN_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


class StatedFields:
    """The fields of one JSON object, each read as what it must be or refused by name."""

    def __init__(self, where: str, stated: object) -> None:
        if not isinstance(stated, dict):
            raise MalformedManifest(f"{where}不是JSON对象", f"{where} is not a JSON object")
        self._where = where
        # json.loads makes dicts whose keys are strings and nothing else
        self._stated = cast("dict[str, object]", stated)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._stated)

    def require_only(self, *names: str) -> None:
        if self._stated.keys() != set(names):
            raise MalformedManifest(
                f"{self._where}的字段应为{'、'.join(names)}",
                f"the fields of {self._where} must be {', '.join(names)}",
            )

    def value(self, name: str) -> object:
        return self._stated.get(name)

    def items(self, name: str) -> Sequence[object]:
        value = self.value(name)
        if not isinstance(value, list):
            raise self._wrong(name, "列表", "a list")
        return cast("list[object]", value)  # json.loads makes lists of whatever it reads

    def text(self, name: str) -> str:
        value = self.value(name)
        if not isinstance(value, str):
            raise self._wrong(name, "文字", "a text")
        return value

    def word(self, name: str, words: Sequence[str]) -> str:
        value = self.text(name)
        if value not in words:
            raise self._wrong(name, f"{'、'.join(words)}之一", f"one of {', '.join(words)}")
        return value

    def number(self, name: str) -> int:
        value = self.value(name)
        if type(value) is not int:
            raise self._wrong(name, "整数", "a whole number")
        return value

    def optional_number(self, name: str) -> int | None:
        return None if self.value(name) is None else self.number(name)

    def text_or_number(self, name: str) -> str | int:
        return self.text(name) if isinstance(self.value(name), str) else self.number(name)

    def day(self, name: str) -> date:
        text = self.text(name)
        try:
            # from Python 3.11 on it reads other forms as well, such as 20150101
            return date.fromisoformat(text if _WRITTEN_DAY.fullmatch(text) else "")
        except ValueError as error:
            raise self._wrong(name, "日期", "a date") from error

    def _wrong(self, name: str, chinese: str, english: str) -> MalformedManifest:
        return MalformedManifest(
            f"{self._where}的{name}应为{chinese}", f"{name} of {self._where} must be {english}"
        )
