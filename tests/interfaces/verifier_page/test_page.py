"""The assembled page: one file that reaches for nothing, and decides as its modules do."""

import re
from pathlib import Path

import pytest

from interfaces.verifier_page import assemble
from interfaces.verifier_page.assemble import CannotBeAssembled, Module, page
from tests.interfaces.verifier_page import signed_bundles as made
from tests.interfaces.verifier_page.node import MODULES, ask
from tests.interfaces.verifier_page.test_sound_bundles import job

PAGE = page(made.TABLES)
TEXT = PAGE.decode()
MODULE_LINES, FUNCTION_LINES, LINE = 400, 40, 100
FUNCTION = re.compile(
    r"^( *)(?:(?:export |async |static |get )*(?:function\*? \w+|\*?#?\w+)\(.*\) \{)$"
)


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a copy of the sources to change, from which the page is then put together."""
    for path in MODULES.glob("*.*"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(assemble, "files", lambda _: tmp_path)
    return tmp_path


def test_the_page_follows_from_its_sources_alone() -> None:
    assert page(dict(reversed(made.TABLES.items()))) == PAGE


def test_every_module_is_in_the_page_once() -> None:
    for path in MODULES.glob("*.js"):
        assert TEXT.count(f"// {path.name}\n") == 1, path.name
    assert "import " not in re.sub(r"^ *//.*|/\*.*?\*/", "", TEXT, flags=re.MULTILINE | re.DOTALL)


def test_the_page_reaches_for_nothing_outside() -> None:
    assert re.findall(r"(?:src|href|action|srcset)\s*=", TEXT) == []
    assert re.findall(r"https?:|//[a-z]+\.|@import|url\(", TEXT) == []
    assert re.findall(r"\b(?:fetch|XMLHttpRequest|WebSocket|EventSource|sendBeacon)\b", TEXT) == []
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', TEXT)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'; ")


def test_what_a_bundle_says_becomes_text_only() -> None:
    unsafe = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|srcdoc"
    assert re.findall(unsafe, TEXT) == []


def test_tables_cannot_end_the_script() -> None:
    hostile = {**made.TABLES, "kinds": {"x": "</script><script>alert(1)</script>"}}
    assert page(hostile).decode().lower().count("</script>") == TEXT.count("</script>")


def test_the_page_decides_as_its_modules_do(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(PAGE)
    sound = job(tmp_path / "sound", made.bundled(made.whole()))
    spoiled = job(tmp_path / "spoiled", made.bundled(made.whole())[:-1])
    jobs = [{**sound, "timelineOf": "Y1"}, spoiled]
    assert ask(jobs, made.TABLES, tmp_path / "page.html") == ask(jobs, made.TABLES)


def test_one_name_in_two_modules_is_refused(sources: Path) -> None:
    with (sources / "tree.js").open("a") as file:
        file.write("const HEADER = 1;\n")
    with pytest.raises(CannotBeAssembled, match=r"HEADER is defined by .*\.js and .*\.js"):
        page(made.TABLES)


def test_a_name_nobody_exports_is_refused(sources: Path) -> None:
    text = (sources / "tree.js").read_text(encoding="utf-8")
    (sources / "tree.js").write_text(text.replace("export function hashLeaf", "function hashLeaf"))
    with pytest.raises(CannotBeAssembled, match=r"tree\.js does not export hashLeaf"):
        page(made.TABLES)


@pytest.mark.parametrize("line", ['const END = "</script>";', 'import x from "./y.js";'])
def test_what_cannot_stand_inside_a_page_is_refused(line: str) -> None:
    with pytest.raises(CannotBeAssembled, match=r"odd\.js"):
        _ = Module("odd.js", f"{line}\n").inlined


def test_modules_and_functions_stay_small() -> None:
    for path in MODULES.glob("*.js"):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert len(lines) <= MODULE_LINES, path.name
        for number, line in enumerate(lines):
            assert len(line) <= LINE, f"{path.name}:{number + 1}"
            begun = FUNCTION.match(line)
            if begun:
                length = lines[number:].index(f"{begun[1]}}}") + 1
                assert length <= FUNCTION_LINES, f"{path.name}:{number + 1}"
