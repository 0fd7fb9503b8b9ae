"""Steps of ``features/audit_trail.feature``."""

from datetime import date, datetime, time, timedelta

from pytest_bdd import scenarios, then

from domain.model import CHINA_STANDARD_TIME
from tests.acceptance.audit import record
from tests.acceptance.desk import Desk, as_known_on
from tests.acceptance.words import Sentence, rows_of

scenarios("audit_trail.feature")


@then(Sentence("{person:Unit}的审计轨迹为:"))
def _(desk: Desk, person: str, datatable: list[list[str]]) -> None:
    assert trail(desk, datatable[0], actor=person) == rows_of(datatable)


@then(Sentence("{unit:Unit}{since:Day}至{until:Day}的审计轨迹为:"))
def _(desk: Desk, unit: str, since: date, until: date, datatable: list[list[str]]) -> None:
    asked = {"occurred_from": since.isoformat(), "occurred_until": until.isoformat()}
    assert trail(desk, datatable[0], unit=unit, **asked) == rows_of(datatable)


@then(Sentence("{day:Day}登记的审计轨迹为:"))
def _(desk: Desk, day: date, datatable: list[list[str]]) -> None:
    midnight = datetime.combine(day, time(), CHINA_STANDARD_TIME)
    last_moment = midnight + timedelta(days=1, microseconds=-1)
    asked = {
        "recorded_from": midnight.isoformat(),
        "recorded_until": last_moment.isoformat(),
    }
    assert trail(desk, datatable[0], **asked) == rows_of(datatable)


@then(Sentence("按{known:Day}所知,“{number:No}”的全过程共{entries:Count}条"))
def _(desk: Desk, known: date, number: str, entries: int) -> None:
    story = desk.read_all(f"{desk.path(number)}/timeline", known_at=as_known_on(known))
    assert len(story) == entries


@then("审计轨迹的序号从1起连续不断")
def _(desk: Desk) -> None:
    numbers = [entry["sequence"] for entry in desk.read_all("/audit-trail", sort="sequence")]
    assert numbers == list(range(1, desk.latest + 1))


def trail(desk: Desk, headings: list[str], **asked: str) -> list[dict[str, str]]:
    found = desk.read_all("/audit-trail", sort="sequence", **asked)
    return [{name: record(entry)[name] for name in headings} for entry in found]
