"""Rules and notices move what is open by events, and a preview says beforehand what they will."""

from collections.abc import Callable
from datetime import date, datetime, time
from functools import partial
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from application.commands import moved_dues, opinions, rule_profiles, units
from application.commands.moved_dues import MigrationBeforeForce, Moved
from application.commands.opinion_deadlines import DueNotStated
from application.projections.opinion_ledger import opinion_ledger
from application.rebuild import rebuild
from application.store import Store
from application.work import Work
from domain.calendar_year import Notice
from domain.due import Due
from domain.model import CHINA_STANDARD_TIME, Act, ProfileRef
from domain.opinion import Opinion
from domain.opinion_terms import (
    Carrier,
    FormationType,
    OpinionKind,
    SourceChannel,
)
from domain.profile_rules import ProfileRules
from domain.rule_profile import RuleProfile
from domain.unit import UnitKind, UnitLevel
from tests.aggregates import act

CONGRESS, ROADS = "RDCWH", "JTJ"
ONE, TWO = ProfileRef(congress=CONGRESS, version=1), ProfileRef(congress=CONGRESS, version=2)
PAPER = "某人常〔2015〕1号"
NOTICE = Notice(
    notice_number="国办发明电〔2014〕28号",
    notice_date=date(2014, 12, 16),
    source="中国政府网",
    days_off=tuple(
        date.fromisoformat(f"2015-{day}")
        for day in ("01-01", "05-01", "06-25", "10-01", "10-02", "10-03")
    ),
    working_days=(),
)


def rules(**sections: Any) -> ProfileRules:
    return ProfileRules.model_validate(sections)


THREE_MONTHS = rules(reply={"deputy_suggestion": {"length": 3, "unit": "month"}})
TWO_MONTHS = rules(reply={"deputy_suggestion": {"length": 2, "unit": "month"}})


def at(day: str) -> Act:
    """Act on a day and record it on that day."""
    on = date.fromisoformat(day)
    return act(day, recorded_at=datetime.combine(on, time(9), CHINA_STANDARD_TIME))


