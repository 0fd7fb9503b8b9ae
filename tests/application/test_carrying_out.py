"""What is decided about personal data is carried out whole, whoever is stopped when."""

from collections.abc import Callable
from pathlib import Path
from pkgutil import resolve_name
from uuid import UUID

import pytest
from sqlalchemy import select

from application.commands import opinions
from application.errors import StoreDamaged
from application.log.check import check_store
from application.privacy.key_store import KeyStore, Standing
from application.privacy.personal_values import marker_of
from application.projections.opinion_ledger import opinion_ledger
from application.reactions.carrying_out import carry_out, is_outstanding
from application.rebuild import renew
from application.store import Store
from application.work import Work
from domain.opinion import Opinion
from domain.personal_data import PersonalRecord
from domain.personal_data_terms import (
    ErasureGround,
    ProcessingBasis,
    RecordStatus,
    Retention,
    RetentionClass,
)
from tests.aggregates import act
from tests.application.opinions import OPINION, Step, day, take
from tests.application.privacy.boxes import NOW
from tests.application.test_sealed_names import LEAD, REGISTERED, SECOND, elsewhere, registered
from tests.stores import opened

PAPER = "丹人办申〔2029〕3号"
LATER = Step("2015-02-01", opinions.form)
CORRECTION = {"corrects": 1, "now": day("2015-01-20")}


@pytest.fixture
def county(sealing_store: Store) -> Store:
    return registered(sealing_store)


def recorded(store: Store, subject: UUID) -> None:
    """Put a record of a person's data on file."""
    retention = Retention(kept_as=RetentionClass.AS_NEEDED, until=day("2029-12-31"))
    basis = ProcessingBasis.CONSENT
    store.run(
        act("2020-01-01"),
        lambda work: work.add(
            PersonalRecord.open(subject, "联系代表", basis, retention, work.act)
        ),
    )


def decide(
    store: Store,
    subject: UUID,
    what: Callable[[PersonalRecord, Work], None],
    actor: str = "经办人甲",
) -> None:
    def command(work: Work) -> PersonalRecord:
        record = work.get(PersonalRecord, PersonalRecord.id_of(str(subject)))
        what(record, work)
        return record

    store.run(act("2020-02-01", actor=actor), command)


def restrict(record: PersonalRecord, work: Work) -> None:
    record.restrict("核实期间限制处理", work.act)


def lift(record: PersonalRecord, work: Work) -> None:
    record.lift_restriction("核实完毕", work.act)


def request(record: PersonalRecord, work: Work) -> None:
    ground = ErasureGround.CONSENT_WITHDRAWN
    record.request_erasure(ground, PAPER, "本人撤回同意", work.act)


def approve(record: PersonalRecord, work: Work) -> None:
    record.approve_erasure(work.act)


@pytest.fixture
def lead(county: Store, keys: KeyStore) -> UUID:
    """Open a record of who proposed the opinion."""
    subject = keys.subject_of(LEAD, NOW)
    recorded(county, subject)
    return subject


def approved(store: Store, subject: UUID) -> None:
    decide(store, subject, request)
    decide(store, subject, approve, "负责人乙")


def told_in_ledger(store: Store) -> set[str]:
    with store.database.reading() as connection:
        return set(connection.scalars(select(opinion_ledger.c.lead_deputy)))


def status(store: Store, subject: UUID) -> RecordStatus:
    return store.read(PersonalRecord, PersonalRecord.id_of(str(subject))).status


def test_an_approved_erasure_is_carried_out_and_noted(
    county: Store, keys: KeyStore, lead: UUID
) -> None:
    approved(county, lead)
    assert is_outstanding(county, keys)
    assert carry_out(county, keys) == [lead]
    assert status(county, lead) is RecordStatus.ERASED
    assert keys.standing(lead) is Standing.DESTROYED
    assert told_in_ledger(county) == {marker_of(lead)}
    assert county.read(Opinion, OPINION).proposers == (marker_of(lead), SECOND)
    assert check_store(county.database, county.topics, None).events > 0
    assert not is_outstanding(county, keys)
    assert carry_out(county, keys) == []


