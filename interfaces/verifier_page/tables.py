"""The tables the page decides by and labels things with: data, the same for every verifier."""

from typing import Any

from interfaces.verifier.event_fields import DEADLINES, EVENT_FIELDS, SHAPES
from interfaces.verifier.field_kinds import (
    CHARACTERS,
    LINES_OF_TEXT,
    LONGEST_TERMS,
    PARAGRAPHS,
    WORDS,
)
from interfaces.verifier.field_words import FIELD_WORDS
from interfaces.verifier.tables import RECOMPUTED, WORKBOOKS
from interfaces.verifier.transitions import TRANSITIONS
from interfaces.verifier.words import (
    COMMITMENT_STATUSES,
    FULFILMENT_RESULTS,
    GRADES,
    HANDLING_TYPES,
    KIND_LABELS,
    NOTICE_KINDS,
    NOTICE_STATUSES,
    OPINION_KINDS,
    OPINION_STATUSES,
    PLAN_STATUSES,
    RESULT_CLASSES,
    SOURCE_CHANNELS,
    STATUS_LABELS,
    SUBJECT_KINDS,
    TASK_STATUSES,
    TERM_UNITS,
    TRIGGERS,
    UNIT_KINDS,
    UNIT_LEVELS,
)

TABLES: dict[str, Any] = {
    "transitions": TRANSITIONS,
    "fields": EVENT_FIELDS,
    "shapes": SHAPES,
    "deadlines": DEADLINES,
    "words": {name: sorted(words) for name, words in WORDS.items()},
    "lines": LINES_OF_TEXT,
    "paragraphs": PARAGRAPHS,
    "characters": CHARACTERS,
    "terms": LONGEST_TERMS,
    "rules": FIELD_WORDS,
    "required": [*RECOMPUTED],
    "workbooks": [*WORKBOOKS],
    "kinds": KIND_LABELS,
    "statuses": STATUS_LABELS,
    "labels": {
        "opinion_kind": OPINION_KINDS,
        "opinion_status": OPINION_STATUSES,
        "channel": SOURCE_CHANNELS,
        "grade": GRADES,
        "result_class": RESULT_CLASSES,
        "task_status": TASK_STATUSES,
        "handling": HANDLING_TYPES,
        "commitment_status": COMMITMENT_STATUSES,
        "fulfilment": FULFILMENT_RESULTS,
        "plan_status": PLAN_STATUSES,
        "notice_kind": NOTICE_KINDS,
        "notice_status": NOTICE_STATUSES,
        "trigger": TRIGGERS,
        "subject_kind": SUBJECT_KINDS,
        "term_unit": TERM_UNITS,
        "unit_kind": UNIT_KINDS,
        "unit_level": UNIT_LEVELS,
    },
}