class Office:
    """Runs commands on the days they are dated, so that recording and acting are one day."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.today = datetime(2000, 1, 1, 9, tzinfo=CHINA_STANDARD_TIME)
        store.clock = lambda: self.today

    def do(self, day: str, command: Callable[..., Any], /, *place: Any, **facts: Any) -> Any:
        dated = at(day)
        self.today = max(self.today, dated.recorded_at)
        return self.store.run(dated, lambda work: command(work, *place, **facts)).aggregate

    def unit(self, code: str, kind: UnitKind) -> None:
        self.do(
            "2000-01-01",
            units.register,
            code=code,
            name=code,
            kind=kind,
            level=UnitLevel.COUNTY,
            parent=None,
        )

    def publish(
        self, day: str, stated: ProfileRules, command: Callable[..., Any] = rule_profiles.publish
    ) -> None:
        """Draft and publish rules in force from that day on."""
        profile = self._drafted(day, stated)
        self.do(
            day,
            command,
            CONGRESS,
            profile.version,
            basis_document=PAPER,
            valid_from=date.fromisoformat(day),
            valid_until=None,
        )

    @property
    def moved(self) -> list[Moved]:
        """What the latest command moved."""
        return moved_dues.moved_by(self.store, self.store.recorder.max_notification_id() or 0)

    def _drafted(self, day: str, stated: ProfileRules) -> RuleProfile:
        facts: dict[str, Any] = {"title": "规则", "rules": stated, "basis": ()}
        found = self.store.recorder.select_events(RuleProfile.id_of(CONGRESS))
        if not found:
            drafted: RuleProfile = self.do(day, rule_profiles.begin, congress=CONGRESS, **facts)
        else:
            drafted = self.do(day, rule_profiles.draft, CONGRESS, len(found), **facts)
        return drafted

    def refer(self, number: str, day: str, **facts: Any) -> UUID:
        """Register, form, refer and sign for an opinion on one day."""
        opinion = self.do(
            day,
            opinions.register,
            number=number,
            kind=facts.pop("kind", OpinionKind.DEPUTY_SUGGESTION),
            title=f"关于{number}的建议",
            wording="建议尽快办理。",
            issuer=CONGRESS,
            document_number=None,
            channel=SourceChannel.MEETING,
            occasion=None,
            raised_on=date.fromisoformat(day),
            lead_deputy="代表甲",
            co_signers=(),
            key=False,
        )
        self.do(
            day,
            opinions.form,
            opinion.id,
            1,
            formation_type=FormationType.CHAIRPERSONS_MEETING,
            carrier=Carrier.LETTER,
            approver="主任",
            compiled_by="秘书甲",
            document_number=None,
        )
        stated: dict[str, Any] = {
            "lead": (ROADS,),
            "co": (),
            "due": None,
            "split_handling": False,
            "letter_number": f"交〔2015〕{number}",
            "meeting_on": None,
            "demand": None,
        }
        self.do(day, opinions.refer, opinion.id, 2, **{**stated, **facts})
        return Opinion.id_of(number)

    def opinion(self, number: str) -> Opinion:
        return self.store.read(Opinion, Opinion.id_of(number))

    def due(self, number: str) -> str:
        due = self.opinion(number).due
        assert due is not None
        return str(due.on)


@pytest.fixture
def office(store: Store) -> Office:
    office = Office(store)
    office.unit(CONGRESS, UnitKind.STANDING_COMMITTEE)
    office.unit(ROADS, UnitKind.DEPARTMENT)
    return office


def test_the_rules_in_force_set_the_due_date_and_stay_with_the_opinion(office: Office) -> None:
    office.publish("2015-01-05", THREE_MONTHS)
    office.refer("甲", "2015-03-25")
    office.publish("2015-04-01", TWO_MONTHS)
    office.refer("乙", "2015-04-02")
    assert (office.due("甲"), office.opinion("甲").profile) == ("2015-06-25", ONE)
    assert (office.due("乙"), office.opinion("乙").profile) == ("2015-06-02", TWO)
    assert office.opinion("甲").due == office.opinion("甲").rounds[0].original_due


def test_without_a_profile_the_statutory_term_applies(office: Office) -> None:
    office.refer("甲", "2015-03-25", difficult=True)
    assert office.due("甲") == "2015-09-25"
    assert office.opinion("甲").profile is None


def test_where_the_rules_set_no_term_the_date_is_stated(office: Office) -> None:
    with pytest.raises(DueNotStated) as caught:
        office.refer("甲", "2015-03-25", kind=OpinionKind.DELIBERATION)
    assert caught.value.detail == "规则没有规定审议意见的办理期限,应当写明"
    office.refer("乙", "2015-03-25", kind=OpinionKind.DELIBERATION, due=Due.by(date(2015, 9, 1)))
    assert office.due("乙") == "2015-09-01"


def test_publishing_moves_nothing_that_is_open(office: Office) -> None:
    office.publish("2015-01-05", THREE_MONTHS)
    office.refer("甲", "2015-03-25")
    before = office.opinion("甲").version
    office.publish("2015-04-01", TWO_MONTHS)
    assert office.opinion("甲").version == before


def tried(office: Office, day: str, stated: ProfileRules) -> list[Moved]:
    """Preview what publishing a draft that day, with what is open going over, would do."""
    office._drafted(day, stated)
    before = office.store.recorder.max_notification_id()
    preview = partial(
        moved_dues.preview_rules, congress=CONGRESS, valid_from=date.fromisoformat(day)
    )
    moved = office.store.rehearse(at(day), preview)
    assert office.store.recorder.max_notification_id() == before
    return moved


def test_a_preview_is_item_for_item_what_publishing_then_does(office: Office) -> None:
    office.publish("2015-01-05", THREE_MONTHS)
    office.refer("甲", "2015-03-25")
    office.refer("乙", "2015-04-20")
    office.refer("丙", "2015-04-20", due=Due.by(date(2015, 12, 31)))
    expected = tried(office, "2015-05-26", TWO_MONTHS)
    profile = office.store.read(RuleProfile, RuleProfile.id_of(CONGRESS))
    office.do(
        "2015-05-26",
        moved_dues.publish_rules,
        CONGRESS,
        profile.version,
        basis_document=PAPER,
        valid_from=date(2015, 5, 26),
        valid_until=None,
    )
    assert office.moved == expected
    told = {each.item.number: each for each in expected}
    assert sorted(told) == ["丙", "乙", "甲"]
    assert (told["甲"].overdue_was, told["甲"].overdue, told["甲"].colour) == (False, True, "红")
    assert [number for number, each in told.items() if each.is_felt] == ["乙", "甲"]
    assert [office.due(number) for number in ("甲", "乙", "丙")] == [
        "2015-05-25",
        "2015-06-22",
        "2015-12-31",
    ]
    assert {office.opinion(number).profile for number in ("甲", "乙", "丙")} == {TWO}


def test_only_rules_in_force_are_gone_over_to(office: Office) -> None:
    office.publish("2015-01-05", THREE_MONTHS)
    office.refer("甲", "2015-03-25")
    profile = office._drafted("2015-04-01", TWO_MONTHS)
    stated: dict[str, Any] = {
        "basis_document": PAPER,
        "valid_from": date(2015, 5, 1),
        "valid_until": None,
    }
    place = (CONGRESS, profile.version)
    with pytest.raises(MigrationBeforeForce) as caught:
        office.do("2015-04-01", moved_dues.publish_rules, *place, **stated)
    assert caught.value.field == "migrate_open_items"
    office.do("2015-04-01", rule_profiles.publish, *place, **stated)
    assert office.opinion("甲").profile == ONE
    version = office.store.read(RuleProfile, RuleProfile.id_of(CONGRESS)).version
    office.do("2015-05-04", moved_dues.migrate_opinions, CONGRESS, version)
    assert [each.item.number for each in office.moved] == ["甲"]
    assert office.due("甲") == "2015-05-25"


def test_before_any_rules_are_in_force_nothing_goes_over(office: Office) -> None:
    profile = office._drafted("2015-04-01", TWO_MONTHS)
    with pytest.raises(MigrationBeforeForce):
        office.do("2015-04-01", moved_dues.migrate_opinions, CONGRESS, profile.version)


def test_a_recorded_notice_settles_what_was_provisional_and_lists_it(office: Office) -> None:
    office.refer("甲", "2015-03-25")
    office.refer("乙", "2015-03-25", due=Due.by(date(2015, 6, 25)))
    assert _columns(office, "甲") == (date(2015, 6, 25), True)
    office.do("2015-04-10", moved_dues.publish_year, year=2015, notice=NOTICE)
    assert [(each.item.number, each.due_was and each.due_was.on) for each in office.moved] == [
        ("甲", date(2015, 6, 25))
    ]
    assert office.due("甲") == "2015-06-26"
    assert _columns(office, "甲") == (date(2015, 6, 26), False)
    assert office.due("乙") == "2015-06-25"


def test_what_was_recorded_just_before_in_the_same_transaction_is_settled_too(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its row of the ledger is not written yet when the notice looks for what is open."""
    office.refer("甲", "2015-03-25")
    together: list[tuple[Act, Callable[[Work], Any]]] = []

    def collect(day: str, command: Callable[..., Any], /, *place: Any, **facts: Any) -> Any:
        together.append((at(day), lambda work: command(work, *place, **facts)))
        return SimpleNamespace(id=Opinion.id_of("乙"))

    office.today = at("2015-04-10").recorded_at
    monkeypatch.setattr(office, "do", collect)
    office.refer("乙", "2015-04-10")
    office.do("2015-04-10", moved_dues.publish_year, year=2015, notice=NOTICE)
    office.store.run_together(together)
    assert [each.item.number for each in office.moved] == ["乙", "甲"]


