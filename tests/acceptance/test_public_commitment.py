"""Steps of ``features/public_commitment.feature``."""

from datetime import date

from pytest_bdd import given, scenarios

from tests.acceptance.desk import Desk
from tests.acceptance.words import Sentence, Who, due, rows_of

scenarios("public_commitment.feature")


@given(Sentence("{who:Who}{on:Day}公开以下承诺:"))
def _(desk: Desk, who: Who, on: date, datatable: list[list[str]]) -> None:
    congress = Who.read("县人大常委会")
    for row in rows_of(datatable):
        number = row["承诺"]
        facts = {
            "number": number,
            "unit": who.unit,
            "text": f"按期实现{number}",
            "quantified": {"text": "达标率", "unit_of_measure": "%", "minimum": "100"},
            "due": due(row["时限"]),
        }
        desk.begin("/commitments", facts, who, date(2011, 4, 1))
        desk.act(number, "reviews", {}, congress, date(2011, 4, 15))
        desk.act(number, "filings", {"filing_number": row["备案号"]}, congress, date(2011, 4, 21))
        desk.act(number, "publications", {"channel": "区电视台"}, who, on)
