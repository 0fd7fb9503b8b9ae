"""Letters on both databases: written once, sent at least once, under one identity."""

import json
from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Event, Thread
from uuid import UUID

import pytest

from application.errors import NotFound, StillWaiting, StoreUnavailable
from application.event_store.database import Database
from application.notifications import subscriber, worker
from application.notifications.resending import resend, resend_all_dead
from application.notifications.retries import (
    FURTHEST,
    LONGEST_WAIT,
    MOST_ATTEMPTS,
    SCHEDULE,
    wait_after,
)
from application.notifications.sender import ATTEMPT, BROKEN, CLAIM, GONE, OTHER_CHANNEL
from application.notifications.subscription import Failure, Letter, Notice, Start
from interfaces.notifying.mail import Mail, MailServer, Security
from interfaces.notifying.webhook import Webhook
from tests.application.boxes import Box
from tests.application.letters import Office, reopened
from tests.receivers import Answer

ONE_FAILED = (0, 1)
ONE_SENT = (1, 0)
NONE = (0, 0)


# Reading the log


def test_an_event_leads_to_one_letter_that_arrives_once(office: Office) -> None:
    office.fill()
    assert office.worker().once() == (1, 1, 0)
    assert office.worker().once() == (0, 0, 0)
    [letter] = office.letters()
    assert office.receiver.ids() == [str(letter.id)] == [office.letter_id(2)]
    assert office.receiver.received[0].body == letter.payload
    told = (letter.state, letter.attempts, letter.next_attempt_at, letter.delivered_at)
    assert told == ("delivered", 1, None, office.clock.now)
    assert (letter.channel, letter.destination) == ("webhook", office.receiver.url)


def test_a_letter_says_which_event_it_was_and_no_more(office: Office) -> None:
    office.fill()
    office.subscriber().read()
    [letter] = office.letters()
    assert json.loads(letter.payload) == {
        "id": office.letter_id(2),
        "type": "box.filled",
        "timestamp": "2030-01-01T00:00:00Z",
        "data": {
            "sequence": 2,
            "item_kind": "box",
            "item_id": str(Box.id_of("A")),
            "item_number": "A",
            "version": 2,
            "unit": "RDB",
            "occurred_on": "2026-01-01",
            "recorded_at": "2030-01-01T00:00:00Z",
        },
    }


def test_a_new_subscription_begins_at_the_present_end(office: Office) -> None:
    office.fill()
    late = office.subscriber(start=Start.NOW)
    late.begin()
    office.fill()
    assert late.read() == 1
    assert [each.sequence for each in office.letters()] == [3]


def test_a_subscription_that_is_opened_again_goes_on_where_it_was(office: Office) -> None:
    office.fill()
    office.subscriber().read()
    office.fill(2)
    again = reopened(office)
    assert again.subscriber(start=Start.NOW).read() == 2
    assert [each.sequence for each in office.letters()] == [2, 3, 4]
    again.store.close()


def test_a_long_log_is_read_in_stretches(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subscriber, "STRETCH", 2)
    office.fill(5)
    office.begin("B")
    assert office.subscriber().read() == 5
    assert [each.sequence for each in office.letters()] == [2, 3, 4, 5, 6]
    assert office.position().sequence == 7


def test_letters_and_position_are_written_together_or_not_at_all(office: Office) -> None:
    class Clumsy:
        kind = "webhook"
        destination = "nowhere"

        def compose(self, notice: Notice) -> bytes:
            if notice.sequence == 3:
                raise ZeroDivisionError
            return b""

        def send(self, letter: Letter, within: timedelta) -> Failure | None:
            raise AssertionError(letter, within)

    office.fill(2)
    with pytest.raises(ZeroDivisionError):
        office.subscriber(channel=Clumsy()).read()
    assert (office.letters(), office.position().sequence) == ([], 0)
    assert office.subscriber().read() == 2


def test_two_readers_write_each_letter_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subscriber, "STRETCH", 3)
    office.fill(20)
    other = reopened(office)
    written = in_two_threads(office.subscriber().read, other.subscriber().read)
    assert sum(written) == len(office.letters()) == 20
    other.store.close()


