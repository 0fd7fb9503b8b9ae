"""Steps of ``features/closeout_rate.feature``."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple, Self

from pytest_bdd import given, scenarios, then, when

from tests.acceptance.desk import Desk
from tests.acceptance.opinion_acts import form, refer, register
from tests.acceptance.words import Sentence, Who

scenarios("closeout_rate.feature")

ENTERED_LATE = 25

QUESTIONS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("/rates", {}),
    ("/rates", {"group_by": "unit", "code": ["close-out-rate", "reply-rate"]}),
    ("/rates/handling-days", {}),
    ("/rates/on-time-close-out-rate/numerator", {}),
    ("/rates/on-time-close-out-rate/denominator", {}),
    ("/rates/on-time-close-out-rate/left_out", {}),
    ("/opinions", {}),
    ("/plans", {}),
    ("/tasks", {}),
    ("/tasks", {"sort": "-due", "limit": 2}),
    ("/responsibilities", {}),
    ("/responsibilities/leaders", {}),
    ("/responsibilities/offices", {}),
    ("/coverage", {}),
    ("/commitments", {}),
    ("/units", {}),
    ("/audit-trail", {"limit": 500}),
)


class Answers(NamedTuple):
    """What was answered to every question, as of a day, as known then."""

    as_of: date
    known: int
    answers: Sequence[bytes]

    @classmethod
    def given(cls, desk: Desk, as_of: date, known: int) -> Self:
        """Ask every question."""
        moment = {"as_of": as_of.isoformat(), "known_at": known}
        asked = (*QUESTIONS, (f"{desk.path('产业整合不力')}/timeline", {}))
        answers = [_answer(desk, path, **query, **moment) for path, query in asked]
        return cls(as_of, known, answers)


@given(
    Sentence("已经查过截至{as_of:Day}的各项比率、台账、责任清单和审计轨迹"),
    target_fixture="earlier",
)
def _(desk: Desk, as_of: date) -> Answers:
    return Answers.given(desk, as_of, desk.latest)


@when(Sentence("此后又办理了{acts:Count}次无关的事项,其中一部分补登在2010年"))
def _(desk: Desk, acts: int) -> None:
    who, unit = Who.read("县人大常委会"), Who.read("县农机产业办")
    desk.calendar.reach(date(2011, 1, 1))
    for index in range(acts // 4):
        number = f"无关事项-{index}"
        begun_on = date(2010, 11, 5) if index < ENTERED_LATE else date(2011, 1, 1)
        on = begun_on + timedelta(days=index)
        register(desk, number, "public", (), who, on)
        form(desk, number, who, on)
        refer(desk, number, [unit.unit], {"undated": True}, who, on)
        desk.act(number, "acknowledgements", {}, unit, on)


@then("按当时所知再查一遍,答案一字不差")
def _(desk: Desk, earlier: Answers) -> None:
    assert Answers.given(desk, earlier.as_of, earlier.known) == earlier


@then(Sentence("按现在所知再查一遍,审计轨迹多出{acts:Count}条"))
def _(desk: Desk, earlier: Answers, acts: int) -> None:
    then_known = desk.read_all("/audit-trail", known_at=earlier.known)
    now_known = desk.read_all("/audit-trail")
    assert len(now_known) - len(then_known) == acts
    assert now_known[acts:] == then_known


@then(Sentence("截至{as_of:Day},逾期未完成的任务是{tasks:Nos}"))
def _(desk: Desk, as_of: date, tasks: list[str]) -> None:
    assert overdue(desk, as_of) == tasks


@then(Sentence("截至{as_of:Day},没有逾期未完成的任务"))
def _(desk: Desk, as_of: date) -> None:
    assert overdue(desk, as_of) == []


def overdue(desk: Desk, as_of: date) -> list[str]:
    rows = desk.read_all("/tasks", overdue=True, as_of=as_of.isoformat())
    return [row["number"] for row in rows]


def _answer(desk: Desk, path: str, **query: Any) -> bytes:
    answer = desk.county.client.get(path, params=query)
    assert answer.status_code == 200, answer.text
    return answer.content
