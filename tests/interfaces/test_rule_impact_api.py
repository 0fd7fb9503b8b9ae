"""On the sample county: what a preview lists is, item for item, what publishing then does."""

from collections.abc import Iterator
from typing import Any

import pytest

from application.store import Store
from interfaces.sample_county import load_sample_county
from tests.http_fixtures import County, open_to_callers

CONGRESS = "RDCWH"
ORANGE = {
    "levels": [
        {"colour": "蓝", "trigger": "near_due", "days": 10},
        {"colour": "黄", "trigger": "behind"},
        {"colour": "橙", "trigger": "overdue", "days": 1},
    ]
}
RULES = {
    "warning": {"scale": ORANGE},
    "reply": {"deputy_suggestion": {"length": 2, "unit": "month"}},
}


@pytest.fixture
def sample(sqlite_store: Store) -> Iterator[County]:
    load_sample_county(sqlite_store)
    with open_to_callers(sqlite_store) as county:
        yield county


def today(sample: County) -> str:
    return str(sample.client.get("/status").json()["as_of"])


def referred_by_rule(sample: County) -> str:
    """Refer one more opinion, whose due date the rules set."""
    opinion = {
        "number": "规则-1",
        "kind": "deputy_suggestion",
        "title": "关于校车安全的建议",
        "wording": "校车应当配齐安全员。",
        "issuer": CONGRESS,
        "channel": "meeting",
        "raised_on": today(sample),
        "lead_deputy": "代表甲",
    }
    where: str = sample.begin("/opinions", opinion, CONGRESS).headers["Location"]
    form = {
        "formation_type": "chairpersons_meeting",
        "carrier": "letter",
        "approver": "主任",
        "compiled_by": "秘书甲",
    }
    assert sample.act(f"{where}/formations", form, CONGRESS).status_code == 200
    refer = {"lead": ["NJB"], "letter_number": "交〔2026〕1号"}
    assert sample.act(f"{where}/referrals", refer, CONGRESS).status_code == 200
    return where


def drafted(sample: County) -> None:
    body = {"congress": CONGRESS, "title": "本县规则", "rules": RULES}
    assert sample.begin("/rule-profiles", body, CONGRESS).status_code == 201


def deadlines(sample: County) -> dict[str, Any]:
    rows = sample.read("/opinions", limit=200)["items"]
    return {row["number"]: (row["due"], row["profile"]) for row in rows}


def test_a_preview_is_what_publishing_does_to_the_sample_county(sample: County) -> None:
    where = referred_by_rule(sample)
    drafted(sample)
    before = deadlines(sample)
    preview = sample.client.post(
        f"/rule-profiles/{CONGRESS}/previews",
        json={"valid_from": today(sample)},
        headers=sample.headers(CONGRESS),
    )
    assert preview.status_code == 200, preview.text
    expected = preview.json()
    assert deadlines(sample) == before
    publish = {
        "basis_document": "县人常〔2026〕1号",
        "valid_from": today(sample),
        "migrate_open_items": True,
    }
    path = f"/rule-profiles/{CONGRESS}/publications"
    assert sample.act(path, publish, CONGRESS).status_code == 200
    after = deadlines(sample)
    told = {each["number"]: each for each in expected["items"]}
    moved = {number for number in after if after[number][0] != before[number][0]}
    assert moved == {n for n, each in told.items() if each["due"] != each["due_was"]} == {"规则-1"}
    assert {number: after[number][0] for number in moved} == {n: told[n]["due"] for n in moved}
    over = [number for number in after if after[number][1] == f"{CONGRESS}第1版"]
    assert len(over) == expected["examined"]
    assert {each["colour"] for each in told.values() if each["overdue"]} <= {"橙"}
    assert sample.read(f"{where}/deadline")["due"]["on"] == told["规则-1"]["due"]


def test_what_is_open_may_go_over_later(sample: County) -> None:
    referred_by_rule(sample)
    drafted(sample)
    publish = {"basis_document": "县人常〔2026〕1号", "valid_from": today(sample)}
    path = f"/rule-profiles/{CONGRESS}"
    assert sample.act(f"{path}/publications", publish, CONGRESS).status_code == 200
    before = deadlines(sample)["规则-1"]
    answer = sample.act(f"{path}/migrations", {}, CONGRESS)
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert (found["version"], "规则-1" in {each["number"] for each in found["items"]}) == (1, True)
    assert deadlines(sample)["规则-1"][0] < before[0]


def test_an_opinion_with_no_unit_has_no_deadline_to_explain(county: County) -> None:
    body = {
        "number": "无-1",
        "kind": "deputy_suggestion",
        "title": "建议",
        "wording": "建议。",
        "issuer": "RDB",
        "channel": "meeting",
        "raised_on": "2015-01-20",
    }
    where = county.begin("/opinions", body).headers["Location"]
    answer = county.client.get(f"{where}/deadline")
    assert (answer.status_code, answer.json()["detail"]) == (
        409,
        "意见无-1尚未交办,没有办理期限",
    )
