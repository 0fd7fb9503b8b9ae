"""Steps of ``features/opinion_handover.feature``."""

from pytest_bdd import scenarios, then

from tests.acceptance.desk import Desk
from tests.acceptance.words import Sentence

scenarios("opinion_handover.feature")


@then(Sentence("“{number:No}”没有缺少的协办意见"))
def _(desk: Desk, number: str) -> None:
    assert desk.state(number)["missing_co_opinions"] == []
