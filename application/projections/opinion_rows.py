"""How the rows of the ledger of opinions, and of their parts, follow the events."""

from typing import Any
from uuid import UUID

from application.projections.opinion_dues import due_columns, migrated_anew, settled_anew
from application.projections.opinion_ledger import opinion_ledger
from application.projections.split_ledger import (
    part_acknowledged,
    part_handed_over,
    part_replied,
    parts_begun,
    parts_consulted,
    parts_ended,
    parts_settled,
    split_ledger,
)
from application.projections.versioned import NO_END, ReadModel, Rows
from domain.due import Due
from domain.opinion import Opinion
from domain.opinion_handover import units_after
from domain.opinion_terms import OpinionStatus, ReopenGround, ResultClass, Satisfaction
from domain.profile_terms import Silence

opinions = ReadModel("opinion_ledger", opinion_ledger, split_ledger)

NOT_REFERRED: dict[str, Any] = {
    "referred_on": None,
    "referred_or_never": NO_END,
    "referral_letter": None,
    "lead_unit": None,
    "lead_units": (),
    "co_units": (),
    "due": None,
    "undated": False,
    "due_provisional": False,
    "original_due": None,
    "paused_since": None,
    "profile": None,
    "acknowledged_on": None,
    "consulted_on": None,
}

COUNTED = (
    "round",
    "classified_round",
    "evaluated_round",
    "return_requests",
    "returns_accepted",
    "extensions",
    "rehandlings",
    "look_backs",
    "recurrences",
)
NEVER_YET = {column.name for column in opinion_ledger.columns if column.nullable}

UNTOUCHED: dict[str, Any] = {
    **dict.fromkeys(NEVER_YET - {"source_document", "lead_deputy"}),
    **NOT_REFERRED,
    **dict.fromkeys(COUNTED, 0),
}

MOST_FAVOURABLE_FIRST = tuple(Satisfaction)


@opinions.on(Opinion.Registered)
def _registered(event: Opinion.Registered, rows: Rows) -> None:
    rows.open(
        opinion_ledger,
        opinion_id=event.originator_id,
        number=event.number,
        kind=event.kind,
        title=event.title,
        source_document=event.document_number,
        issuer=event.issuer,
        channel=event.channel,
        raised_on=event.raised_on,
        lead_deputy=event.lead_deputy,
        co_signers=event.co_signers,
        is_key=event.key,
        status=OpinionStatus.DRAFTED,
        **UNTOUCHED,
    )


@opinions.on(Opinion.Formed)
def _formed(event: Opinion.Formed, rows: Rows) -> None:
    changes = {"status": OpinionStatus.FORMED, "formed_on": event.act.occurred_on}
    rows.revise(opinion_ledger, event.originator_id, **changes)


@opinions.on(Opinion.NotAdmitted)
def _not_admitted(event: Opinion.NotAdmitted, rows: Rows) -> None:
    changes = {"status": OpinionStatus.NOT_ADMITTED, "not_admitted_on": event.act.occurred_on}
    rows.revise(opinion_ledger, event.originator_id, **changes)


@opinions.on(Opinion.Referred, Opinion.ReReferred)
def _referred(event: Opinion.Referred, rows: Rows) -> None:
    row = rows.current(opinion_ledger, event.originator_id)
    parts_begun(event, row, rows)
    rows.revise(
        opinion_ledger,
        event.originator_id,
        status=OpinionStatus.REFERRED,
        first_referred_on=row["first_referred_on"] or event.act.occurred_on,
        referred_on=event.act.occurred_on,
        referred_or_never=event.act.occurred_on,
        referral_letter=event.letter_number,
        lead_unit=event.lead[0],
        lead_units=event.lead,
        co_units=event.co_units,
        original_due=event.due.on,
        profile=event.act.profile and event.act.profile.label,
        round=1,
        **due_columns(event.due),
    )


@opinions.on(Opinion.Acknowledged)
def _acknowledged(event: Opinion.Acknowledged, rows: Rows) -> None:
    row = rows.current(opinion_ledger, event.originator_id)
    part_acknowledged(event, row, rows)
    rows.revise(
        opinion_ledger,
        event.originator_id,
        status=OpinionStatus.IN_HANDLING,
        acknowledged_on=row["acknowledged_on"] or event.act.occurred_on,
    )


