"""An event must state what its kind states; the tables of the verifier fit the product's own."""

import json
from collections.abc import Sequence
from typing import Any

import pytest

from application.event_store.topics import events_of
from application.metrics.definitions import COUNTS, DEFINITIONS
from application.privacy.personal_fields import Part, names_in
from application.register import AGGREGATES
from domain import (
    commitment_state,
    measure,
    notice_terms,
    opinion_terms,
    personal_data_terms,
    plan_status,
    task_rounds,
    term,
    unit,
    urged_item,
    warning_scale,
)
from domain.model import DomainEvent
from domain.profile_rules import ProfileRules
from interfaces.verifier import words
from interfaces.verifier.event_fields import EVENT_FIELDS
from interfaces.verifier.event_form import EventForm, FieldNotAsStated
from interfaces.verifier.field_places import PERSONS, Within
from interfaces.verifier.figures import KINDS
from interfaces.verifier.finding import Finding
from interfaces.verifier.rules_in_force import DEFAULT_RULES
from interfaces.verifier.transitions import TRANSITIONS
from tests.interfaces.verifier.falsified import Edit, by, copied, place_of, states
from tests.interfaces.verifier.replaying import Bundle, Line, follow
from tests.interfaces.verifier.sentences import SENTENCES, said

EVENTS: dict[str, type[DomainEvent]] = {
    event.TOPIC: event for aggregate in AGGREGATES for event in events_of(aggregate)
}
ENVELOPE = {"originator_id", "originator_version", "act"}


def malformed(bundle: Bundle, edit: Edit) -> Finding:
    with pytest.raises(Finding) as caught:
        follow(edit(bundle.lines))
    assert caught.value.code == "malformed-event"
    assert caught.value.sequence is not None
    return caught.value


def test_every_kind_of_event_is_known_by_its_fields() -> None:
    known = {
        topic: [field.partition(":")[0] for field in fields.split()]
        for topic, fields in EVENT_FIELDS.items()
    }
    stated = {
        topic: [name for name in event.model_fields if name not in ENVELOPE]
        for topic, event in EVENTS.items()
    }
    assert {topic: sorted(names) for topic, names in known.items()} == {
        topic: sorted(names) for topic, names in stated.items()
    }


def _named(part: Part | None) -> Within | None:
    """Return where the product names persons, in the verifier's words."""
    if part is None or part.is_name:
        return None if part is None else "person"
    each = _named(part.each)
    return {name: _named(inner) or "" for name, inner in part.fields.items()} or [each or ""]


def test_persons_are_named_where_the_product_says() -> None:
    known = {topic: persons or None for topic, persons in PERSONS.by_topic.items()}
    assert known == {topic: _named(names_in(event)) for topic, event in EVENTS.items()}
    assert sum(map(bool, known.values())) > 10


def test_what_stands_where_a_person_does_and_is_none_is_passed_over() -> None:
    sealed = {"subject": "s"}
    for answered, signer in ((7, [sealed]), (sealed, None), (["甲", None], "乙")):
        assert PERSONS.objects(REPLIED, {"answered": answered, "signer": signer}) == []


def test_transitions_are_data_about_every_kind_of_event() -> None:
    assert json.loads(json.dumps(TRANSITIONS)) == TRANSITIONS
    assert {topic: told["label"] for topic, told in TRANSITIONS.items()} == {
        topic: event.LABEL for topic, event in EVENTS.items()
    }
    assert {topic: told["step"] for topic, told in TRANSITIONS.items()} == {
        topic: event.STEP for topic, event in EVENTS.items()
    }


def test_statuses_of_the_transitions_are_words_of_their_kind() -> None:
    for topic, told in TRANSITIONS.items():
        labels = words.STATUS_LABELS.get(topic.partition(".")[0])
        reached = [told["begins"], *(way[1] for way in told["ways"])]
        found = [*(each for way in told["ways"] for each in way[0] or ()), *reached]
        assert labels is None or set(filter(None, found)) <= set(labels), topic


