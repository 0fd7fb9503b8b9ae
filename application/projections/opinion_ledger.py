"""The ledger of opinions: their units, due dates and how far they have come, on any day."""

from sqlalchemy import Boolean, Column, Date, Index, Integer, Text, Uuid

from application.event_store.columns import Texts
from application.projections.parts import index_parts, parts_of
from application.projections.rate_indexes import index_for_rates
from application.projections.versioned import owner_column, versioned_table

opinion_ledger = versioned_table(
    "opinion_ledger",
    owner_column("opinion_id"),
    Column("number", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("source_document", Text),
    Column("issuer", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("raised_on", Date, nullable=False),
    Column("lead_deputy", Text),
    Column("co_signers", Texts, nullable=False),
    Column("is_key", Boolean, nullable=False),
    Column("status", Text, nullable=False),
    Column("formed_on", Date),
    Column("not_admitted_on", Date),
    Column("first_referred_on", Date),
    Column("referred_on", Date),
    Column("referred_or_never", Date, nullable=False),
    Column("referral_letter", Text),
    Column("lead_unit", Text),
    Column("lead_units", Texts, nullable=False),
    Column("co_units", Texts, nullable=False),
    Column("due", Date),
    Column("undated", Boolean, nullable=False),
    Column("original_due", Date),
    Column("due_provisional", Boolean, nullable=False),
    Column("paused_since", Date),
    Column("profile", Text),
    Column("acknowledged_on", Date),
    Column("consulted_on", Date),
    Column("round", Integer, nullable=False),
    Column("first_replied_on", Date),
    Column("first_reply_due", Date),
    Column("last_replied_on", Date),
    Column("reply_document", Text),
    Column("first_class", Text),
    Column("current_class", Text),
    Column("classified_round", Integer, nullable=False),
    Column("first_satisfaction", Text),
    Column("last_satisfaction", Text),
    Column("evaluated_round", Integer, nullable=False),
    Column("return_requests", Integer, nullable=False),
    Column("returns_accepted", Integer, nullable=False),
    Column("extensions", Integer, nullable=False),
    Column("rehandlings", Integer, nullable=False),
    Column("tracking_since", Date),
    Column("closed_on", Date),
    Column("first_closed_on", Date),
    Column("completed_on", Date),
    Column("look_backs", Integer, nullable=False),
    Column("recurrences", Integer, nullable=False),
    Column("opened_again_on", Date),
    Column("merged_into", Uuid),
    Column("withdrawn_on", Date),
    key=("opinion_id",),
    owner="opinion_id",
)
"""``referred_on``, the units, the due dates, ``acknowledged_on`` and ``consulted_on`` are those of
the referral in force: none while an opinion waits to be referred anew. ``original_due`` is
the due date the referral set; what is extended, ordered or reopened later moves ``due`` alone.
``paused_since`` ends with the answer, or with the round's reply. Replies count on the day the last
lead unit gave its own. ``current_class`` and ``last_satisfaction`` stay until a later round
(``classified_round``, ``evaluated_round``) has its own. ``tracking_since`` is the current round's.
"""

index_parts(opinion_ledger, opinion_ledger.c.number, opinion_ledger.c.referred_or_never)
_present = parts_of(opinion_ledger)[0]
for _sought in (opinion_ledger.c.status, opinion_ledger.c.lead_unit):
    Index(None, _sought, opinion_ledger.c.due, sqlite_where=_present, postgresql_where=_present)

index_for_rates(opinion_ledger)
