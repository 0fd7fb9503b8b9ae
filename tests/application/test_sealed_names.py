"""Names of persons in stored events: sealed in the bytes, text to readers, bound to a place."""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from application.commands import opinions
from application.errors import PersonRestricted, StoreDamaged, StoreUnavailable
from application.event_store.database import Database
from application.event_store.schema import events
from application.event_store.topics import Stored
from application.log.check import check_store
from application.privacy.key_store import KeyStore
from application.privacy.personal_values import marker_of
from application.privacy.wrapping import WrappingKey
from application.projections.opinion_ledger import opinion_ledger
from application.rebuild import rebuild
from application.store import Store
from domain.opinion import Opinion
from domain.opinion_terms import OpinionStatus
from tests.aggregates import act
from tests.application.opinions import (
    LONG_STORY,
    OFFICE,
    OPINION,
    USUAL,
    Step,
    settle,
    take,
)
from tests.application.privacy.boxes import BASIS, NOW, WRAPPING_KEY, counted, keys_in
from tests.application.test_rebuild import contents
from tests.stores import opened, unguarded

LEAD, SECOND = "欧阳采薇", "司徒望舒"
SIGNED = {"lead_deputy": LEAD, "co_signers": (SECOND,)}
REGISTERED = Step("2015-01-21", opinions.register, facts=SIGNED)


def registered(store: Store) -> Store:
    settle(store)
    take(store, REGISTERED)
    return store


@pytest.fixture
def county(sealing_store: Store) -> Store:
    return registered(sealing_store)


def stored(store: Store) -> list[Any]:
    with store.database.reading() as connection:
        return list(connection.execute(select(events).order_by(events.c.sequence)))


def as_sets(store: Store) -> dict[str, list[str]]:
    return {table: sorted(map(str, rows)) for table, rows in contents(store).items()}


def latest(store: Store) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(stored(store)[-1].state)
    return told


def rewrite(store: Store, state: dict[str, Any]) -> None:
    """Change the latest event, as an owner of the database can."""
    last = events.c.sequence == stored(store)[-1].sequence
    raw = json.dumps(state, ensure_ascii=False, separators=(",", ":")).encode()
    with unguarded(store.database) as connection:
        connection.execute(update(events).where(last).values(state=raw))


def test_bytes_hold_no_name_and_readers_have_the_text(county: Store, keys: KeyStore) -> None:
    kept = b"".join(row.state for row in stored(county))
    assert LEAD.encode() not in kept
    assert SECOND.encode() not in kept
    assert latest(county)["lead_deputy"].keys() == {"subject", "salted", "sealed"}
    assert latest(county)["lead_deputy"]["subject"] == str(keys.find(LEAD))
    opinion = county.read(Opinion, OPINION)
    assert (opinion.lead_deputy, opinion.co_signers) == (LEAD, (SECOND,))
    with county.database.reading() as connection:
        row = connection.execute(select(opinion_ledger)).mappings().one()
    assert (row["lead_deputy"], tuple(row["co_signers"])) == (LEAD, (SECOND,))


def test_however_many_new_persons_an_event_names_the_keys_are_written_once(
    sealing_store: Store, keys: KeyStore
) -> None:
    settle(sealing_store)
    signed = {"lead_deputy": LEAD, "co_signers": tuple(f"代表{n}" for n in range(40))}
    with counted() as count:
        take(sealing_store, Step(REGISTERED.on, opinions.register, facts=signed))
    assert count == {"reading": 2, "writing": 1}
    subjects = [each["subject"] for each in latest(sealing_store)["co_signers"]]
    assert subjects == [str(keys.find(name)) for name in signed["co_signers"]]


def test_one_person_is_one_subject_wherever_the_name_stands(county: Store) -> None:
    take(county, REGISTERED, "DL-2015-02")
    both = [json.loads(row.state) for row in stored(county)[-2:]]
    assert len({each["lead_deputy"]["subject"] for each in both}) == 1
    assert both[0]["lead_deputy"] != both[1]["lead_deputy"]