@pytest.mark.parametrize(
    ("labels", "vocabulary"),
    [
        (words.OPINION_STATUSES, opinion_terms.OpinionStatus),
        (words.TASK_STATUSES, task_rounds.TaskStatus),
        (words.COMMITMENT_STATUSES, commitment_state.CommitmentStatus),
        (words.PLAN_STATUSES, plan_status.PlanStatus),
        (words.NOTICE_STATUSES, notice_terms.NoticeStatus),
        (words.PERSONAL_RECORD_STATUSES, personal_data_terms.RecordStatus),
        (words.PROCESSING_BASES, personal_data_terms.ProcessingBasis),
        (words.ERASURE_GROUNDS, personal_data_terms.ErasureGround),
        (words.REFUSAL_GROUNDS, personal_data_terms.RefusalGround),
        (words.RETENTION_CLASSES, personal_data_terms.RetentionClass),
        (words.OPINION_KINDS, opinion_terms.OpinionKind),
        (words.SOURCE_CHANNELS, opinion_terms.SourceChannel),
        (words.GRADES, opinion_terms.Satisfaction),
        (words.FULFILMENT_RESULTS, commitment_state.FulfilmentResult),
        (words.HANDLING_TYPES, measure.HandlingType),
        (words.UNIT_KINDS, unit.UnitKind),
        (words.UNIT_LEVELS, unit.UnitLevel),
        (words.NOTICE_KINDS, notice_terms.NoticeKind),
        (words.TRIGGERS, warning_scale.WarningTrigger),
        (words.SUBJECT_KINDS, urged_item.SubjectKind),
        (words.TERM_UNITS, term.TermUnit),
    ],
)
def test_words_are_called_what_the_product_calls_them(
    labels: dict[str, str], vocabulary: Any
) -> None:
    assert labels == {each.value: each.label for each in vocabulary}


def test_figures_are_all_of_the_product_under_their_titles() -> None:
    rates = {f.code: f.title for _, formulas, _ in KINDS.values() for f in formulas}
    counts = {f.code: f.title for _, _, formulas in KINDS.values() for f in formulas}
    assert rates == {code: each.title for code, each in DEFINITIONS.items()}
    assert counts == {code: each.title for code, each in COUNTS.items()}


def _within(part: Any, whole: Any) -> bool:
    """Say whether everything ``part`` states stands in ``whole``, too."""
    if isinstance(part, dict):
        return all(_within(value, whole[name]) for name, value in part.items())
    if isinstance(part, list):
        return len(part) == len(whole) and all(map(_within, part, whole))
    return bool(part == whole)


def test_default_rules_are_those_of_the_product() -> None:
    assert _within(DEFAULT_RULES, ProfileRules().model_dump(mode="json"))


REPLIED = "opinion.replied"
LEVEL = {
    "colour": "红",
    "trigger": "overdue",
    "days": 1,
    "counted_in": "day",
    "up_the_line": False,
}
WRONG_FIELDS: list[tuple[str, str, Any]] = [
    (REPLIED, "round", "1"),
    (REPLIED, "round", True),
    (REPLIED, "round", 1.5),
    (REPLIED, "round", 2**53),
    (REPLIED, "round", -(2**53)),
    (REPLIED, "complete", 1),
    (REPLIED, "complete", None),
    (REPLIED, "answered", "代表甲"),
    (REPLIED, "answered", [1]),
    (REPLIED, "result_class", "E"),
    (REPLIED, "promised_items", [{}]),
    (REPLIED, "promised_items", [{"text": "硬化", "due": {"on": None, "undated": False}}]),
    (REPLIED, "surplus", 1),
    ("opinion.registered", "raised_on", "2015-1-20"),
    ("opinion.registered", "raised_on", "2015-02-30"),
    ("opinion.registered", "raised_on", "1900-01-01"),
    ("opinion.registered", "raised_on", 20150120),
    ("opinion.registered", "kind", "wish"),
    ("opinion.referred", "due", {"on": "2015-06-25", "undated": True}),
    ("opinion.referred", "due", None),
    ("opinion.merged-into", "into", "GQ-1"),
    ("task.planned", "target", {"text": "二十处"}),
    ("task.planned", "sub_actions", [{"no": "1", "text": "摸底"}]),
    ("task.closeout-requested", "target_value", "many"),
    ("task.closeout-requested", "evidence", [{"name": "照片.jpg"}]),
    ("plan.measure-added", "measure", {"no": 1}),
    ("rule-profile.drafted", "rules", {}),
    ("notice.issued", "kind", "letter"),
    ("calendar-year.published", "notice", {"days_off": ["元旦"]}),
    ("reminder.raised", "level", {**LEVEL, "trigger": "soon"}),
    ("reminder.raised", "level", {**LEVEL, "counted_in": "hour"}),
]


