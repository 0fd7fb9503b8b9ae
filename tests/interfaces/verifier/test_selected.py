"""A partial bundle is about what it says, as far as its events and its heads can tell."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from interfaces.documents.bundle import Member
from interfaces.documents.manifest import MemberKind, Selection, SelectionKind
from interfaces.verifier.finding import Fault
from interfaces.verifier.identities import identity_of
from interfaces.verifier.remarks import UNPROVEN
from tests.interfaces.documents.bundles import (
    EVENTS,
    ONE_OPINION,
    ONE_UNIT,
    PATHS,
    SECOND,
    contents,
    line,
    restated,
    verdict_on,
)
from tests.interfaces.verifier.signed import log_files, note, proofs
from tests.interfaces.verifier.test_heads import found


def part(places: Sequence[int], selection: Selection, known_at: int = 5, size: int = 5) -> bytes:
    files = log_files([note(size)], proofs=proofs(places, size))
    return contents([EVENTS[place - 1] for place in places], known_at, selection, files)


@pytest.mark.parametrize("places", [[1], [1, 3], [1, 2, 3, 4, 5]])
def test_a_part_has_the_first_event_of_its_item(places: list[int], tmp_path: Path) -> None:
    assert verdict_on(part(places, ONE_OPINION), tmp_path).ok


@pytest.mark.parametrize(
    ("places", "kind", "key"),
    [
        ([1, 3, 4], SelectionKind.OPINION, "Y9"),
        ([1, 3, 4], SelectionKind.TASK, "Y1"),
        ([1, 3, 4], SelectionKind.COMMITMENT, "Y1"),
        ([2, 5], SelectionKind.OPINION, "Y1"),
        ([3, 4], SelectionKind.OPINION, "Y1"),
    ],
    ids=["renamed", "another kind", "a promise", "without the item", "without its beginning"],
)
def test_a_part_that_is_not_about_what_it_says_is_refused(
    places: list[int], kind: SelectionKind, key: str, tmp_path: Path
) -> None:
    verdict = verdict_on(part(places, Selection(kind, key)), tmp_path)
    assert found(verdict) == (Fault.SELECTION_DIFFERS, "events.jsonl", None)
    assert verdict.chinese == f"核验不通过:events.jsonl:没有所选事项“{key}”的第一条记录。"
    said = f"does not have the first event of what is selected, {key}."
    assert verdict.english == f"Refused: events.jsonl: {said}"


@pytest.mark.parametrize("kind", ["task", "commitment"])
def test_a_part_may_be_about_any_item(kind: str, tmp_path: Path) -> None:
    item = UUID(identity_of(kind, "RW-1"))
    events = [line(7, item, 1), line(8, item, 2)]
    selection = Selection(SelectionKind(kind), "RW-1")
    assert verdict_on(contents(events, 9, selection), tmp_path).ok


def test_a_units_part_holds_the_acts_of_that_unit_alone(tmp_path: Path) -> None:
    assert verdict_on(part([1, 4], ONE_UNIT), tmp_path).ok
    for state in (b'{"act":{"unit":"JTJ"}}', b'{"act":{}}', b'{"act":["NJJ"]}', b"{}"):
        events = [EVENTS[0], line(8, SECOND, 3, state)]
        verdict = verdict_on(contents(events, 9, ONE_UNIT), tmp_path)
        assert found(verdict) == (Fault.SELECTION_DIFFERS, "events.jsonl", 2)
        assert verdict.chinese == "核验不通过:events.jsonl第2行:不是所选单位“NJJ”的办理。"
        said = "is no act of the unit that is selected, NJJ."
        assert verdict.english == f"Refused: events.jsonl, line 2: {said}"


def test_a_part_knows_what_its_heads_cover_and_no_more(tmp_path: Path) -> None:
    assert verdict_on(part([1, 3], ONE_OPINION, 4, 4), tmp_path).ok
    verdict = verdict_on(part([1, 3], ONE_OPINION, 9, 4), tmp_path)
    assert found(verdict) == (Fault.MALFORMED_MANIFEST, "manifest.json", None)
    said = "部分导出包的知悉序号应为检查点所覆盖的4,清单写的是9"
    assert verdict.chinese == f"核验不通过:manifest.json:{said}。"
    said = "known_at of a partial bundle is what its checkpoints cover, 4, not 9."
    assert verdict.english == f"Refused: manifest.json: {said}"
    assert "截至日期和知悉序号" in "".join(each.chinese for each in UNPROVEN)


@pytest.mark.parametrize("kind", [MemberKind.LEDGER, MemberKind.RATES])
def test_nobody_puts_tables_into_a_part(kind: MemberKind, tmp_path: Path) -> None:
    def more(stated: dict[str, dict[str, Any]]) -> None:
        stated["scope"] |= {"selection": {"kind": "opinion", "key": "Y1"}}

    table = Member("台账/意见台账.csv", kind, [b"x\r\n"])
    with pytest.raises(ValueError, match="部分导出包不应有台账和比率,却列有台账/意见台账"):
        contents(EVENTS, 5, ONE_OPINION, [table])
    verdict = verdict_on(restated(more), tmp_path)
    assert found(verdict) == (Fault.MALFORMED_MANIFEST, "manifest.json", None)
    assert f"却列有{PATHS[1]}" in verdict.chinese


def test_a_readme_has_one_place(tmp_path: Path) -> None:
    def elsewhere(stated: dict[str, list[dict[str, str]]]) -> None:
        stated["files"][-1]["path"] = "核验结论.txt"

    verdict = verdict_on(restated(elsewhere), tmp_path)
    assert found(verdict) == (Fault.MALFORMED_MANIFEST, "manifest.json", None)
    assert "核验结论.txt不能是readme文件" in verdict.chinese
