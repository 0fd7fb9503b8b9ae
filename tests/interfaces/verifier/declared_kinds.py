"""Tells, from the types of the product, how the verifiers should declare the fields of events."""

from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal, get_args, get_origin
from uuid import UUID

from annotated_types import Ge, Le, MaxLen, MinLen
from pydantic import AfterValidator, BaseModel
from pydantic.fields import FieldInfo

from domain import (
    deadline,
    due,
    due_basis,
    evidence,
    measure,
    opinion_terms,
    personal_data_terms,
    profile_rules,
    profile_terms,
    rectification_task,
    text,
    unit,
    urged_item,
    warning_scale,
)
from domain.calendar_year import Notice
from domain.commitment_state import FulfilmentResult
from domain.model import Act, BusinessDate, ProfileRef, Role
from domain.notice_terms import NoticeKind, NoticeReference
from domain.opinion_handling import PromisedItem
from domain.referral_terms import ReferralTerms
from domain.result_classes import ResultClassRule, ResultScheme
from domain.term import Term, TermUnit

PLACES_OF_PERSONS = "deadline"
"""The shape that tells where a deadline of any kind may name a person."""
DEADLINE_KINDS = get_args(get_args(deadline.DeadlineSpec)[0])
"""The ways in which a deadline is stated, each a shape of its own."""


def marks_of(declared: Any) -> tuple[Any, ...]:
    """Return what a type asks for beyond its class, such as what validates it."""
    return tuple(get_args(declared)[1:])


def _field_marks(model: type[BaseModel], name: str) -> tuple[Any, ...]:
    return tuple(model.model_fields[name].metadata)


TEXTS = {
    "name": text.Name,
    "person": text.PersonName,
    "code": text.Code,
    "title": text.Title,
    "document": text.DocumentNumber,
    "reason": text.Reason,
    "wording": text.Wording,
}
DIGEST = Annotated[str, *_field_marks(evidence.Evidence, "sha256")]
MEDIA_TYPE = Annotated[str, *_field_marks(evidence.Evidence, "media_type")]
SIZE = Annotated[int, *_field_marks(evidence.Evidence, "size")]
KINDS_BY_MARKS: dict[tuple[Any, ...], str] = {
    **{marks_of(declared): kind for kind, declared in TEXTS.items()},
    marks_of(BusinessDate): "day",
    marks_of(measure.Quantity): "amount",
    marks_of(measure.OrderNumber): "1..",
    marks_of(rectification_task.Percent): "0..100",
    marks_of(SIZE): "1..",
    marks_of(DIGEST): "digest",
    marks_of(MEDIA_TYPE): "media_type",
}
WORDS: dict[type[StrEnum], str] = {
    unit.UnitKind: "unit_kind",
    unit.UnitLevel: "unit_level",
    Role: "role",
    opinion_terms.OpinionKind: "opinion_kind",
    opinion_terms.SourceChannel: "channel",
    opinion_terms.ResultClass: "result_class",
    opinion_terms.Satisfaction: "grade",
    opinion_terms.FormationType: "formation_type",
    opinion_terms.Carrier: "carrier",
    opinion_terms.ReopenGround: "reopen_ground",
    opinion_terms.WorkKind: "work_kind",
    FulfilmentResult: "fulfilment",
    measure.HandlingType: "handling",
    deadline.Difficulty: "handling",
    measure.FiveElement: "element",
    NoticeKind: "notice_kind",
    warning_scale.WarningTrigger: "trigger",
    urged_item.SubjectKind: "subject_kind",
    TermUnit: "term_unit",
    deadline.Period: "period",
    deadline.Part: "month_part",
    profile_terms.AskedBy: "asked_by",
    profile_terms.Silence: "silence",
    profile_terms.PromiseClosing: "promise_closing",
    profile_terms.DayOffRule: "day_off_rule",
    personal_data_terms.ProcessingBasis: "processing_basis",
    personal_data_terms.ErasureGround: "erasure_ground",
    personal_data_terms.RefusalGround: "refusal_ground",
    personal_data_terms.RetentionClass: "retention_class",
}
SHAPED: dict[type[BaseModel], str] = {
    Act: "act",
    ProfileRef: "profile",
    due.Due: "due",
    due_basis.DueBasis: "basis",
    due_basis.ConsultedYear: "needed",
    PromisedItem: "promise",
    evidence.Evidence: "evidence",
    measure.Target: "target",
    measure.SubAction: "sub_action",
    measure.Phase: "phase",
    deadline.Recurring: "recurring",
    measure.Measure: "measure",
    measure.Responsibility: "responsibility",
    urged_item.Subject: "subject",
    NoticeReference: "reference",
    warning_scale.WarningLevel: "level",
    Notice: "arrangement",
    ReferralTerms: "terms",
    Term: "term",
    profile_rules.ProfileRules: "rules",
    profile_rules.ExtensionRules: "extension_rules",
    profile_rules.EvaluationRules: "evaluation_rules",
    profile_rules.ClosingRules: "closing_rules",
    ResultScheme: "scheme",
    ResultClassRule: "class",
    profile_rules.ApprovalRules: "approval_rules",
    profile_rules.Approver: "approver",
    profile_rules.ReplyRules: "reply_rules",
    profile_rules.ReferralRules: "referral_rules",
    profile_rules.ReportRules: "report_rules",
    profile_rules.CountingRules: "counting_rules",
    profile_rules.FigureRules: "figure_rules",
    profile_rules.WarningRules: "warning_rules",
    warning_scale.WarningScale: "scale",
    personal_data_terms.Retention: "retention",
}
OF_LISTS = {
    AfterValidator(measure._distinct): "!",
    AfterValidator(measure._each_person_once): "!",
    AfterValidator(measure._some): "+",
}