def _columns(office: Office, number: str) -> tuple[date, bool]:
    c = opinion_ledger.c
    query = select(c.due, c.due_provisional).where(
        c.number == number, c.known_until > 10**9, c.valid_until == date(9999, 12, 31)
    )
    with office.store.database.reading() as connection:
        found = connection.execute(query).one()
    return found.due, found.due_provisional


def test_a_rebuild_tells_of_rules_and_settled_dates_alike(office: Office) -> None:
    office.publish("2015-01-05", THREE_MONTHS)
    office.refer("甲", "2015-03-25")
    office.do("2015-03-26", _sign, Opinion.id_of("甲"))
    office.do("2015-04-10", moved_dues.publish_year, year=2015, notice=NOTICE)
    office.publish("2015-05-20", TWO_MONTHS, moved_dues.publish_rules)
    live = _rows(office.store)
    rebuild(office.store)
    assert _rows(office.store) == live


def _sign(work: Work, opinion_id: UUID) -> Opinion:
    opinion = work.get(Opinion, opinion_id)
    opinion.acknowledge(work.act.model_copy(update={"unit": ROADS}))
    return opinion


def _rows(store: Store) -> list[Any]:
    order = (opinion_ledger.c.number, opinion_ledger.c.known_from, opinion_ledger.c.valid_from)
    with store.database.reading() as connection:
        return list(connection.execute(select(opinion_ledger).order_by(*order)))
