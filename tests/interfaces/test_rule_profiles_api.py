"""Rule profiles over HTTP: addresses, versions, refusals and what is shown."""

from typing import Any

import pytest

from application.reference.shipped_profiles import bring_reference_profiles
from tests.http_fixtures import County

CO_UNIT = {"reply": {"co_unit": {"length": 20, "unit": "day"}}}
DRAFT = {
    "congress": "RDB",
    "title": "意见办理规则",
    "basis": ["某县意见办理办法"],
    "rules": CO_UNIT,
    "occurred_on": "2020-01-01",
}
PUBLICATION = {
    "basis_document": "某人常〔2020〕1号",
    "valid_from": "2020-03-01",
    "occurred_on": "2020-02-01",
}


def words(state: dict[str, Any], path: str) -> dict[str, Any]:
    found: dict[str, Any]
    [found] = [each for each in state["sentences"] if each["path"] == path]
    return found


@pytest.fixture
def drafted(county: County) -> County:
    assert county.begin("/rule-profiles", DRAFT).status_code == 201
    return county


@pytest.fixture
def published(drafted: County) -> County:
    assert drafted.act("/rule-profiles/RDB/publications", PUBLICATION).status_code == 200
    return drafted


def test_a_draft_has_an_address_a_version_and_a_receipt(county: County) -> None:
    answer = county.begin("/rule-profiles", DRAFT)
    assert answer.status_code == 201
    assert answer.headers["Location"] == "/rule-profiles/RDB"
    assert answer.headers["ETag"] == '"1"'
    assert int(answer.headers["X-Sequence"]) > 0
    state = answer.json()
    assert (state["congress"], state["versions"]) == ("RDB", [])
    assert (state["draft"]["title"], state["draft"]["basis"]) == (
        "意见办理规则",
        ["某县意见办理办法"],
    )
    assert state["draft"]["rules"]["reply"]["co_unit"] == {"length": 20, "unit": "day"}
    assert state["draft"]["rules"]["reply"]["motion"] == {"length": 3, "unit": "month"}
    assert words(state["draft"], "reply.co_unit") == {
        "path": "reply.co_unit",
        "group": "答复",
        "label": "协办单位提出意见",
        "sentence": "协办单位自交办之日起20日内向主办单位提出意见",
        "source": "某县意见办理办法",
        "local": True,
    }
    assert county.read("/rule-profiles/RDB") == state


def test_a_published_version_is_shown_with_its_dates_and_document(published: County) -> None:
    state = published.read("/rule-profiles/RDB")
    [version] = state["versions"]
    assert state["draft"] is None
    assert (version["version"], version["basis_document"]) == (1, "某人常〔2020〕1号")
    assert (version["valid_from"], version["valid_until"]) == ("2020-03-01", None)
    assert words(version, "reply.co_unit")["local"]


def test_the_list_answers_for_a_day(published: County) -> None:
    listed = published.read("/rule-profiles", as_of="2020-03-01")
    assert listed["items"] == [
        {
            "congress": "RDB",
            "draft_title": None,
            "versions": 1,
            "version": 1,
            "title": "意见办理规则",
            "in_force_from": "2020-03-01",
            "in_force_until": None,
            "basis_document": "某人常〔2020〕1号",
        }
    ]
    [before] = published.read("/rule-profiles", as_of="2020-02-29")["items"]
    assert (before["version"], before["versions"]) == (None, 1)
    assert published.read("/rule-profiles", as_of="2019-12-31")["items"] == []


def test_the_list_answers_for_what_was_known(drafted: County) -> None:
    known = drafted.read("/rule-profiles", as_of="2020-03-01")["known_at"]
    drafted.act("/rule-profiles/RDB/publications", PUBLICATION)
    [then] = drafted.read("/rule-profiles", as_of="2020-03-01", known_at=known)["items"]
    assert (then["version"], then["draft_title"]) == (None, "意见办理规则")


def test_the_next_draft_starts_from_an_example(published: County) -> None:
    facts = {"title": "第二版", "example": "重庆", "rules": CO_UNIT, "occurred_on": "2020-04-01"}
    rules = published.act("/rule-profiles/RDB/drafts", facts).json()["draft"]["rules"]
    assert rules["referral"]["first_contact"] == {"length": 20, "unit": "working_day"}
    assert rules["reply"]["co_unit"] == {"length": 20, "unit": "day"}
    assert rules["closing"]["result_classes"]["name"] == "重庆四类"


def test_the_next_draft_starts_from_the_last_version(published: County) -> None:
    facts = {"title": "第二版", "occurred_on": "2020-04-01"}
    rules = published.act("/rule-profiles/RDB/drafts", facts).json()["draft"]["rules"]
    assert rules["reply"]["co_unit"] == {"length": 20, "unit": "day"}


def test_a_redraft_may_start_from_another_example(drafted: County) -> None:
    facts = {"example": "连云港", "occurred_on": "2020-01-02"}
    draft = drafted.act("/rule-profiles/RDB/redrafts", facts).json()["draft"]
    assert (draft["title"], draft["basis"]) == ("意见办理规则", ["某县意见办理办法"])
    assert draft["rules"]["evaluation"]["rehandling"] == {"length": 15, "unit": "day"}
    assert draft["rules"]["reply"]["co_unit"] is None