def test_a_whole_story_is_decided_told_and_rebuilt_as_without_keys(
    sealing_store: Store,
) -> None:
    settle(sealing_store)
    for step in LONG_STORY:
        sealing_store.forget()
        take(sealing_store, step)
    assert sealing_store.read(Opinion, OPINION).status is OpinionStatus.CLOSED
    before = as_sets(sealing_store)
    rebuild(sealing_store)
    assert as_sets(sealing_store) == before
    checked = check_store(sealing_store.database, sealing_store.topics, None)
    assert checked.events == len(stored(sealing_store))


def test_an_event_without_names_has_the_bytes_pydantic_writes(county: Store) -> None:
    unit = stored(county)[0]
    event = county.topics.decode(Stored(unit.topic, unit.state))
    assert unit.state == event.model_dump_json().encode()


def moved_within(state: dict[str, Any]) -> None:
    state["lead_deputy"], state["co_signers"] = state["co_signers"][0], [state["lead_deputy"]]


def flipped(state: dict[str, Any]) -> None:
    salted = state["lead_deputy"]["salted"]
    state["lead_deputy"]["salted"] = ("B" if salted[0] == "A" else "A") + salted[1:]


def put_where_no_name_stands(state: dict[str, Any]) -> None:
    state["title"] = state["lead_deputy"]


def put_into_another_version(state: dict[str, Any]) -> None:
    state["originator_version"] = 2


def without_a_part(state: dict[str, Any]) -> None:
    del state["lead_deputy"]["salted"]


def without_its_event(state: dict[str, Any]) -> None:
    del state["originator_id"]


@pytest.mark.parametrize(
    "alter",
    [
        moved_within,
        flipped,
        put_where_no_name_stands,
        put_into_another_version,
        without_a_part,
        without_its_event,
    ],
)
def test_a_moved_or_altered_value_is_damage(
    county: Store, alter: Callable[[dict[str, Any]], None]
) -> None:
    state = latest(county)
    alter(state)
    rewrite(county, state)
    with pytest.raises(StoreDamaged) as caught:
        county.read(Opinion, OPINION)
    assert not str(caught.value).isascii()
    assert LEAD not in str(caught.value)


def test_a_value_of_somebody_unknown_names_nobody(county: Store) -> None:
    """As after the key store was restored from an older backup; the log shows the alteration."""
    state = latest(county)
    state["lead_deputy"]["subject"] = str(UUID(int=1))
    rewrite(county, state)
    assert county.read(Opinion, OPINION).proposers[0] == marker_of(UUID(int=1))
    with pytest.raises(StoreDamaged, match="叶哈希不符"):
        check_store(county.database, county.topics, None)


def test_sealed_names_are_not_read_without_keys(county: Store) -> None:
    with opened(county.database) as keyless, pytest.raises(StoreUnavailable, match="密钥库"):
        keyless.read(Opinion, OPINION)


def elsewhere(folder: Path) -> KeyStore:
    """Open the same keys as another process does."""
    return KeyStore(keys_in(folder), WRAPPING_KEY)


def test_a_former_wrapping_key_neither_reads_nor_writes(county: Store, tmp_path: Path) -> None:
    elsewhere(tmp_path).rotate(WrappingKey.generate())
    county.forget()
    with pytest.raises(StoreUnavailable, match="主密钥"):
        county.read(Opinion, OPINION)
    with pytest.raises(StoreUnavailable, match="主密钥"):
        take(county, REGISTERED, "DL-2015-02")


def test_nothing_is_recorded_while_the_key_store_is_away(
    county: Store, keys: KeyStore, tmp_path: Path
) -> None:
    before = stored(county)
    keys.forget()
    keys.close()
    (tmp_path / "keys.db").rename(tmp_path / "away.db")
    with pytest.raises(StoreUnavailable, match="密钥库"):
        take(county, REGISTERED, "DL-2015-02")
    assert stored(county) == before