@pytest.mark.parametrize(("topic", "field", "stated"), WRONG_FIELDS)
def test_a_field_of_another_kind_is_refused(
    told: Bundle, topic: str, field: str, stated: Any
) -> None:
    finding = malformed(told, states(topic, 0, **{field: stated}))
    assert field in finding.english
    assert topic in finding.chinese


def test_a_field_is_named_also_where_one_before_it_was_sound(told: Bundle) -> None:
    finding = malformed(told, states("opinion.registered", 1, kind="wish"))
    assert "opinion.registered lacks the field kind" in finding.english


@pytest.mark.parametrize("length", [1, 3_660])
def test_terms_may_be_as_short_and_as_long_as_this(told: Bundle, length: int) -> None:
    EventForm().require("rule-profile.drafted", with_term(told, length))


@pytest.mark.parametrize("length", [-1, 0, 3_661, "1"])
def test_terms_may_not_be_shorter_or_longer(told: Bundle, length: Any) -> None:
    with pytest.raises(FieldNotAsStated):
        EventForm().require("rule-profile.drafted", with_term(told, length))


def with_term(told: Bundle, length: Any) -> dict[str, Any]:
    """Return what a draft of rules states, with this term for all extensions."""
    lines = copied(told.lines)
    state = lines[place_of(lines, "rule-profile.drafted")].state
    state["rules"]["extension"]["total"] = {"length": length, "unit": "day"}
    return state


@pytest.mark.parametrize("day", ["1949-10-01", "2199-12-31"])
def test_days_reach_from_the_founding_to_the_end_of_the_next_century(
    told: Bundle, day: str
) -> None:
    form = EventForm()
    form.require_act(told.lines[0].state["act"] | {"occurred_on": day})
    assert form.day(day) == day


@pytest.mark.parametrize(
    ("field", "stated"),
    [
        ("actor", None),
        ("unit", 1),
        ("occurred_on", "2015-13-01"),
        ("recorded_at", ""),
        ("recorded_at", "2030-01-01"),
        ("recorded_at", "2030-01-01T24:00:00Z"),
        ("recorded_at", "2030-02-30T00:00:00Z"),
        ("recorded_at", "9999-12-31T23:00:00Z"),
        ("causation_id", "1"),
        ("profile", {"congress": "X"}),
    ],
)
def test_an_act_that_does_not_say_who_and_when_is_refused(
    told: Bundle, field: str, stated: Any
) -> None:
    finding = malformed(told, by("unit.registered", 0, **{field: stated}))
    if field != "recorded_at":
        assert f"unit.registered lacks the field act.{field}" in finding.english


def _missing(topic: str, field: str) -> Edit:
    def edit(lines: Any) -> list[Line]:
        altered = copied(lines)
        del altered[place_of(lines, topic)].state[field]
        return altered

    return edit


@pytest.mark.parametrize("field", ["act", "code", "originator_id", "originator_version"])
def test_a_missing_field_is_refused(told: Bundle, field: str) -> None:
    malformed(told, _missing("unit.registered", field))


def _of_no_kind(lines: Sequence[Line]) -> list[Line]:
    return [lines[0]._replace(topic="os.system")]


MALFORMED: dict[str, Edit] = {
    "an unknown kind": _of_no_kind,
    "a field of another kind": states("unit.registered", 0, name=7),
    "another identity": states("unit.registered", 0, originator_id="7"),
    "another version": states("unit.registered", 0, originator_version=2),
    "no moment": by("unit.registered", 0, recorded_at=""),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_an_event_in_no_form_is_refused_in_these_words(told: Bundle, name: str) -> None:
    assert said(malformed(told, MALFORMED[name])) == SENTENCES["malformed"][name]


def test_every_sentence_is_of_one_of_these_events() -> None:
    assert set(SENTENCES["malformed"]) == set(MALFORMED)


@pytest.mark.parametrize("field", ["originator_id", "originator_version"])
def test_an_event_that_contradicts_its_line_is_refused(told: Bundle, field: str) -> None:
    malformed(told, states("unit.registered", 0, **{field: 7}))