@pytest.mark.usefixtures("lead")
def test_nothing_decided_is_nothing_done(county: Store, keys: KeyStore) -> None:
    assert not is_outstanding(county, keys)
    assert carry_out(county, keys) == []
    assert told_in_ledger(county) == {LEAD}


def test_a_restriction_hides_and_its_end_shows_again(
    county: Store, keys: KeyStore, lead: UUID
) -> None:
    decide(county, lead, restrict)
    assert is_outstanding(county, keys)
    assert carry_out(county, keys) == []
    assert told_in_ledger(county) == {marker_of(lead)}
    decide(county, lead, lift)
    carry_out(county, keys)
    assert told_in_ledger(county) == {LEAD}
    decide(county, lead, request)
    carry_out(county, keys)
    assert told_in_ledger(county) == {marker_of(lead)}


def test_rows_and_states_remembered_here_or_elsewhere_are_not_worked_on(
    county: Store, keys: KeyStore, lead: UUID, tmp_path: Path
) -> None:
    decide(county, lead, restrict)
    with opened(county.database, keys=elsewhere(tmp_path)) as second:
        take(second, Step("2015-01-22", opinions.correct, facts=CORRECTION))
        carry_out(county, keys)
        take(second, LATER)
        assert told_in_ledger(county) == {marker_of(lead)}


