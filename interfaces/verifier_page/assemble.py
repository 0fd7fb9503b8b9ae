"""Puts the page's modules into one HTML file, which needs no network and nothing installed.

Each module is written down once, after those it imports; lines that import are left out, and all
names share one scope, so a name two modules define is refused. The bytes follow from the sources.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

PROGRAM = "serving.js"
"""The module that, with all it imports, runs in a worker of its own."""
PAGE = "page.js"
"""The module that shows things; with all it imports that ``PROGRAM`` does not."""

_IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([a-z0-9_]+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const)\b)", re.MULTILINE)
_NAME = re.compile(
    r"^(export )?(?:(?:async )?function\*?|class|const|let) ([A-Za-z_$][\w$]*)", re.MULTILINE
)
_LEFT_OVER = re.compile(r"^(?:import|export)\b", re.MULTILINE)
_ENDS_SCRIPT = re.compile(r"</script|<!--", re.IGNORECASE)


class CannotBeAssembled(Exception):
    """The modules do not fit into one scope; says which and why."""


@dataclass(frozen=True)
class Module:
    """One source file, with the names it imports and defines."""

    name: str
    source: str

    @property
    def imports(self) -> dict[str, list[str]]:
        """The names taken from each module."""
        return {
            module: [name.strip() for name in names.split(",") if name.strip()]
            for names, module in _IMPORT.findall(self.source)
        }

    @property
    def defines(self) -> dict[str, bool]:
        """Every name of the outermost scope, and whether others may import it."""
        return {name: bool(exported) for exported, name in _NAME.findall(self.source)}

    @property
    def inlined(self) -> str:
        """The source without the lines that tie it to other files."""
        text = _EXPORT.sub("", _IMPORT.sub("", self.source)).strip()
        if _LEFT_OVER.search(text) or _ENDS_SCRIPT.search(text):
            raise CannotBeAssembled(f"{self.name} cannot stand inside a page")
        return f"// {self.name}\n{text}\n"


def page(tables: Mapping[str, Any]) -> bytes:
    """Return the page; ``tables`` are those of ``tables.py``."""
    modules = {module.name: module for module in _in_order(PAGE)}
    program = {module.name: module for module in _in_order(PROGRAM)}
    _require_one_scope(modules)
    on_page = [module for name, module in modules.items() if name not in program]
    parts = {
        "style": _read("style.css").strip(),
        "verifier": "\n".join([_data(tables), *(each.inlined for each in program.values())]),
        "page": "\n".join(module.inlined for module in on_page),
    }
    return re.sub(r"\{(style|verifier|page)\}", lambda m: parts[m[1]], _read("page.html")).encode()


def _data(tables: Mapping[str, Any]) -> str:
    stated = json.dumps(tables, ensure_ascii=False, sort_keys=True, indent=1)
    escaped = stated.replace("<", "\\u003c")
    return f"const TABLES = {escaped};\n"


def _in_order(name: str) -> Iterator[Module]:
    """Yield a module after all it imports, each once."""
    seen: set[str] = set()

    def visit(name: str) -> Iterator[Module]:
        if name in seen:
            return
        seen.add(name)
        module = Module(name, _read(name))
        for imported in module.imports:
            yield from visit(imported)
        yield module

    return visit(name)


def _require_one_scope(modules: Mapping[str, Module]) -> None:
    owners: dict[str, str] = {"TABLES": PROGRAM}
    for module in modules.values():
        for name in module.defines:
            if name in owners:
                raise CannotBeAssembled(f"{name} is defined by {owners[name]} and {module.name}")
            owners[name] = module.name
    for module in modules.values():
        for imported, names in module.imports.items():
            missing = [name for name in names if not modules[imported].defines.get(name)]
            if missing:
                raise CannotBeAssembled(f"{imported} does not export {', '.join(missing)}")


def _read(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")