def test_a_draft_is_discarded(drafted: County) -> None:
    facts = {"reason": "主任会议未通过", "occurred_on": "2020-01-02"}
    answer = drafted.act("/rule-profiles/RDB/discards", facts)
    assert (answer.status_code, answer.json()["draft"]) == (200, None)


def test_rules_are_ended(published: County) -> None:
    facts = {"valid_until": "2020-12-31", "reason": "另行规定", "occurred_on": "2020-12-01"}
    answer = published.act("/rule-profiles/RDB/endings", facts)
    assert answer.json()["versions"][0]["valid_until"] == "2020-12-31"
    assert published.read("/governing-rules", congress="RDB", as_of="2021-01-01")["ref"] is None


def test_the_statutory_rules_govern_where_they_were_brought(county: County) -> None:
    bring_reference_profiles(county.store)
    state = county.read("/governing-rules", congress="ZXT", as_of="2020-01-01")
    assert state["ref"] == {"congress": "STATUTORY", "version": 1}
    assert (state["congress"], state["as_of"]) == ("ZXT", "2020-01-01")
    assert words(state, "reply.motion")["source"] == "《代表法》(2025年修正)第五十一条"


def test_the_rules_that_govern_are_shown_in_full(published: County) -> None:
    state = published.read("/governing-rules", congress="RDB", as_of="2020-03-01")
    assert state["rules"]["reply"]["co_unit"] == {"length": 20, "unit": "day"}
    assert words(state, "reply.co_unit")["source"] == "某县意见办理办法"


def test_examples_are_offered_with_their_sources(county: County) -> None:
    examples = {each["name"]: each for each in county.client.get("/rule-profile-examples").json()}
    assert {"浙江", "河南", "上海", "重庆", "乡镇"} <= set(examples)
    assert examples["青岛"]["basis"]
    assert words(examples["青岛"], "referral.return_window")["sentence"] == (
        "认为不属于本单位职责的,自交办之日起5个工作日内申请退办"
    )


ACTS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("drafts", {"title": "第二版"}),
    ("redrafts", {}),
    ("discards", {"reason": "不再需要"}),
    ("publications", PUBLICATION),
    ("endings", {"valid_until": "2029-12-31", "reason": "另行规定"}),
)


@pytest.mark.parametrize(("noun", "facts"), ACTS)
def test_an_act_states_the_version_it_was_decided_on(
    drafted: County, noun: str, facts: dict[str, Any]
) -> None:
    path = f"/rule-profiles/RDB/{noun}"
    unstated = drafted.client.post(path, json=facts, headers=drafted.headers("RDB"))
    assert unstated.status_code == 428
    stale = drafted.act(path, facts, etag='"7"')
    assert (stale.status_code, stale.json()["rule"]) == (412, "stale-version")
    nowhere = drafted.act(f"/rule-profiles/ZXT/{noun}", facts, etag='"1"')
    assert nowhere.status_code == 404


REFUSED: list[tuple[dict[str, Any], int, str, str]] = [
    ({"congress": "NOBODY"}, 404, "not-found", "congress"),
    ({"congress": "JYJ"}, 409, "not-a-congress", "congress"),
    ({"occurred_on": "1999-12-31"}, 409, "congress-not-active", "congress"),
    ({"example": "外省"}, 422, "unknown-fact", "example"),
    ({"title": " "}, 422, "invalid-request", "title"),
    ({"basis": ["甲"] * 21}, 422, "invalid-request", "basis"),
    (
        {"rules": {"reply": {"motion": {"length": -1, "unit": "month"}}}},
        422,
        "invalid-request",
        "rules.reply.motion",
    ),
    (
        {"rules": {"reply": {"motion": {"length": 3, "unit": "year"}}}},
        422,
        "invalid-request",
        "rules.reply.motion.unit",
    ),
    ({"rules": {"answers": {}}}, 422, "invalid-request", "rules.answers"),
    (
        {"rules": {"reply": {"motion": {"length": 4, "unit": "month"}}}},
        409,
        "longer-than-law-allows",
        "rules.reply.motion",
    ),
]


@pytest.mark.parametrize(("facts", "status", "rule", "field"), REFUSED)
def test_a_draft_that_cannot_be_is_refused_by_field_and_rule(
    county: County, facts: dict[str, Any], status: int, rule: str, field: str
) -> None:
    answer = county.begin("/rule-profiles", {**DRAFT, **facts})
    problem = answer.json()
    assert (answer.status_code, problem["rule"]) == (status, rule)
    assert problem["field"] == field
    assert not problem["detail"].isascii()
    assert county.client.get("/rule-profiles/RDB").status_code == 404


def test_a_second_first_draft_is_refused(drafted: County) -> None:
    answer = drafted.begin("/rule-profiles", DRAFT)
    assert (answer.status_code, answer.json()["rule"]) == (409, "number-taken")


def test_a_draft_sent_twice_under_one_key_is_drafted_once(county: County) -> None:
    headers = {**county.headers("RDB"), "Idempotency-Key": "k1"}
    answers = [county.client.post("/rule-profiles", json=DRAFT, headers=headers) for _ in range(2)]
    assert [each.status_code for each in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert answers[0].headers["X-Sequence"] == answers[1].headers["X-Sequence"]


def test_the_rules_of_nobody_are_not_found(county: County) -> None:
    answer = county.client.get("/governing-rules", params={"congress": "NOBODY"})
    assert (answer.status_code, answer.json()["field"]) == (404, "congress")
