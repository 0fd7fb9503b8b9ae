"""What the plain kinds of facts are: the words, the texts and their characters, as data.

Whatever verifies in another language goes by the same lists. The product refuses the same.
"""

from __future__ import annotations

from interfaces.verifier.event_fields import DEADLINES
from interfaces.verifier.words import (
    ERASURE_GROUNDS,
    FULFILMENT_RESULTS,
    GRADES,
    HANDLING_TYPES,
    NOTICE_KINDS,
    OPINION_KINDS,
    PROCESSING_BASES,
    REFUSAL_GROUNDS,
    RETENTION_CLASSES,
    SOURCE_CHANNELS,
    SUBJECT_KINDS,
    TERM_UNITS,
    TRIGGERS,
    UNIT_KINDS,
    UNIT_LEVELS,
)
from interfaces.verifier.work_days import MONTHS_OF

WORDS = {
    "unit_kind": frozenset(UNIT_KINDS),
    "unit_level": frozenset(UNIT_LEVELS),
    "role": frozenset(
        (
            "supervision_staff",
            "committee_staff",
            "chairperson",
            "presidium_secretary",
            "deputy",
            "unit_liaison",
            "unit_leader",
            "gov_office",
            "verifier",
            "archivist",
            "auditor",
        )
    ),
    "opinion_kind": frozenset(OPINION_KINDS),
    "channel": frozenset(SOURCE_CHANNELS),
    "formation_type": frozenset(
        ("standing_committee_vote", "chairpersons_meeting", "working_body_decision", "presidium")
    ),
    "carrier": frozenset(("formal_document", "letter", "minutes", "bulletin")),
    "result_class": frozenset("ABCD"),
    "grade": frozenset(GRADES),
    "reopen_ground": frozenset(("look_back", "follow_up", "complaint")),
    "work_kind": frozenset(("plan", "task", "commitment")),
    "fulfilment": frozenset(FULFILMENT_RESULTS),
    "handling": frozenset(HANDLING_TYPES),
    "element": frozenset(("measure", "duty", "person", "fund", "deadline")),
    "notice_kind": frozenset(NOTICE_KINDS),
    "trigger": frozenset(TRIGGERS),
    "subject_kind": frozenset(SUBJECT_KINDS),
    "asked_by": frozenset(("before_due_day", "on_due_day")),
    "silence": frozenset(("excluded", "satisfied", "no_answer")),
    "promise_closing": frozenset(("tracking_required", "may_close_with_promise")),
    "day_off_rule": frozenset(("roll", "stay")),
    "processing_basis": frozenset(PROCESSING_BASES),
    "erasure_ground": frozenset(ERASURE_GROUNDS),
    "refusal_ground": frozenset(REFUSAL_GROUNDS),
    "retention_class": frozenset(RETENTION_CLASSES),
    "period": frozenset(("week", *MONTHS_OF)),
    "term_unit": frozenset(TERM_UNITS),
    "month_part": frozenset(("early", "mid", "late")),
    "deadline_kind": frozenset(DEADLINES),
}
"""The words a fact is one of."""

LINES_OF_TEXT = {"name": 100, "person": 100, "code": 64, "title": 300, "document": 100}
PARAGRAPHS = {"reason": 2_000, "wording": 20_000}
"""The longest texts of each kind, in characters: of one line, and of any number of lines."""

CONTROLS = "0-8 b-1f 7f-9f d800-dfff 202a-202e 2066-2069"
LINE_CONTROLS = "9-a"
"""Tab and line feed stand in paragraphs alone."""
UNSEEN = (
    "ad 34f 600-605 61c 6dd 70f 890-891 8e2 115f-1160 17b4-17b5 180e 200b-200f 2028-202e "
    "2060-206f 2800 3164 feff ffa0 fdd0-fdef fff0-ffff 110bd 110cd 13430-1343f 1bca0-1bca3 "
    "1d173-1d17a e0000-e00ff e01f0-e0fff "
    + " ".join(f"{plane:x}fffe-{plane:x}ffff" for plane in range(1, 17))
)
"""What nobody sees stands in paragraphs alone."""
SELECTORS = "180b-180d 180f fe00-fe0f e0100-e01ef"
BLANKS = "9-d 1c-20 85 a0 1680 2000-200a 2028-2029 202f 205f 3000"
"""Of blanks, selectors of a form and what nobody sees alone no text is made."""
MARKS_IN_CODES = "_-.〔〕()\uff08\uff09"
"""What else than letters and digits stands in a code."""
CHARACTERS = {
    "controls": CONTROLS,
    "line_controls": LINE_CONTROLS,
    "unseen": UNSEEN,
    "selectors": SELECTORS,
    "blanks": BLANKS,
    "marks_in_codes": MARKS_IN_CODES,
}
"""The first and the last of each range, in hexadecimal digits."""
LONGEST_TERMS = {"day": 3_660, "working_day": 2_500, "month": 120}
"""Ten years of each."""
