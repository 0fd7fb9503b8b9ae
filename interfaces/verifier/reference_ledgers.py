"""What was judged and counted by, as it stood on a day: versions of rules, holidays of years."""

from __future__ import annotations

from datetime import date

from interfaces.verifier.items import Item
from interfaces.verifier.ledger_columns import Columns, Surroundings, fact, how_many, joined
from interfaces.verifier.opinion_story import LedgerRow
from interfaces.verifier.rulebook import STATUTORY_CODE
from interfaces.verifier.trail import story
from interfaces.verifier.work_days import ONE_DAY

STATUTORY_RULES = "法定规则"


def profile_row(item: Item, as_of: str) -> LedgerRow | None:
    """Return the published versions of a profile; a version ends where the next one begins."""
    told = story(item, as_of)
    versions: list[LedgerRow] = []
    for each in told:
        if each.topic == "rule-profile.published":
            _end_before(versions, each.facts["valid_from"])
            versions.append({**each.facts})
        elif each.topic == "rule-profile.ended":
            versions[-1]["valid_until"] = each.facts["valid_until"]
    return {"congress": item.number, "versions": versions} if told else None


def _end_before(versions: list[LedgerRow], day: str) -> None:
    if versions and versions[-1]["valid_until"] is None:
        versions[-1]["valid_until"] = (date.fromisoformat(day) - ONE_DAY).isoformat()


def versions_of(row: LedgerRow) -> list[LedgerRow]:
    """Return a row for each version of a profile."""
    return [{**row, **version} for version in row["versions"]]


def year_row(item: Item, as_of: str) -> LedgerRow | None:
    """Return the holidays of a year as the latest of its notices arranged them."""
    told = story(item, as_of)
    if not told:
        return None
    return {**told[-1].facts["notice"], "year": item.number, "notices": len(told)}


def _congress(row: LedgerRow, known: Surroundings) -> str:
    code: str = row["congress"]
    return STATUTORY_RULES if code == STATUTORY_CODE else known.names.get(code, code)


PROFILE_COLUMNS: Columns = [
    ("机关代码", fact("congress")),
    ("机关", _congress),
    ("版次", fact("version")),
    ("名称", fact("title")),
    ("施行日期", fact("valid_from")),
    ("失效日期", fact("valid_until")),
    ("公布文号", fact("basis_document")),
    ("标识", fact("id")),
]
YEAR_COLUMNS: Columns = [
    ("年度", fact("year")),
    ("版次", fact("notices")),
    ("文号", fact("notice_number")),
    ("通知日期", fact("notice_date")),
    ("出处", fact("source")),
    ("放假天数", how_many("days_off")),
    ("放假", joined("days_off")),
    ("调休上班", joined("working_days")),
    ("标识", fact("id")),
]
