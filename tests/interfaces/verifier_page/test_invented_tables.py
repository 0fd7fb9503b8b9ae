"""Nobody puts a table of their own among those of an export: both verifiers refuse it."""

import json
from pathlib import Path

from tests.interfaces.verifier.replaying import Bundle
from tests.interfaces.verifier_page import signed_bundles as made
from tests.interfaces.verifier_page.falsified_tables import SOUND, Said, both


def with_file(bundle: Bundle, path: str, kind: str) -> Bundle:
    """Return the bundle with one file more, which its manifest lists."""
    manifest = json.loads(bundle.files[made.MANIFEST])
    manifest["files"].append({**manifest["files"][0], "path": path, "kind": kind})
    data = "单位,整改率\r\n县教育局,100%\r\n".encode()
    return bundle._replace(
        files={**bundle.files, path: data, made.MANIFEST: made.canonical(manifest)}
    )


def test_the_tables_of_an_export_are_all_there_are(told: Bundle, tmp_path: Path) -> None:
    invented = {
        "比率/整改率汇总.csv": "rates",
        "台账/意见台账(更正).csv": "ledger",
        "核验结论.csv": "ledger",
        "比率/意见台账.csv": "rates",
    }
    known = {"台账/台账.xlsx": "ledger", "比率/统计.xlsx": "rates"}
    found = both(
        {path: with_file(told, path, kind) for path, kind in (invented | known).items()}, tmp_path
    )
    for path in invented:
        refused = Said(
            "malformed-manifest",
            f"核验不通过:manifest.json:{path}不是导出包应有的表。",
            f"Refused: manifest.json: {path} is no table of an export.",
        )
        assert found[path] == (refused, refused)
    assert [found[path] for path in known] == [(SOUND, SOUND)] * len(known)
