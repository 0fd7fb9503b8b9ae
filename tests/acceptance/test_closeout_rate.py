"""Steps of ``features/closeout_rate.feature``."""

from pytest_bdd import given, scenarios

from tests.acceptance.desk import Desk
from tests.acceptance.task_acts import accept, claim, report
from tests.acceptance.words import Sentence, Who, day, rows_of

scenarios("closeout_rate.feature")


@given(Sentence("以下措施完成后,经{who:Who}核查销号:"))
def _(desk: Desk, who: Who, datatable: list[list[str]]) -> None:
    for row in rows_of(datatable):
        task, done = row["任务"], day(row["完成日期"])
        unit = Who.read(desk.state(task)["assignment"]["units"][0])
        report(desk, task, 100, unit, done)
        claim(desk, task, done, unit, day(row["申请销号"]))
        accept(desk, task, who, day(row["核查通过"]))
        desk.act(task, "closeouts", {}, who, day(row["销号"]))
