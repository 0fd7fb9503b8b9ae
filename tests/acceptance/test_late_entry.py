"""Steps of ``features/late_entry.feature``."""

from pytest_bdd import scenarios, then

from tests.acceptance.desk import Desk
from tests.acceptance.words import Sentence

scenarios("late_entry.feature")


@then(Sentence("运行状况提示“{text:Text}”"))
def _(desk: Desk, text: str) -> None:
    found = [each["text"] for each in desk.read("/status")["warnings"]]
    assert [each for each in found if each.partition(",")[0] == text]