def test_only_items_that_concern_the_unit_are_told(office: Office) -> None:
    office.fill()
    office.subscriber(units=frozenset({"SLJ"})).read()
    assert office.letters() == []
    office.subscriber(name="rdb", units=frozenset({"RDB", "SLJ"})).read()
    assert [each.subscription for each in office.letters()] == ["rdb"]


# Sending


def test_a_letter_that_failed_is_tried_again_by_the_schedule(office: Office) -> None:
    office.receiver.answers = [Answer(500), Answer(503), Answer(200)]
    office.fill()
    office.subscriber().read()
    sender = office.sender()
    assert office.send(sender) == ONE_FAILED
    [letter] = office.letters()
    assert (letter.state, letter.last_error) == ("waiting", "接收方答复500")
    assert letter.next_attempt_at == office.clock.now + SCHEDULE[0]
    office.clock.go_on(seconds=4.9)
    assert office.send(sender) == NONE
    office.clock.go_on(seconds=0.1)
    assert office.send(sender) == ONE_FAILED
    office.clock.go_on(minutes=5)
    assert office.send(sender) == ONE_SENT
    [letter] = office.letters()
    assert (letter.state, letter.attempts, letter.last_error) == ("delivered", 3, None)
    assert len(set(office.receiver.ids())) == 1
    assert len({each.body for each in office.receiver.received}) == 1


def test_after_the_last_attempt_a_letter_is_dead_until_a_person_resends_it(
    office: Office,
) -> None:
    office.fill()
    office.subscriber().read()
    sender = office.sender()
    office.receiver.answers = [Answer(500)] * MOST_ATTEMPTS
    for wait in (*SCHEDULE, timedelta(days=30)):
        assert office.send(sender) == ONE_FAILED
        office.clock.now += wait
    assert office.send(sender) == NONE
    [letter] = office.letters()
    told = (letter.state, letter.attempts, letter.next_attempt_at, letter.last_error)
    assert told == ("dead", 10, None, "接收方答复500")
    resend(office.database, letter.id, "经办人甲", office.clock.now)
    assert office.send(sender) == ONE_SENT
    [letter] = office.letters()
    assert (letter.state, letter.attempts, letter.resent_by) == ("delivered", 1, "经办人甲")
    assert set(office.receiver.ids()) == {str(letter.id)}


@pytest.mark.parametrize("tried", [False, True])
def test_a_letter_of_a_clock_that_ran_ahead_is_sent_once_it_is_set_right(
    office: Office, *, tried: bool
) -> None:
    right = office.clock.now
    office.clock.go_on(days=3_650)
    office.receiver.answers = [Answer(503)] * tried
    office.fill()
    office.subscriber().read()
    if tried:
        assert office.send(office.sender()) == ONE_FAILED
    office.clock.now = right
    assert office.send(office.sender()) == ONE_SENT
    assert office.send(office.sender()) == NONE
    assert office.states() == ["delivered"]


