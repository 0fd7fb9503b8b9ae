"""Steps of ``features/opinion_formation.feature``."""

from datetime import date

from pytest_bdd import scenarios, then, when

from tests.acceptance.desk import Desk
from tests.acceptance.opinion_acts import form, refer, register
from tests.acceptance.words import Sentence, Who

scenarios("opinion_formation.feature")

FORMATIONS = {
    "常委会会议表决": "standing_committee_vote",
    "主任会议讨论": "chairpersons_meeting",
    "工作机构负责人决定": "working_body_decision",
}


@when(Sentence("{who:Who}{on:Day}经{formation:Unit}形成“{number:No}”"))
def _(desk: Desk, who: Who, on: date, formation: str, number: str) -> None:
    form(desk, number, who, on, formation_type=FORMATIONS[formation])


@when(Sentence("{who:Who}{on:Day}不经形成就将“{number:No}”交办{lead:Unit}"))
def _(desk: Desk, who: Who, on: date, number: str, lead: str) -> None:
    refer(desk, number, [lead], {"undated": True}, who, on)


@when(Sentence("{who:Who}{on:Day}对“{number:No}”不予受理,理由是“{reason:Text}”"))
def _(desk: Desk, who: Who, on: date, number: str, reason: str) -> None:
    desk.act(number, "non-admissions", {"reason": reason}, who, on)


@when(Sentence("{who:Who}{on:Day}登记只有附议代表的代表建议“{number:No}”"))
def _(desk: Desk, who: Who, on: date, number: str) -> None:
    register(desk, number, "deputy_suggestion", (), who, on, co_signers=["代表乙"])


@when(Sentence("{who:Who}{on:Day}登记提出日期为{raised_on:Day}的群众意见“{number:No}”"))
def _(desk: Desk, who: Who, on: date, raised_on: date, number: str) -> None:
    register(desk, number, "public", (), who, on, raised_on=raised_on)


@when(Sentence("{who:Who}{on:Day}登记群众意见“{number:No}”,原话为:"))
def _(desk: Desk, who: Who, on: date, number: str, docstring: str) -> None:
    register(desk, number, "public", (), who, on, wording=docstring)


@then(Sentence("“{number:No}”的原话为:"))
def _(desk: Desk, number: str, docstring: str) -> None:
    assert desk.state(number)["wording"] == docstring


@then(Sentence("“{number:No}”不需要标出"))
def _(desk: Desk, number: str) -> None:
    assert not desk.state(number)["formation"]["flagged"]


@then(Sentence("“{number:No}”标为未经会议讨论"))
def _(desk: Desk, number: str) -> None:
    assert desk.state(number)["formation"]["flagged"]