@opinions.on(Opinion.ReturnRequested)
def _return_requested(event: Opinion.ReturnRequested, rows: Rows) -> None:
    row = rows.current(opinion_ledger, event.originator_id)
    rows.revise(
        opinion_ledger,
        event.originator_id,
        status=OpinionStatus.RETURN_REQUESTED,
        return_requests=row["return_requests"] + 1,
    )


@opinions.on(Opinion.ReturnAccepted)
def _return_accepted(event: Opinion.ReturnAccepted, rows: Rows) -> None:
    row = rows.current(opinion_ledger, event.originator_id)
    parts_ended(event, row, rows)
    rows.revise(
        opinion_ledger,
        event.originator_id,
        status=OpinionStatus.FORMED,
        returns_accepted=row["returns_accepted"] + 1,
        **NOT_REFERRED,
    )


@opinions.on(Opinion.ReturnRefused)
def _return_refused(event: Opinion.ReturnRefused, rows: Rows) -> None:
    status = OpinionStatus.IN_HANDLING if event.signed else OpinionStatus.REFERRED
    rows.revise(opinion_ledger, event.originator_id, status=status)


@opinions.on(Opinion.HandedOver)
def _handed_over(event: Opinion.HandedOver, rows: Rows) -> None:
    row = rows.current(opinion_ledger, event.originator_id)
    anew = part_handed_over(event, row, rows)
    units = (tuple(row["lead_units"]), tuple(row["co_units"]))
    lead, co_units = units_after(*units, event.unit, event.successor)
    changes = {"lead_unit": lead[0], "lead_units": lead, "co_units": co_units, **anew}
    rows.revise(opinion_ledger, event.originator_id, **changes)


@opinions.on(Opinion.Consulted)
def _consulted(event: Opinion.Consulted, rows: Rows) -> None:
    row = rows.current(opinion_ledger, event.originator_id)
    parts_consulted(event, row, rows)
    on = row["consulted_on"] or event.act.occurred_on
    rows.revise(opinion_ledger, event.originator_id, consulted_on=on)


@opinions.on(Opinion.ExtensionGranted)
def _extension_granted(event: Opinion.ExtensionGranted, rows: Rows) -> None:
    row = rows.current(opinion_ledger, event.originator_id)
    rows.revise(
        opinion_ledger,
        event.originator_id,
        extensions=row["extensions"] + 1,
        **due_columns(Due.by(event.until)),
    )


@opinions.on(Opinion.ClarificationRequested)
def _clarification_requested(event: Opinion.ClarificationRequested, rows: Rows) -> None:
    since = event.act.occurred_on if event.pauses else None
    rows.revise(opinion_ledger, event.originator_id, paused_since=since)


@opinions.on(Opinion.ClarificationGiven)
def _clarification_given(event: Opinion.ClarificationGiven, rows: Rows) -> None:
    rows.revise(opinion_ledger, event.originator_id, paused_since=None, **due_columns(event.due))


@opinions.on(Opinion.DueSettled, Opinion.DueRecounted)
def _due_settled(event: Opinion.DueSettled, rows: Rows) -> None:
    row = rows.current(opinion_ledger, event.originator_id)
    parts_settled(event, row, rows)
    rows.revise(opinion_ledger, event.originator_id, **settled_anew(event, row, rows))


@opinions.on(Opinion.RulesMigrated)
def _rules_migrated(event: Opinion.RulesMigrated, rows: Rows) -> None:
    row = rows.current(opinion_ledger, event.originator_id)
    rows.revise(opinion_ledger, event.originator_id, **migrated_anew(event, row, rows))


@opinions.on(Opinion.FeedbackLapsed)
def _feedback_lapsed(event: Opinion.FeedbackLapsed, rows: Rows) -> None:
    if event.silence is Silence.SATISFIED:
        _evaluated(event.originator_id, event.round, Satisfaction.SATISFIED, rows)


@opinions.on(Opinion.Replied)
def _replied(event: Opinion.Replied, rows: Rows) -> None:
    row = rows.current(opinion_ledger, event.originator_id)
    part_replied(event, row, rows)
    same_round = row["classified_round"] == event.round
    classes = [row["current_class"], event.result_class] if same_round else [event.result_class]
    worst = ResultClass(max(classes))
    changes: dict[str, Any] = {"current_class": worst, "classified_round": event.round}
    if event.round == 1:
        changes["first_class"] = worst
    if event.complete:
        changes["status"] = OpinionStatus.REPLIED
        changes["paused_since"] = None
        changes["last_replied_on"] = event.act.occurred_on
        changes["reply_document"] = event.document_number
    if event.complete and event.round == 1:
        changes["first_replied_on"] = event.act.occurred_on
        changes["first_reply_due"] = row["due"]
    rows.revise(opinion_ledger, event.originator_id, **changes)


