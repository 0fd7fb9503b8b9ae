"""Histories in which what an act goes by changed before it: notices, rules, evaluations, units."""

from collections.abc import Sequence
from typing import Any

from domain.supervision_notice import SupervisionNotice
from interfaces.verifier.identities import identity_of
from tests.interfaces.verifier.continued import beginning, until, urging
from tests.interfaces.verifier.falsified import (
    Edit,
    by,
    copied,
    place_of,
    renumbered,
    states,
    then,
    together,
)
from tests.interfaces.verifier.replaying import Line
from tests.interfaces.verifier_page.edge_histories import promised

NOTICE, ESCALATED = "notice.issued", "notice.escalated"
ANSWERED, SETTLED_ANEW = "opinion.clarification-given", "opinion.rules-migrated"
DRAFTED, PLANNED, AMENDED = "rule-profile.drafted", "task.planned", "plan.measure-amended"
EVALUATED, ORDERED = "opinion.reply-evaluated", "opinion.rehandling-ordered"
ONE_ACT = "92fdd2b0-e4c9-4df5-8424-c2c4b10eab7c"


def holidays(year: int, on: str) -> Edit:
    """Let the log end with the first notice about the holidays of a year."""
    notice = {"notice_number": None, "notice_date": None, "source": "报纸"}
    state = {"year": year, "notice": notice | {"days_off": [], "working_days": []}}
    key = identity_of("calendar-year", str(year))
    return beginning("calendar-year.published", key, on, state, None)


def exchanged(lines: Sequence[Line]) -> list[Line]:
    """Let the last two events have happened the other way round."""
    *before, one, other = copied(lines)
    return renumbered([*before, other, one])


def urged_by_its_due_date(*between: Edit) -> Edit:
    """Let a unit be urged about an opinion whose due date was put off by a question."""

    def edit(lines: Sequence[Line]) -> list[Line]:
        history = until(ANSWERED)(lines)
        item, state = history[-1].aggregate_id, history[-1].state
        subject = {"kind": "opinion", "id": item, "number": "DL-2015-01", "due": state["due"]}
        return together(*between, urging(subject, "DLJTJ", "2015-06-01", "DLRDB"))(history)

    return edit


def amended_after(year: int, on: str) -> Edit:
    """Let the due date of a measure rest on holidays that are known once it is amended."""

    def edit(lines: Sequence[Line]) -> list[Line]:
        term = {"kind": "term", "term": {"length": 6, "unit": "month"}, "roll": True}
        basis: dict[str, Any] = {"spec": term, "start": "2009-06-30", "raw": "2009-12-30"}
        basis |= {"calendar": [{"year": 2009, "version": None}], "profile": None, "rule": None}
        due: dict[str, Any] = {"on": "2009-12-30", "undated": False, "basis": basis}
        history = until(AMENDED)(lines)
        for line in history:
            if line.topic in ("plan.measure-added", "plan.measure-revised"):
                line.state["measure"]["due"] = due
            elif line.topic == PLANNED:
                line.state["due"] = due
        history[-1].state["former_due"] = due
        return together(holidays(year, on), exchanged)(history)

    return edit


def drafted_anew(of: str, on: str) -> Edit:
    """Let rules be drafted for a congress that was dissolved, or were for it never before."""

    def edit(lines: Sequence[Line]) -> list[Line]:
        history = until("rule-profile.draft-discarded")(lines)
        units = [line for line in history if line.topic == "unit.registered"]
        nth = next(at for at, line in enumerate(units) if line.state["code"] == "DLRDB")
        dissolved = then("unit.closed", "unit.registered", nth, "2014-12-05", reason="撤销")
        said = history[place_of(history, DRAFTED)].state
        draft = {name: said[name] for name in ("title", "rules", "basis")}
        key = identity_of("rule-profile", of)
        anew = beginning(DRAFTED, key, on, {"congress": of, **draft}, "RWRDB")
        return together(dissolved, anew)(history)

    return edit


def under_rules(version: int, on: str) -> Edit:
    """Let a promise go by one of two versions of rules, around the day the second begins."""
    return promised(SETTLED_ANEW, 0, on, {"congress": "DLRDB", "version": version})


