"""The longest event there can be stands in its receipt, and both verifiers know it again."""

from pathlib import Path

import pytest
from sqlalchemy import select

from application.audit.entry import LONGEST_STATE
from application.audit.proof_file import parse_proof_file
from application.commands import plans
from application.errors import EventTooLong
from application.event_store.schema import events
from application.projections.audit_trail import known_until_now
from application.store import Store
from domain.measure import SubAction
from domain.rectification_plan import RectificationPlan
from interfaces.verifier.command import beside_of, judged
from interfaces.verifier_page.tables import TABLES
from tests.application.plans import SCHOOL, measure, opinion_id, run
from tests.interfaces.log_site import Site, log_site
from tests.interfaces.verifier_page.node import ask

DAY = "2016-07-15"
LONGEST_WORDING = 20_000
LONG = (*("字" * LONGEST_WORDING for _ in range(17)), "x" * LONGEST_WORDING)
"""Sub-actions of a measure as long as they may be; one more would not find room."""


@pytest.fixture
def site(sqlite_store: Store, tmp_path: Path) -> Site:
    site = log_site(sqlite_store, tmp_path)
    (tmp_path / "policy").write_text(f"log {site.log}\nquorum none\n")
    return site


def draft(store: Store) -> RectificationPlan:
    facts = {"title": "校舍维修整改方案", "unit": SCHOOL, "opinion_ids": [opinion_id(1)]}
    plan: RectificationPlan = run(
        store, DAY, plans.draft, SCHOOL, number="长", document_number=None, phases=[], **facts
    )
    return plan


def add_measure(store: Store, no: int, *texts: str) -> None:
    """Add a measure of these sub-actions to the plan."""
    plan = store.read(RectificationPlan, RectificationPlan.id_of("长"))
    actions = tuple(SubAction(no=at, text=text) for at, text in enumerate(texts, 1))
    facts = {"plan_id": plan.id, "expected": plan.version}
    stated = measure(no, 1, sub_actions=actions)
    run(store, DAY, plans.add_measure, SCHOOL, measure=stated, **facts)


def latest_event(store: Store) -> tuple[int, bytes]:
    with store.database.reading() as connection:
        sequence = known_until_now(connection)
        state = connection.scalar(select(events.c.state).where(events.c.sequence == sequence))
    assert state is not None
    return sequence, state


def test_the_longest_event_stands_in_its_receipt(site: Site) -> None:
    draft(site.store)
    add_measure(site.store, 1, *LONG, "x")
    room = LONGEST_STATE - len(latest_event(site.store)[1]) + 1
    with pytest.raises(EventTooLong, match=f"超过{LONGEST_STATE}字节,请分次登记"):
        add_measure(site.store, 2, *LONG, "x" * (room + 1))
    add_measure(site.store, 2, *LONG, "x" * room)
    sequence, state = latest_event(site.store)
    assert len(state) == LONGEST_STATE
    site.sign()
    site.done("receipt", str(sequence), "-o", site.path("receipt"))
    held = parse_proof_file(Path(site.path("receipt")).read_bytes()).event
    assert held.endswith(b'"state":%b}' % state)
    assert f"序号{sequence}的事件确在日志中" in site.done("check-receipt", site.path("receipt"))
    period = ("--period", "2009-01-01..2016-12-31", "--as-of", "2016-12-31")
    site.done("export", *period, "-o", site.path("a.zip"))
    kept = beside_of(None, [], [Path(site.path("receipt"))])
    verdict = judged(Path(site.path("a.zip")), kept)
    assert (verdict.ok, verdict.counts.kept) == (True, 1), verdict.text
    [answer] = ask([{"bundle": site.path("a.zip"), "receipts": [site.path("receipt")]}], TABLES)
    assert answer["ok"], answer
    assert "未比对" not in str(answer["remarks"])