@opinions.on(Opinion.ReplyEvaluated)
def _reply_evaluated(event: Opinion.ReplyEvaluated, rows: Rows) -> None:
    _evaluated(event.originator_id, event.round, event.satisfaction, rows)


def _evaluated(opinion: UUID, round_: int, grade: Satisfaction, rows: Rows) -> None:
    """Take a grade over, the worst of a round; silence may count as one."""
    row = rows.current(opinion_ledger, opinion)
    same_round = row["evaluated_round"] == round_
    grades = {grade, row["last_satisfaction"] if same_round else grade}
    worst = max(grades, key=MOST_FAVOURABLE_FIRST.index)
    changes: dict[str, Any] = {"last_satisfaction": worst, "evaluated_round": round_}
    if round_ == 1:
        changes["first_satisfaction"] = worst
    rows.revise(opinion_ledger, opinion, **changes)


@opinions.on(Opinion.RehandlingOrdered)
def _rehandling_ordered(event: Opinion.RehandlingOrdered, rows: Rows) -> None:
    row = rows.current(opinion_ledger, event.originator_id)
    rows.revise(
        opinion_ledger,
        event.originator_id,
        status=OpinionStatus.REHANDLING,
        round=event.round,
        rehandlings=row["rehandlings"] + 1,
        paused_since=None,
        tracking_since=None,
        **due_columns(event.due),
    )


@opinions.on(Opinion.TrackingBegun)
def _tracking_begun(event: Opinion.TrackingBegun, rows: Rows) -> None:
    changes = {"status": OpinionStatus.TRACKING, "tracking_since": event.act.occurred_on}
    rows.revise(opinion_ledger, event.originator_id, **changes)


@opinions.on(Opinion.Closed)
def _closed(event: Opinion.Closed, rows: Rows) -> None:
    row = rows.current(opinion_ledger, event.originator_id)
    rows.revise(
        opinion_ledger,
        event.originator_id,
        status=OpinionStatus.CLOSED,
        closed_on=event.act.occurred_on,
        first_closed_on=row["first_closed_on"] or event.act.occurred_on,
        completed_on=event.completed_on,
    )


@opinions.on(Opinion.LookBackRecorded)
def _look_back_recorded(event: Opinion.LookBackRecorded, rows: Rows) -> None:
    made = rows.current(opinion_ledger, event.originator_id)["look_backs"]
    rows.revise(opinion_ledger, event.originator_id, look_backs=made + 1)


@opinions.on(Opinion.Reopened)
def _reopened(event: Opinion.Reopened, rows: Rows) -> None:
    row = rows.current(opinion_ledger, event.originator_id)
    after_look_back = event.ground is ReopenGround.LOOK_BACK
    rows.revise(
        opinion_ledger,
        event.originator_id,
        status=OpinionStatus.IN_HANDLING,
        round=event.round,
        closed_on=None,
        completed_on=None,
        paused_since=None,
        tracking_since=None,
        opened_again_on=event.act.occurred_on,
        recurrences=row["recurrences"] + after_look_back,
        **due_columns(event.due),
    )


@opinions.on(Opinion.MergedInto)
def _merged_into(event: Opinion.MergedInto, rows: Rows) -> None:
    changes = {"status": OpinionStatus.MERGED, "merged_into": event.into}
    rows.revise(opinion_ledger, event.originator_id, **changes)


@opinions.on(Opinion.Separated)
def _separated(event: Opinion.Separated, rows: Rows) -> None:
    parts_ended(event, rows.current(opinion_ledger, event.originator_id), rows)
    changes = {"status": OpinionStatus.FORMED, "merged_into": None, **NOT_REFERRED}
    rows.revise(opinion_ledger, event.originator_id, **changes)


@opinions.on(Opinion.Withdrawn)
def _withdrawn(event: Opinion.Withdrawn, rows: Rows) -> None:
    changes = {"status": OpinionStatus.WITHDRAWN, "withdrawn_on": event.act.occurred_on}
    rows.revise(opinion_ledger, event.originator_id, **changes)