def evaluated(one: str, other: str, ordered: str) -> Edit:
    """Let two proposers evaluate a reply of 20 August, and another handling be ordered."""
    return together(
        until(ORDERED),
        by(EVALUATED, 1, occurred_on=one),
        by(EVALUATED, 2, occurred_on=other),
        by(ORDERED, 0, occurred_on=ordered),
    )


def numbered(number: str) -> dict[str, str]:
    return {"id": str(SupervisionNotice.id_of(number)), "number": number}


def escalated_twice(*issued: tuple[str, str]) -> Edit:
    """Let two notices give way in one act, each to another that names the one it stands for."""

    def edit(lines: Sequence[Line]) -> list[Line]:
        history = until(NOTICE)(lines)
        common = {"originator_id", "originator_version", "act"}
        said = {name: fact for name, fact in history[-1].state.items() if name not in common}

        def issue(number: str, **others: Any) -> Edit:
            key = str(SupervisionNotice.id_of(number))
            return beginning(NOTICE, key, "2011-12-02", {**said, "number": number, **others}, None)

        def escalate(number: str, to: str) -> Edit:
            key = str(SupervisionNotice.id_of(number))
            return beginning(ESCALATED, key, "2011-12-02", {"to": numbered(to)}, None)

        history = together(issue("DB-3"), escalate("DB-1", "DB-2"))(history)
        history[-1].state["act"]["causation_id"] = ONE_ACT
        history = escalate("DB-3", "DB-4")(history)
        for number, before in issued:
            severer = issue(number, kind="key_supervision", refers_to=numbered(before))
            history = severer(history)
        return history

    return edit


TOLD: dict[str, Edit] = {
    "two notices give way, in turn": escalated_twice(("DB-2", "DB-1"), ("DB-4", "DB-3")),
    "two notices give way, the later one first": escalated_twice(
        ("DB-4", "DB-3"), ("DB-2", "DB-1")
    ),
    "two notices give way, each to the other's": escalated_twice(
        ("DB-2", "DB-3"), ("DB-4", "DB-1")
    ),
    "a notice about nothing": together(until(NOTICE), states(NOTICE, subject=None)),
    "ordered on the day of the later evaluation": evaluated(
        "2015-08-25", "2015-08-26", "2015-08-26"
    ),
    "ordered between both evaluations": evaluated("2015-08-25", "2015-08-26", "2015-08-25"),
    "ordered on the day of the later evaluation, recorded first": evaluated(
        "2015-08-28", "2015-08-26", "2015-08-28"
    ),
    "ordered between both evaluations, the later recorded first": evaluated(
        "2015-08-28", "2015-08-26", "2015-08-27"
    ),
    "ordered before the reply": evaluated("2015-08-25", "2015-08-26", "2015-08-19"),
}
RARE: dict[str, Edit] = {
    "urged by a due date put off": urged_by_its_due_date(),
    "urged by a due date not settled yet": urged_by_its_due_date(holidays(2015, "2015-05-01")),
    "a measure amended after a notice": amended_after(2009, "2009-06-25"),
    "a measure amended after a notice about another year": amended_after(2010, "2009-06-25"),
    "planned after a notice it does not rest on": together(
        until(PLANNED, 2), holidays(2016, "2016-03-01"), exchanged
    ),
    "planned after a notice about another year": together(
        until(PLANNED, 2), holidays(2017, "2016-03-01"), exchanged
    ),
    "rules drafted anew on the last day of their congress": drafted_anew("DLRDB", "2014-12-05"),
    "rules drafted anew though their congress is no more": drafted_anew("DLRDB", "2014-12-06"),
    "rules drafted for a congress that never was": drafted_anew("RWX", "2014-12-06"),
    "promised on the last day of earlier rules": under_rules(1, "2015-05-31"),
    "promised by later rules too early": under_rules(2, "2015-05-31"),
    "promised by earlier rules too late": under_rules(1, "2015-06-01"),
    "promised on the first day of later rules": under_rules(2, "2015-06-01"),
}
