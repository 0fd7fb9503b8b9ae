"""Which heads go with an export, and how single events are proven under the last of them."""

import pytest
from sqlalchemy import delete

from application.audit.merkle import verify_inclusion
from application.audit.policy import Policy
from application.event_store.database import Database
from application.event_store.log_tree import hashed_leaves
from application.event_store.logs import FIRST
from application.event_store.schema import log_checkpoints
from application.log import heads, proven, quorum
from application.log.proven import Place, ProvenHeads
from tests.application.log.attacks import note_of, set_note
from tests.application.log.desk import LogDesk, checkpoint_of, policy
from tests.stores import unguarded

MANY = 2**53


@pytest.fixture
def desk(database: Database) -> LogDesk:
    """Sign five heads, of which the second and the fourth are witnessed by both."""
    desk = LogDesk.at(database)
    for number in range(1, 6):
        desk.record(10)
        desk.sign()
        if number in {2, 4}:
            desk.witness(0, 1)
    return desk


def sizes(
    desk: LogDesk, known_at: int = MANY, *, least: str = "2", alone: bool = False
) -> list[int]:
    places = ProvenHeads(desk.database, policy(least), known_at, alone=alone).places
    return [place.size for place in places]


def test_they_end_with_the_newest_that_reached_the_quorum(desk: LogDesk) -> None:
    assert sizes(desk) == [10, 20, 30, 40]
    assert sizes(desk, 39) == [10, 20]
    assert sizes(desk, 20) == [10, 20]
    assert sizes(desk, alone=True) == [40]


def test_where_none_reached_it_they_end_with_the_newest(desk: LogDesk) -> None:
    assert sizes(desk, 15) == [10]
    assert sizes(desk, 9) == []


def test_it_is_told_whether_the_last_reached_it(desk: LogDesk) -> None:
    reached = [
        ProvenHeads(desk.database, policy(), known_at).have_quorum for known_at in (MANY, 15, 9)
    ]
    assert reached == [True, False, None]


def test_what_is_chosen_among_many_is_spread_evenly() -> None:
    places = [Place(FIRST, size) for size in range(10)]
    assert sorted(place.size for place in proven._spread(places, 4)) == [0, 2, 5, 7]


def test_many_are_thinned_those_that_were_countersigned_stay(
    desk: LogDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proven, "MOST", 2)
    assert sizes(desk) == [20, 40]
    monkeypatch.setattr(proven, "MOST", 3)
    assert sizes(desk) == [10, 20, 40]
    assert sizes(desk, 35, least="1") == [10, 20]
    desk.witness(0, 1)
    monkeypatch.setattr(proven, "MOST", 2)
    assert sizes(desk) == [20, 50]


def test_however_many_came_after_it_the_head_with_the_quorum_stays(
    desk: LogDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One witness is online, the other is visited once a month."""
    for _ in range(6):
        desk.record(10)
        desk.sign()
        desk.witness(0)
    for most in range(1, 12):
        monkeypatch.setattr(proven, "MOST", most)
        assert sizes(desk)[-1] == 40
        assert len(sizes(desk)) == min(most, 4)


def test_where_none_has_the_quorum_no_signature_is_verified(
    desk: LogDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[int] = []
    monkeypatch.setattr(quorum, "reaches", lambda head, _: opened.append(head.size))
    assert sizes(desk, 19) == [10]
    assert opened == []
    assert sizes(desk) == [10, 20, 30, 40, 50]
    assert opened == [40, 20]


def test_of_heads_that_were_spoiled_so_many_are_opened(
    desk: LogDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with unguarded(desk.database) as connection:
        set_note(connection, 40, note_of(connection, 40).replace(b"\n40\n", b"\n41\n"))
    monkeypatch.setattr(quorum, "MOST_OPENED", 1)
    assert sizes(desk) == [10, 20, 30, 40, 50]


def test_names_of_witnesses_are_read_so_many_at_a_time(
    desk: LogDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for at_once in (1, 2, 3):
        monkeypatch.setattr(heads, "AT_ONCE", at_once)
        assert sizes(desk) == [10, 20, 30, 40]
    monkeypatch.setattr(heads, "AT_ONCE", 1)
    desk.witness(0, 1)
    desk.record(1)
    desk.sign()
    assert sizes(desk) == [10, 20, 30, 40, 50]


def test_a_head_that_cannot_be_opened_reaches_no_quorum(desk: LogDesk) -> None:
    with unguarded(desk.database) as connection:
        set_note(connection, 40, note_of(connection, 40).replace(b"\n40\n", b"\n41\n"))
    assert sizes(desk) == [10, 20]


def test_heads_of_every_log_go_with_an_export(desk: LogDesk) -> None:
    desk.witness(0, 1)
    desk.rotate()
    desk.record(10)
    desk.sign()
    desk.witness(0, 1)
    assert sizes(desk) == [10, 20, 30, 40, 50, 1, 11]


def test_the_last_head_of_an_ended_log_goes_along_though_nobody_countersigned_it(
    desk: LogDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    unwitnessed = Policy(policy().logs, (), (), "none")
    desk.rotate(known=unwitnessed)
    monkeypatch.setattr(proven, "MOST", 2)
    places = ProvenHeads(desk.database, unwitnessed, 50).places
    assert [place.size for place in places] == [50, 1]


def test_notes_and_proofs_are_of_those_heads(desk: LogDesk) -> None:
    told = ProvenHeads(desk.database, policy(), MANY)
    assert [checkpoint_of(note).size for note in told.notes()] == [10, 20, 30, 40]
    assert told.last
    head = checkpoint_of(told.last)
    assert (head.size, told.covers) == (40, 40)
    with desk.database.reading() as connection:
        leaves = hashed_leaves(connection, FIRST, 0, 40)
    for number, proof in told.proofs([1, 17, 40]):
        verify_inclusion(leaves[number - 1], number - 1, 40, proof, head.root)


def test_without_a_head_there_is_nothing_to_tell(database: Database) -> None:
    told = ProvenHeads(database, policy(), MANY)
    assert (told.covers, told.last, list(told.notes())) == (0, None, [])


def test_a_head_that_was_taken_away_meanwhile_is_missed(desk: LogDesk) -> None:
    told = ProvenHeads(desk.database, policy(), MANY)
    with unguarded(desk.database) as connection:
        connection.execute(delete(log_checkpoints))
    with pytest.raises(LookupError, match="the head of size 10 is gone"):
        list(told.notes())
