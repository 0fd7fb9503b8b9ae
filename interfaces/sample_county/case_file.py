"""A case as a file: YAML whose entries know their place, so that a mistake can be shown."""

from collections.abc import Container, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from typing_extensions import TypeIs


class SampleRefused(Exception):
    """Nothing of the sample county was recorded; one Chinese sentence says why."""


class SampleFileBroken(SampleRefused):
    """A file of the sample county cannot be followed; the sentence names the place."""


class Entries(dict[str, Any]):
    """What one mapping of the file states, and the line it begins on."""

    def __init__(self, stated: Mapping[str, Any], line: int, **added: Any) -> None:
        super().__init__(stated, **added)
        self.line = line


class Place(NamedTuple):
    """Where in the files something stands."""

    file: str
    line: int
    step: str = ""
    """Which step of the case, such as ``第3步“交办”``."""
    key: str = ""
    """Which fact of the step, such as ``的“措施”的“期限”``."""

    def of(self, key: str) -> "Place":
        """Return the place of one fact within this place."""
        return self._replace(key=f"{self.key}的“{key}”")

    def broken(self, complaint: str) -> SampleFileBroken:
        """Return the error that points here."""
        return SampleFileBroken(f"{self.file}第{self.line}行{self.step}{self.key}:{complaint}")


class _CaseLoader(yaml.SafeLoader):
    """Safe YAML in which no key may be given twice."""


def _entries(loader: Any, node: yaml.MappingNode) -> Entries:
    place = Place(loader.name, node.start_mark.line + 1)
    entries = Entries({}, place.line)
    for key, value in loader.construct_pairs(node, deep=True):
        if not isinstance(key, str):
            raise place.broken(f"“{key}”应为文字")
        if key in entries:
            raise place.broken(f"“{key}”填写了两次")
        entries[key] = value
    return entries


_CaseLoader.add_constructor(yaml.SafeLoader.DEFAULT_MAPPING_TAG, _entries)


def read_entries(path: Path) -> tuple[Entries, Place]:
    """Read a file whose outermost layer is a mapping."""
    place = Place(path.name, 1)
    try:
        loader = _CaseLoader(path.read_text(encoding="utf-8"))
        loader.name = path.name
        entries = loader.get_single_data()
    except UnicodeDecodeError:
        raise place.broken("文件应当用UTF-8编码保存") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise place._replace(line=line).broken(f"不是正确的YAML({error.problem})") from error
    except yaml.YAMLError as error:
        raise place.broken("不是正确的YAML,可能含有控制字符") from error
    if not isinstance(entries, Entries):
        raise place.broken("文件最外层应为“键: 值”的形式")
    return entries, place


def require_entries(value: object, at: Place) -> Entries:
    """Refuse what is not a mapping."""
    if not isinstance(value, Entries):
        raise at.broken("应为“键: 值”的形式")
    return value


def require_list(value: object, at: Place) -> list[Any]:
    """Refuse what is not a list."""
    if not is_list(value):
        raise at.broken("应为列表")
    return value


def is_list(value: object) -> TypeIs[list[Any]]:
    """Say whether a value is a list of anything."""
    return isinstance(value, list)


def require_known(entries: Entries, known: Container[str], at: Place) -> None:
    """Refuse a key the file's reader does not know."""
    for key in entries:
        if key not in known:
            raise at.of(key).broken("没有这个填写项")


def require_given(entries: Entries, key: str, at: Place) -> Any:
    """Return what is stated under a key, or refuse that it is missing."""
    if entries.get(key) is None:
        raise at.broken(f"缺少“{key}”")
    return entries[key]