def test_what_somebody_else_has_carried_out_meanwhile_is_noted_once(
    county: Store, keys: KeyStore, lead: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    approved(county, lead)

    def overtaken(store: Store) -> None:
        renew(store)
        monkeypatch.undo()
        carry_out(county, keys)

    monkeypatch.setattr("application.reactions.carrying_out.renew", overtaken)
    assert carry_out(county, keys) == [lead]
    record = county.read(PersonalRecord, PersonalRecord.id_of(str(lead)))
    assert (record.status, record.version) == (RecordStatus.ERASED, 4)


def test_an_erased_person_entered_again_is_somebody_new(
    county: Store, keys: KeyStore, lead: UUID
) -> None:
    approved(county, lead)
    carry_out(county, keys)
    take(county, REGISTERED, "DL-2015-02")
    assert keys.subject_of(LEAD, NOW) != lead
    assert told_in_ledger(county) == {marker_of(lead), LEAD}


def test_a_key_that_came_back_with_a_backup_is_destroyed_again(
    county: Store, keys: KeyStore, lead: UUID, tmp_path: Path
) -> None:
    backup = (tmp_path / "keys.db").read_bytes()
    approved(county, lead)
    carry_out(county, keys)
    keys.forget()
    keys.close()
    (tmp_path / "keys.db").write_bytes(backup)
    assert keys.standing(lead) is Standing.USED
    assert is_outstanding(county, keys)
    assert carry_out(county, keys) == []
    assert keys.standing(lead) is Standing.DESTROYED
    assert not is_outstanding(county, keys)


def test_a_backup_from_before_somebody_was_known_holds_nothing_up(
    county: Store, keys: KeyStore, lead: UUID, tmp_path: Path
) -> None:
    """One has a record, another has none; what was decided about the first person goes on."""
    backup = (tmp_path / "keys.db").read_bytes()
    take(county, REGISTERED._replace(facts={**REGISTERED.facts, "lead_deputy": "王秀英"}), "DL-9")
    newer = keys.subject_of("王秀英", NOW)
    recorded(county, keys.subject_of("周大海", NOW))
    recorded(county, newer)
    approved(county, lead)
    carry_out(county, keys)
    keys.forget()
    keys.close()
    (tmp_path / "keys.db").write_bytes(backup)
    county.forget()
    assert is_outstanding(county, keys)
    assert carry_out(county, keys) == []
    assert keys.standing(lead) is Standing.DESTROYED
    assert not is_outstanding(county, keys)
    assert told_in_ledger(county) == {marker_of(lead), marker_of(newer)}
    assert keys.standing(newer) is Standing.LOST
    assert check_store(county.database, county.topics, None).events


def test_of_a_lost_person_an_erasure_is_carried_out(
    county: Store, keys: KeyStore, tmp_path: Path
) -> None:
    backup = (tmp_path / "keys.db").read_bytes()
    newer = keys.subject_of("王秀英", NOW)
    recorded(county, newer)
    approved(county, newer)
    keys.forget()
    keys.close()
    (tmp_path / "keys.db").write_bytes(backup)
    assert carry_out(county, keys) == [newer]
    assert keys.standing(newer) is Standing.DESTROYED
    assert not is_outstanding(county, keys)


def test_a_key_without_which_events_cannot_be_told_is_not_destroyed(
    county: Store, keys: KeyStore, lead: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What went wrong may be put right: nothing that is gone for good has gone."""
    approved(county, lead)

    def fail(*_: object) -> None:
        raise StoreDamaged("事件无法还原")

    with monkeypatch.context() as failing:
        failing.setattr("application.rebuild.rebuild", fail)
        with pytest.raises(StoreDamaged):
            carry_out(county, keys)
    assert keys.standing(lead) is Standing.RESTRICTED
    assert carry_out(county, keys) == [lead]
    assert keys.standing(lead) is Standing.DESTROYED


def test_what_was_told_again_for_the_request_is_not_told_again_for_the_erasure(
    county: Store, keys: KeyStore, lead: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide(county, lead, request)
    carry_out(county, keys)
    decide(county, lead, approve, "负责人乙")
    monkeypatch.delattr("application.rebuild.rebuild")
    assert carry_out(county, keys) == [lead]
    assert told_in_ledger(county) == {marker_of(lead)}


# Stopped on the way


class Stopped(Exception):
    """The process ends here."""


STEPS = (
    "application.privacy.key_database.KeyDatabase.compact",
    "application.rebuild.rebuild",
    "application.rebuild.scrub",
    "application.rebuild.clear",
    "application.reactions.carrying_out._note_as_erased",
    "application.privacy.key_store.KeyStore.destroy_all",
    "application.rebuild.why_stale",
)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.rpartition(".")[2])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_stopped_at_a_step_it_is_finished_by_the_next(
    county: Store,
    keys: KeyStore,
    lead: UUID,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    *,
    after: bool,
) -> None:
    approved(county, lead)
    carried: Callable[..., object] = resolve_name(step)

    def stop(*given: object) -> None:
        if after:
            carried(*given)
        raise Stopped

    with monkeypatch.context() as stopping:
        stopping.setattr(step, stop)
        with pytest.raises(Stopped):
            carry_out(county, keys)
    assert status(county, lead) is (
        RecordStatus.ERASED if after and "note" in step else RecordStatus.ERASURE_APPROVED
    )
    carry_out(county, keys)
    assert status(county, lead) is RecordStatus.ERASED
    assert told_in_ledger(county) == {marker_of(lead)}
    assert not is_outstanding(county, keys)
    assert carry_out(county, keys) == []


@pytest.mark.parametrize("step", STEPS[1:4], ids=lambda step: step.rpartition(".")[2])
def test_a_restriction_stopped_at_a_step_is_finished_by_the_next(
    county: Store, keys: KeyStore, lead: UUID, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    decide(county, lead, restrict)

    def stop(*_: object) -> None:
        raise Stopped

    with monkeypatch.context() as stopping:
        stopping.setattr(step, stop)
        with pytest.raises(Stopped):
            carry_out(county, keys)
    assert is_outstanding(county, keys)
    carry_out(county, keys)
    assert told_in_ledger(county) == {marker_of(lead)}
    assert not is_outstanding(county, keys)