def declared(model: type[BaseModel], *, leave_out: frozenset[str] = frozenset()) -> dict[str, str]:
    """Return how each field of a model is declared, by its name."""
    return {
        name: _kind_of_field(field)
        for name, field in model.model_fields.items()
        if name not in leave_out
    }


def _kind_of_field(field: FieldInfo) -> str:
    kind = kind_of(field.annotation, tuple(field.metadata))
    left_out = field.exclude_if is not None
    return f"~{kind.removesuffix('?')}" if left_out else kind


def kind_of(declared: Any, marks: tuple[Any, ...] = ()) -> str:
    """Return the kind of fact a type stands for."""
    origin, inside = get_origin(declared), get_args(declared)
    if set(DEADLINE_KINDS) <= set(inside):
        return "deadline"
    if origin is Annotated:
        return kind_of(inside[0], (*marks_of(declared), *marks))
    if inside and inside[-1] is type(None):
        return f"{kind_of(inside[0], marks)}?"
    if origin is tuple:
        return _kind_of_list(kind_of(inside[0]), marks)
    named = SHAPED.get(declared) or WORDS.get(declared) or KINDS_BY_MARKS.get(marks)
    return named or (f"={'|'.join(inside)}" if origin is Literal else _plain(declared, marks))


def _plain(declared: type, marks: tuple[Any, ...]) -> str:
    if declared is int:
        low, high = _bounds(marks, (Ge, "ge"), (Le, "le"))
        return f"{low}..{high}" if (low, high) != ("", "") else "number"
    return {bool: "flag", str: "text", UUID: "id", date: "day", datetime: "text"}[declared]


def _flat(marks: tuple[Any, ...]) -> Iterator[Any]:
    for mark in marks:
        yield from mark.metadata if isinstance(mark, FieldInfo) else (mark,)


def _bounds(marks: tuple[Any, ...], *sought: tuple[type, str]) -> tuple[Any, Any]:
    found = [
        next((getattr(mark, name) for mark in _flat(marks) if isinstance(mark, kind)), "")
        for kind, name in sought
    ]
    return found[0], found[1]


def _kind_of_list(each: str, marks: tuple[Any, ...]) -> str:
    low, high = _bounds(marks, (MinLen, "min_length"), (MaxLen, "max_length"))
    found = {OF_LISTS[mark] for mark in marks if isinstance(mark, AfterValidator)}
    size = f"[{'1' if '+' in found else low}..{high}]"
    return f"{each}{'*' if size == '[..]' else size}{'!' if '!' in found else ''}"