def test_whoever_was_erased_elsewhere_is_somebody_new_after_the_next_event(
    county: Store, tmp_path: Path
) -> None:
    others = elsewhere(tmp_path)
    erased = others.subject_of(LEAD, NOW)
    others.destroy(erased, BASIS, NOW)
    with opened(county.database, keys=others) as second:
        take(second, Step(REGISTERED.on, opinions.register), "DL-2015-02")
    take(county, REGISTERED, "DL-2015-03")
    assert latest(county)["lead_deputy"]["subject"] == str(others.find(LEAD)) != str(erased)
    assert county.read(Opinion, OPINION).lead_deputy == marker_of(erased)


def test_plain_names_stay_readable(database: Database, keys: KeyStore) -> None:
    with opened(database) as keyless:
        registered(keyless)
    with opened(database, keys=keys) as store:
        assert store.read(Opinion, OPINION).lead_deputy == LEAD


def test_a_restricted_person_reads_as_the_marker(county: Store, keys: KeyStore) -> None:
    subject = keys.subject_of(LEAD, NOW)
    keys.restrict(subject)
    opinion = county.read(Opinion, OPINION)
    assert (opinion.lead_deputy, opinion.co_signers) == (marker_of(subject), (SECOND,))
    keys.lift(subject)
    assert county.read(Opinion, OPINION).lead_deputy == LEAD


def test_nothing_more_is_recorded_by_the_name_of_a_restricted_person(
    county: Store, keys: KeyStore
) -> None:
    keys.restrict(keys.subject_of(LEAD, NOW))
    before = stored(county)
    with pytest.raises(PersonRestricted):
        take(county, REGISTERED, "DL-2015-02")
    assert stored(county) == before
    take(county, Step(REGISTERED.on, opinions.register), "DL-2015-02")


def signed_by_marker(subject: UUID) -> Step:
    facts = {"lead_deputy": marker_of(subject), "co_signers": ()}
    return Step(REGISTERED.on, opinions.register, facts=facts)


def test_the_marker_of_an_erased_person_is_entered_as_text(county: Store, keys: KeyStore) -> None:
    subject = keys.subject_of(LEAD, NOW)
    keys.restrict(subject)
    keys.destroy(subject, BASIS, NOW)
    take(county, signed_by_marker(subject), "DL-2015-02")
    assert latest(county)["lead_deputy"] == marker_of(subject)


def test_the_marker_of_a_restricted_person_is_refused(county: Store, keys: KeyStore) -> None:
    subject = keys.subject_of(LEAD, NOW)
    keys.restrict(subject)
    with pytest.raises(PersonRestricted):
        take(county, signed_by_marker(subject), "DL-2015-02")
    keys.lift(subject)
    take(county, REGISTERED, "DL-2015-02")


def test_a_refused_name_fails_nobody_else(county: Store, keys: KeyStore) -> None:
    keys.restrict(keys.subject_of(SECOND, NOW))
    facts = {**USUAL[opinions.register], "number": "DL-2015-03", **SIGNED}
    command = partial(opinions.register, **facts)
    with pytest.raises(PersonRestricted):
        county.run(act("2015-01-21", unit=OFFICE), command)
    assert county.read(Opinion, OPINION).version == 1


def test_what_proves_a_name_is_told_in_the_order_of_the_event(
    county: Store, keys: KeyStore
) -> None:
    row = stored(county)[-1]
    entry = Stored(row.topic, row.state)
    told = [(each.field, each.opening.text) for each in county.topics.openings(entry)]
    assert told == [("lead_deputy", LEAD), ("co_signers.0", SECOND)]
    keys.restrict(keys.subject_of(LEAD, NOW))
    assert [each.field for each in county.topics.openings(entry)] == ["co_signers.0"]
    first = stored(county)[0]
    assert county.topics.openings(Stored(first.topic, first.state)) == ()
