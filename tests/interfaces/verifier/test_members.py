"""Schemas, attachments, and the judgement of what the events say."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from application.audit.refusal import Sentences
from interfaces.documents.bundle import Member
from interfaces.documents.manifest import EVENTS_PATH, MemberKind, Scope
from interfaces.verifier import attachments
from interfaces.verifier.field_places import PlacesOf
from interfaces.verifier.finding import Fault, Finding
from interfaces.verifier.history import ReadMember
from interfaces.verifier.remarks import NOTHING_SIGNED
from interfaces.verifier.verdict import Verdict
from tests.interfaces.documents.bundles import (
    EVENTS,
    FIRST,
    ONE_OPINION,
    PATHS,
    contents,
    line,
    spoiled,
    unzipped,
    verdict_on,
)
from tests.interfaces.verifier.signed import log_files, note, partial, proofs
from tests.interfaces.verifier.test_heads import OTHER_ROOT, found

EVIDENCE = b"%PDF-1.7 \xff"
DIGEST = hashlib.sha256(EVIDENCE).hexdigest()
STATING = line(
    1, FIRST, 1, b'{"evidence":["x",{"sha256":["y"]},{"sha256":"%b"}]}' % DIGEST.encode()
)
REMARK = Sentences("甲", "a")


def schema(topic: str) -> Member:
    return Member(f"schemas/{topic}.json", MemberKind.SCHEMA, [b"{}\n"])


def attachment(name: str) -> Member:
    return Member(f"attachments/{name}", MemberKind.ATTACHMENT, [EVIDENCE])


class Judge:
    """Finds one event illegal, or one table wrong, and remembers what it was shown."""

    def __init__(self, illegal: int = 0, unfinished: bool = False, table: str = "") -> None:
        self.shown: list[tuple[object, ...]] = []
        self._illegal = illegal
        self._unfinished = unfinished
        self._table = table

    def require_known(self, tables: Sequence[str]) -> None:
        assert list(tables) == [path for path in PATHS if path.startswith(("ledgers/", "rates"))]

    def follow(
        self, sequence: int, topic: str, aggregate_id: str, version: int, state: dict[str, Any]
    ) -> None:
        self.shown.append((sequence, topic, aggregate_id, version, state))
        if sequence == self._illegal:
            raise Finding(Fault.ILLEGAL_TRANSITION, sequence, "不能这样办理", "not allowed")

    def finish(self) -> None:
        if self._unfinished:
            raise Finding(Fault.FOUR_EYES_VIOLATED, None, "没有办完", "half done")

    def check_tables(self, scope: Scope, read_member: ReadMember) -> None:
        if self._table:
            data = b"".join(read_member(self._table))
            detail = f"{scope.known_at} {len(data)}"
            raise Finding(Fault.LEDGER_DIFFERS, None, detail, detail, self._table, 2)

    def remarks(self, tables: Sequence[str]) -> Sequence[Sentences]:
        assert list(tables) == [path for path in PATHS if path.startswith(("ledgers/", "rates"))]
        return [REMARK]


def judged(judge: Judge, folder: Path, archive: bytes | None = None) -> Verdict:
    return verdict_on(archive or contents(), folder, substances=[judge])


def test_what_the_events_say_is_judged_event_by_event(tmp_path: Path) -> None:
    judge = Judge()
    verdict = judged(judge, tmp_path)
    assert verdict.ok
    assert {NOTHING_SIGNED, REMARK} <= set(verdict.remarks)
    assert [shown[0] for shown in judge.shown] == [1, 2, 3, 4, 5]
    state = {"act": {"unit": "NJJ"}, "标题": "污水", "数": 1.5}
    assert judge.shown[0] == (1, "opinion.referred", str(FIRST), 1, state)


def test_an_illegal_event_is_named(tmp_path: Path) -> None:
    judge = Judge(illegal=3)
    verdict = judged(judge, tmp_path)
    assert found(verdict) == (Fault.ILLEGAL_TRANSITION, EVENTS_PATH, 3)
    assert verdict.sequence == 3
    assert len(judge.shown) == 3


def test_a_part_of_the_events_is_not_judged(tmp_path: Path) -> None:
    judge = Judge(illegal=2, unfinished=True, table="rates.json")
    verdict = judged(judge, tmp_path, partial([2, 5], [note(5)], proofs([2, 5])))
    assert (verdict.ok, judge.shown) == (True, [])
    assert REMARK not in verdict.remarks
    assert "须看完整导出包才能核验" in "".join(remark.chinese for remark in verdict.remarks)


def test_damage_is_named_before_what_is_illegal(tmp_path: Path) -> None:
    damaged = spoiled("README.txt", lambda data: data.replace(b"1", b"2"))
    verdict = judged(Judge(illegal=1), tmp_path, damaged)
    assert found(verdict) == (Fault.DIGEST_DIFFERS, "README.txt", None)
    forged = contents(more=log_files([note(5, root=OTHER_ROOT)]))
    assert judged(Judge(illegal=1), tmp_path, forged).problem == Fault.ROOT_DIFFERS


def test_an_end_that_cannot_be_is_named(tmp_path: Path) -> None:
    verdict = judged(Judge(unfinished=True), tmp_path)
    assert found(verdict) == (Fault.FOUR_EYES_VIOLATED, EVENTS_PATH, None)


def test_a_table_that_does_not_follow_is_named(tmp_path: Path) -> None:
    verdict = judged(Judge(table="rates.json"), tmp_path)
    assert found(verdict) == (Fault.LEDGER_DIFFERS, "rates.json", 2)
    size = len(dict(unzipped(contents()))["rates.json"])
    assert verdict.english == f"Refused: rates.json, line 2: 5 {size}."


def test_a_table_that_is_not_there_is_named(tmp_path: Path) -> None:
    verdict = judged(Judge(table="台账/没有.csv"), tmp_path)
    assert found(verdict) == (Fault.MISSING_FILE, "台账/没有.csv", None)
    assert verdict.chinese == "核验不通过:台账/没有.csv:没有列入清单。"
    assert verdict.english == "Refused: 台账/没有.csv: is not listed in the manifest."


def test_each_kind_of_event_has_its_schema_or_none_has(tmp_path: Path) -> None:
    assert verdict_on(contents(more=[schema("opinion.referred")]), tmp_path).ok
    verdict = verdict_on(contents(more=[schema("opinion.closed@2")]), tmp_path)
    assert found(verdict) == (Fault.SCHEMA_MISSING, "schemas/opinion.referred.json", None)


def test_an_attachment_is_what_its_name_says(tmp_path: Path) -> None:
    verdict = verdict_on(contents([STATING], more=[attachment(DIGEST)]), tmp_path)
    assert verdict.ok
    assert "附有1个附件" in "".join(remark.chinese for remark in verdict.remarks)


@pytest.mark.parametrize("name", ["0" * 64, hashlib.sha256(b"").hexdigest()])
def test_an_attachment_under_another_name_is_refused(name: str, tmp_path: Path) -> None:
    verdict = verdict_on(contents(more=[attachment(name)]), tmp_path)
    assert found(verdict) == (Fault.ATTACHMENT_DIFFERS, f"attachments/{name}", None)


def test_a_member_is_lent_in_blocks(tmp_path: Path) -> None:
    class Reader(Judge):
        def check_tables(self, scope: Scope, read_member: ReadMember) -> None:
            assert scope.known_at == 5
            blocks = read_member("events.jsonl")
            assert isinstance(blocks, Iterator)
            assert b"".join(blocks) == dict(unzipped(contents()))["events.jsonl"]

    assert judged(Reader(), tmp_path).ok


@pytest.mark.parametrize("stated", ["null", '"{}"', '{{"sha256":"{}"}}', '[{{"sha256":["{}"]}}]'])
def test_an_attachment_that_no_event_states_is_refused(stated: str, tmp_path: Path) -> None:
    evidence = stated.format(DIGEST).encode()
    events = [line(1, FIRST, 1, b'{"evidence":%b}' % evidence), line(2, FIRST, 2)]
    verdict = verdict_on(contents(events, more=[attachment(DIGEST)]), tmp_path)
    assert found(verdict) == (Fault.ATTACHMENT_DIFFERS, f"attachments/{DIGEST}", None)
    assert verdict.chinese.endswith(":包内没有事件写明这份佐证材料。")


def test_an_attachment_of_a_part_is_stated_by_an_event_of_that_part(tmp_path: Path) -> None:
    events, log = (EVENTS[0], EVENTS[2]), log_files([note(5)], proofs=proofs([1, 3]))
    archive = contents(events, 5, ONE_OPINION, [*log, attachment(DIGEST)])
    verdict = verdict_on(archive, tmp_path)
    assert found(verdict) == (Fault.ATTACHMENT_DIFFERS, f"attachments/{DIGEST}", None)


def test_events_state_evidence_in_one_field_alone() -> None:
    fields = [fields for fields in PlacesOf("evidence").by_topic.values() if fields]
    assert fields
    assert all(fields == {attachments.EVIDENCE: ["evidence"]} for fields in fields)
