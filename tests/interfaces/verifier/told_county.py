"""A county in which nearly everything happens once: what falsified histories start from."""

from datetime import date
from functools import partial
from typing import Any

from application.commands import commitments as promises
from application.commands import notices, rule_profiles, tasks, units
from application.commands import opinions as acts
from application.commands.notices import About
from application.commands.reference import bring_reference_data
from application.reactions.tick import tick
from application.store import Store
from domain.commitment import Commitment
from domain.commitment_state import FulfilmentResult
from domain.due import Due
from domain.notice_terms import NoticeKind, NoticeTerms
from domain.opinion_terms import Satisfaction
from domain.profile_rules import ProfileRules
from domain.rectification_task import RectificationTask
from domain.supervision_notice import SupervisionNotice
from domain.urged_item import SubjectKind
from domain.warning_scale import WarningTrigger
from tests.application import commitments, opinions
from tests.application import tasks as bureau
from tests.application.opinions import Step
from tests.interfaces import small_county

OTHER = "DL-2015-02"


def fill(store: Store) -> None:
    """Fill an empty store."""
    small_county.fill(store)
    opinions.settle(store)
    opinions.tell(store, opinions.LONG_STORY)
    opinions.tell(store, opinions.BEGINNING, OTHER)
    opinions.take(store, Step("2015-03-28", acts.withdraw), OTHER)
    _recur(store)
    _keep_promise(store)
    _find_wanting(store)
    bring_reference_data(store)
    tick(store, date(2011, 12, 1))
    tick(store, date(2011, 12, 2))
    _urge(store)
    _rule(store)
    run = partial(bureau.run, store)
    run("2016-03-01", units.rename, code=bureau.TEAM, expected=1, name="执法大队", reason="更名")
    run("2016-04-01", units.move, code=bureau.TEAM, expected=2, parent=bureau.POLICE)


def _keep_promise(store: Store) -> None:
    """Keep a second promise in part, then whole, then not to everybody's satisfaction."""
    number = "CN-2012-1"
    place: dict[str, Any] = {"commitment_id": Commitment.id_of(number)}
    commitments.publish(store, number)
    commitments.claim(store, "2011-10-01", "2011-09-20", **place)
    commitments.verify(store, "2011-10-10", FulfilmentResult.PARTLY, **place)
    commitments.claim(store, "2011-11-10", "2011-11-05", **place)
    commitments.verify(store, "2011-11-20", **place)
    change = partial(commitments.change, store, "2011-12-01", **place)
    facts: dict[str, Any] = {
        "satisfaction": Satisfaction.SATISFIED,
        "note": "室温达标",
        "reopen_due": None,
    }
    change(promises.record_follow_up, **facts)
    commitments.change(store, "2011-12-20", promises.archive, **place)


def _find_wanting(store: Store) -> None:
    """Find a task wanting, put others in charge, correct its dates, and give it up."""
    number = "RW-2015-2"
    place: dict[str, Any] = {"task_id": RectificationTask.id_of(number)}
    change = partial(bureau.change, store)
    bureau.plan(store, number)
    bureau.assign(store, **place)
    bureau.report(store, "2015-04-10", 60, **place)
    bureau.report(store, "2015-05-10", 100, **place)
    bureau.claim(store, "2015-06-01", "2015-05-30", **place)
    wanting: dict[str, Any] = {"reasons": "不到位", "new_due": Due.by(date(2015, 9, 30))}
    change("2015-06-10", tasks.fail_verification, bureau.OFFICE, **wanting, **place)
    bureau.assign(store, "2015-06-12", units=(bureau.POLICE,), reason="调整", **place)
    changed: dict[str, Any] = {
        "text": "清理摊点并划线",
        "due": None,
        "target": None,
        "reason": "调整",
    }
    change("2015-06-20", tasks.amend, bureau.OFFICE, **changed, **place)
    later: dict[str, Any] = {"reason": "管网", "plan": "分三年", "review_on": date(2016, 6, 30)}
    change("2015-07-01", tasks.convert_to_long_term, bureau.OFFICE, **later, **place)
    change("2015-12-01", tasks.cancel, bureau.OFFICE, reason="并入专项", **place)
    facts: dict[str, Any] = {
        "corrects": 5,
        "field": "completed_on",
        "now": date(2015, 5, 28),
        "reason": "登错",
    }
    change("2016-12-30", tasks.correct, bureau.OFFICE, **facts, **place)
    facts = {"corrects": 6, "field": "occurred_on", "now": date(2015, 6, 9), "reason": "登错"}
    change("2016-12-30", tasks.correct, bureau.OFFICE, **facts, **place)


def _recur(store: Store) -> None:
    change = partial(bureau.change, store)
    due = Due.by(date(2016, 9, 30))
    change("2016-01-05", tasks.find_recurrence, bureau.OFFICE, note="回潮", due=due)
    asked = date(2016, 10, 31)
    change("2016-08-01", tasks.request_extension, bureau.BUREAU, asked=asked, reason="待批")
    change("2016-08-05", tasks.grant_extension, bureau.OFFICE, until=asked)
    bureau.report(store, "2016-09-01", 100)
    bureau.claim(store, "2016-09-20", "2016-09-10")
    bureau.accept(store, "2016-09-25")
    facts: dict[str, Any] = {
        "start": date(2016, 9, 26),
        "end": date(2016, 9, 30),
        "channel": "网站",
    }
    change("2016-09-26", tasks.give_public_notice, bureau.OFFICE, **facts)
    change("2016-10-08", tasks.close_out, bureau.OFFICE)
    change("2016-12-01", tasks.look_back, bureau.OFFICE, note="未反弹")


def _urge(store: Store) -> None:
    run = partial(bureau.run, store, "2011-12-02")
    about = About(SubjectKind.COMMITMENT, Commitment.id_of(commitments.NUMBER))
    facts: dict[str, Any] = {"unit": bureau.BUREAU, "competent_body": None}
    first = _terms("DB-1", NoticeKind.SUPERVISION_NOTICE)
    issued = run(notices.issue, terms=first, about=about, **facts)
    later = _terms("DB-2", NoticeKind.KEY_SUPERVISION)
    run(notices.escalate, notice_id=issued.id, expected=1, terms=later, **facts)
    place: dict[str, Any] = {"notice_id": SupervisionNotice.id_of("DB-2")}
    signed = partial(bureau.run, store, "2011-12-05")
    signed(notices.acknowledge, bureau.BUREAU, expected=1, **place)
    signed(notices.respond, bureau.BUREAU, expected=2, response="已经兑现", **place)
    signed(notices.lift, bureau.OFFICE, expected=3, reason="已经整改", **place)


def _terms(number: str, kind: NoticeKind) -> NoticeTerms:
    return NoticeTerms(
        number=number,
        kind=kind,
        colour="红",
        trigger=WarningTrigger.OVERDUE,
        demand="限期兑现",
        reply_due=Due.by(date(2011, 12, 20)),
        signer="主任甲",
    )


def _rule(store: Store) -> None:
    run = partial(opinions.run, store, "2016-01-04")
    drafted = {"congress": opinions.OFFICE, "title": "规则", "rules": ProfileRules(), "basis": ()}
    run(rule_profiles.begin, **drafted)
    facts: dict[str, Any] = {"basis_document": "人常〔2016〕1号", "valid_from": date(2016, 2, 1)}
    profile = {"congress": opinions.OFFICE, "expected": 1, "valid_until": None}
    run(rule_profiles.publish, **profile, **facts)
