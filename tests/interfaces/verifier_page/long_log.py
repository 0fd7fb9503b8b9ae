"""A log as long as asked for, in which every event is allowed: many opinions, handled in turns."""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from interfaces.documents.event_lines import event_line
from interfaces.verifier.identities import identity_of

OF_COMMITTEE, OF_UNIT = "RDB", "NJJ"
FILLER = "已按要求办理,附佐证材料。" * 4
UNDATED: Mapping[str, object] = {"on": None, "undated": True}
Act = tuple[str, str, str, Mapping[str, Any]]
"""A kind of event, the unit that acts, the day, and what it states beside."""

STORY: tuple[Act, ...] = (
    ("opinion.registered", OF_COMMITTEE, "2015-01-05", {
        "kind": "appraisal", "title": "加强农村污水治理", "wording": FILLER,
        "document_number": None, "issuer": OF_COMMITTEE, "channel": "meeting", "occasion": None,
        "raised_on": "2015-01-04", "lead_deputy": None, "co_signers": [], "key": False}),
    ("opinion.formed", OF_COMMITTEE, "2015-01-07", {
        "formation_type": "standing_committee_vote", "carrier": "letter", "approver": "主任",
        "compiled_by": "经办人甲", "document_number": None}),
    ("opinion.referred", OF_COMMITTEE, "2015-01-08", {
        "lead": [OF_UNIT], "co_units": [], "split_handling": False, "letter_number": "交办1号",
        "meeting_on": None, "demand": FILLER, "due": UNDATED}),
    ("opinion.acknowledged", OF_UNIT, "2015-01-10", {}),
    ("opinion.consulted", OF_UNIT, "2015-01-12", {"with_deputy": "代表乙", "manner": FILLER}),
    ("opinion.consulted", OF_UNIT, "2015-01-20", {"with_deputy": "代表丙", "manner": FILLER}),
    ("opinion.replied", OF_UNIT, "2015-02-01", {
        "round": 1, "result_class": "A", "signer": "局长", "document_number": "局函1号",
        "text": FILLER, "answered": [], "promised_items": [], "co_opinions_noted": None,
        "complete": True}),
    ("opinion.closed", OF_COMMITTEE, "2015-03-01", {
        "round": 1, "completed_on": "2015-02-01", "ground": "解决"}),
    ("opinion.look-back-recorded", OF_COMMITTEE, "2015-06-01", {"passed": True, "note": FILLER}),
    ("opinion.look-back-recorded", OF_COMMITTEE, "2015-12-01", {"passed": True, "note": FILLER}),
)  # fmt: skip


def lines(count: int) -> Iterator[bytes]:
    """Yield the lines of two units and of as many opinions as fill the log, in turns."""
    for sequence, code in enumerate((OF_COMMITTEE, OF_UNIT), 1):
        said = {"code": code, "name": code, "kind": "department", "level": "county"}
        registered: Act = ("unit.registered", code, "2011-01-01", {**said, "parent": None})
        yield _line(sequence, identity_of("unit", code), 1, registered)
    items = (count - 2) // len(STORY)
    numbers = [f"镇〔2015〕{number}" for number in range(items)]
    identities = [identity_of("opinion", number) for number in numbers]
    sequence = 2
    for version, (topic, unit, day, facts) in enumerate(STORY, 1):
        for number, identity in zip(numbers, identities, strict=True):
            sequence += 1
            named = {"number": number, **facts} if version == 1 else facts
            yield _line(sequence, identity, version, (topic, unit, day, named))


def _line(sequence: int, identity: str, version: int, act: Act) -> bytes:
    topic, unit, day, facts = act
    second = sequence // 40
    time = f"{second // 3600 % 24:02}:{second // 60 % 60:02}:{second % 60:02}"
    state = {
        "originator_id": identity,
        "originator_version": version,
        "act": {
            "actor": f"{unit}经办人",
            "unit": unit,
            "role": "supervision_staff",
            "occurred_on": day,
            "recorded_at": f"2030-01-01T{time}.{sequence % 40:06}Z",
            "correlation_id": str(UUID(int=1)),
            "causation_id": str(UUID(int=sequence)),
        },
        **facts,
    }
    text = json.dumps(state, ensure_ascii=False, separators=(",", ":"))
    return event_line(sequence, topic, UUID(identity), version, text.encode())