def test_what_a_channel_did_not_foresee_is_a_failed_attempt(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def stumble(*_: object) -> None:
        raise UnicodeError

    office.fill()
    office.subscriber().read()
    sender = office.sender()
    monkeypatch.setattr(Webhook, "send", stumble)
    for _ in range(MOST_ATTEMPTS):
        assert office.send(sender) == ONE_FAILED
        office.clock.go_on(days=30)
    assert office.send(sender) == NONE
    [letter] = office.letters()
    assert (letter.state, letter.attempts, letter.last_error) == ("dead", MOST_ATTEMPTS, BROKEN)
    assert "没有发出" in caplog.text


def test_a_letter_written_for_another_channel_is_not_sent(office: Office) -> None:
    office.fill()
    office.subscriber().read()
    server = MailServer("127.0.0.1", 1, Security.NONE, "zhuoluo@example.org", None)
    mail = Mail(server, "jyj@example.org", titles=False)
    assert office.send(office.sender(channel=mail)) == ONE_FAILED
    [letter] = office.letters()
    assert (letter.state, letter.last_error) == ("waiting", OTHER_CHANNEL)
    office.clock.now += SCHEDULE[0]
    assert office.send(office.sender()) == ONE_SENT


def test_a_receiver_that_asks_for_patience_is_given_it(office: Office) -> None:
    office.receiver.answers = [Answer(429, {"Retry-After": "600"})]
    office.fill()
    office.subscriber().read()
    office.send(office.sender())
    [letter] = office.letters()
    assert letter.next_attempt_at == office.clock.now + timedelta(minutes=10)


@pytest.mark.parametrize(
    ("attempts", "asked", "chance", "wait"),
    [
        (1, None, 0.0, timedelta(seconds=5)),
        (1, None, 1.0, timedelta(seconds=5.5)),
        (9, None, 0.0, timedelta(hours=24)),
        (10, None, 0.0, None),
        (11, timedelta(hours=1), 0.0, None),
        (1, timedelta(seconds=1), 0.0, timedelta(seconds=5)),
        (1, timedelta(days=400), 0.0, LONGEST_WAIT),
    ],
)
def test_how_long_to_wait(
    attempts: int, asked: timedelta | None, chance: float, wait: timedelta | None
) -> None:
    assert wait_after(attempts, asked, lambda: chance) == wait


@pytest.mark.parametrize("asked", [None, timedelta(days=400)])
def test_no_attempt_is_put_off_so_far_that_it_would_be_due(asked: timedelta | None) -> None:
    for attempts in range(1, MOST_ATTEMPTS):
        wait = wait_after(attempts, asked, lambda: 1.0)
        assert wait is not None
        assert wait <= FURTHEST


def test_a_receiver_that_is_gone_stops_its_subscription_until_a_person_resends(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    office.receiver.answers = [Answer(410)]
    office.fill(2)
    reader, sender = office.subscriber(), office.sender()
    reader.read()
    assert office.send(sender) == ONE_FAILED
    assert [(each.state, each.last_error) for each in office.letters()] == [("dead", GONE)] * 2
    assert office.position().disabled_at == office.clock.now
    assert caplog.messages == [f"订阅“jyj”:{GONE},直到有人重发其中一件"]
    office.fill()
    assert reader.read() == 0
    assert resend_all_dead(office.database, "jyj", "命令行", office.clock.now) == 2
    assert office.position().disabled_at is None
    assert reader.read() == 1
    assert office.send(sender) == (3, 0)


def test_a_subscription_stopped_while_another_waits_to_read_is_not_read(office: Office) -> None:
    office.receiver.answers = [Answer(410)]
    office.fill()
    reader = office.subscriber()
    reader.read()
    office.send(office.sender())
    office.fill()
    assert reader._read_stretch() == 0
    assert office.states() == ["dead"]


def test_other_subscriptions_go_on_when_one_receiver_is_gone(office: Office) -> None:
    office.fill()
    for name in ("jyj", "slj"):
        office.subscriber(name=name).read()
    office.receiver.answers = [Answer(410)]
    office.send(office.sender())
    assert office.send(office.sender(name="slj")) == ONE_SENT
    assert sorted(office.states()) == ["dead", "delivered"]


def test_a_crash_between_sending_and_recording_sends_again_under_the_same_id(
    office: Office,
) -> None:
    office.fill()
    office.subscriber().read()
    sender = office.sender()
    letter = sender.claim()
    assert letter is not None
    assert office.subscription().channel.send(letter, ATTEMPT) is None
    again = reopened(office)
    assert office.send(again.sender()) == NONE
    office.clock.now += CLAIM
    assert office.send(again.sender()) == ONE_SENT
    assert office.receiver.ids() == [str(letter.id)] * 2
    assert office.states() == ["delivered"]
    again.store.close()


def test_an_attempt_is_over_long_before_its_claim() -> None:
    assert 2 * ATTEMPT < CLAIM


def test_an_outcome_that_comes_after_the_claim_has_lapsed_changes_nothing(
    office: Office,
) -> None:
    office.fill()
    office.subscriber().read()
    slow, quick = office.sender(), office.sender()
    letter = slow.claim()
    assert letter is not None
    office.clock.now += CLAIM
    assert office.send(quick) == ONE_SENT
    slow.record(letter, Failure("接收方答复500"))
    assert office.states() == ["delivered"]


def test_a_sender_that_comes_second_to_a_letter_takes_the_next(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.fill(2)
    office.subscriber().read()
    first, second = office.sender(), office.sender()
    seen = second._due(office.clock.now)
    taken = first.claim()
    assert seen == taken
    found = iter([seen])
    look = second._due
    monkeypatch.setattr(second, "_due", lambda now: next(found, None) or look(now))
    other = second.claim()
    assert other is not None
    assert taken is not None
    assert other.id != taken.id


def test_two_workers_never_send_the_same_letter_at_once(office: Office) -> None:
    office.fill(40)
    office.subscriber().read()
    other = reopened(office)
    mine, theirs = office.sender(), other.sender()
    sent = in_two_threads(lambda: office.send(mine)[0], lambda: office.send(theirs)[0])
    assert sum(sent) == 40
    assert len(office.receiver.ids()) == len(set(office.receiver.ids())) == 40
    assert office.states() == ["delivered"] * 40
    other.store.close()


def test_a_round_sends_no_more_than_its_share(office: Office) -> None:
    office.fill(3)
    office.subscriber().read()
    assert office.sender().send(2, lambda: False) == (2, 0)
    assert office.sender().send(2, lambda: True) == NONE


# Resending


def test_a_letter_that_waits_is_not_resent(office: Office) -> None:
    office.fill()
    office.subscriber().read()
    [letter] = office.letters()
    with pytest.raises(StillWaiting):
        resend(office.database, letter.id, "经办人甲", office.clock.now)


def test_a_letter_that_arrived_may_be_sent_again(office: Office) -> None:
    office.fill()
    office.worker().once()
    [letter] = office.letters()
    resend(office.database, letter.id, "经办人甲", office.clock.now)
    office.worker().once()
    assert office.receiver.ids() == [str(letter.id)] * 2


def test_what_there_is_not_is_not_resent(office: Office) -> None:
    with pytest.raises(NotFound):
        resend(office.database, UUID(int=1), "经办人甲", office.clock.now)
    with pytest.raises(NotFound):
        resend_all_dead(office.database, "slj", "经办人甲", office.clock.now)


def test_only_dead_letters_are_resent_together(office: Office) -> None:
    office.fill()
    office.worker().once()
    assert resend_all_dead(office.database, "jyj", "命令行", office.clock.now) == 0
    assert office.states() == ["delivered"]


@pytest.mark.parametrize(
    "url", ["sqlite:////nowhere/county.db", "postgresql+psycopg://nobody@127.0.0.1:1/county"]
)
def test_a_database_out_of_reach_is_said_to_be_so(url: str) -> None:
    database = Database(url)
    with pytest.raises(StoreUnavailable), database.aside():
        raise AssertionError(url)
    database.close()


# The worker


def test_the_worker_goes_on_until_it_is_told_to_stop(office: Office) -> None:
    stop = Event()
    running = Thread(target=office.worker().run, args=(stop,))
    running.start()
    try:
        office.fill()
        office.receiver.wait_for(1)
        office.fill()
        office.receiver.wait_for(2)
    finally:
        stop.set()
        running.join()
    assert office.states() == ["delivered"] * 2


def test_a_round_that_fails_is_logged_and_the_next_one_begins_anew(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    office.fill()
    office.receiver.answers = [Answer(500)]
    troubles: list[Exception] = [StoreUnavailable("数据库暂时无法连接"), ZeroDivisionError()]
    read = subscriber.Subscriber.read

    def troubled(self: subscriber.Subscriber, is_over: Callable[[], bool]) -> int:
        if troubles:
            raise troubles.pop(0)
        return read(self, is_over)

    monkeypatch.setattr(subscriber.Subscriber, "read", troubled)
    stop = Event()
    running = Thread(target=office.worker().run, args=(stop,))
    running.start()
    office.receiver.wait_for(1)
    stop.set()
    running.join()
    assert [
        record.getMessage() for record in caplog.records if record.name == worker.__name__
    ] == [
        "订阅“jyj”暂停:数据库暂时无法连接",
        "订阅“jyj”这一轮没有完成,稍后再试",
        "订阅“jyj”有1次发送没有成功",
    ]


@pytest.mark.parametrize(("failures", "pause"), [(0, 1), (1, 2), (6, 64), (9_999, 64)])
def test_trouble_that_lasts_is_met_ever_more_rarely(failures: int, pause: float) -> None:
    assert worker.pause_after(failures, 1.0) == pause


def in_two_threads(*tasks: Callable[[], int]) -> list[int]:
    """Do two things at the same time; return what both came to."""
    together = Barrier(len(tasks))
    results: list[int] = []

    def begin(task: Callable[[], int]) -> None:
        together.wait()
        results.append(task())

    threads = [Thread(target=begin, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
