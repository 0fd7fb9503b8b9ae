"""Commitments over HTTP: what they show, how acts are answered, and which problems occur."""

from typing import Any
from uuid import UUID

import pytest
from httpx2 import Response

from domain.commitment import Commitment
from domain.opinion import Opinion
from tests.http_fixtures import County

NUMBER = "CN-2011-1"
COMMITMENT = Commitment.id_of(NUMBER)
HERE = f"/commitments/{COMMITMENT}"
NOWHERE = f"/commitments/{UUID(int=404)}"
OPINION = Opinion.id_of("YJ-2011-1")
EVIDENCE = {
    "name": "测温记录.pdf",
    "sha256": "0" * 64,
    "size": 1,
    "media_type": "application/pdf",
    "effective_on": "2011-11-15",
}
DRAFT: dict[str, Any] = {
    "occurred_on": "2011-04-01",
    "number": NUMBER,
    "unit": "JYJ",
    "text": "供暖期内集中供暖达标",
    "quantified": {"text": "室温不低于18度", "unit_of_measure": "度", "minimum": "18"},
    "due": {"on": "2011-11-15"},
}
REVIEW: dict[str, Any] = {"occurred_on": "2011-04-10"}
FILE: dict[str, Any] = {"occurred_on": "2011-04-21", "filing_number": "建监备〔2011〕3号"}
PUBLISH: dict[str, Any] = {"occurred_on": "2011-04-28", "channel": "区电视台"}
AMEND: dict[str, Any] = {
    "occurred_on": "2011-05-01",
    "text": "供暖期内室温达标",
    "due": {"on": "2011-12-15"},
    "reason": "管网检修",
    "channel": "公示栏",
}
CLAIM: dict[str, Any] = {
    "occurred_on": "2011-11-18",
    "fulfilled_on": "2011-11-17",
    "evidence": [EVIDENCE],
}
VERIFY: dict[str, Any] = {
    "occurred_on": "2011-11-25",
    "result": "fulfilled",
    "note": "抽测20户",
}
PUBLISH_RESULT: dict[str, Any] = {"occurred_on": "2011-12-01", "channel": "区政府网站"}
CONTENT: dict[str, Any] = {
    "occurred_on": "2011-12-20",
    "satisfaction": "basically_satisfied",
    "note": "室温达标",
}
UNHAPPY: dict[str, Any] = {
    "occurred_on": "2011-12-20",
    "satisfaction": "dissatisfied",
    "note": "夜间停暖",
}
WITHDRAW: dict[str, Any] = {"occurred_on": "2011-06-01", "reason": "职责划转"}
ARCHIVE: dict[str, Any] = {"occurred_on": "2012-01-05"}
CORRECT: dict[str, Any] = {
    "corrects": 4,
    "field": "occurred_on",
    "now": "2011-04-25",
    "reason": "登记有误",
}
HAND_OVER: dict[str, Any] = {
    "occurred_on": "2011-05-02",
    "unit": "JYJ",
    "successor": "ZZF",
    "reason": "机构改革",
}
ACTS: dict[str, dict[str, Any]] = {
    "reviews": REVIEW,
    "filings": FILE,
    "publications": PUBLISH,
    "amendments": AMEND,
    "fulfilment-claims": CLAIM,
    "verifications": VERIFY,
    "result-publications": PUBLISH_RESULT,
    "follow-ups": CONTENT,
    "withdrawals": WITHDRAW,
    "archivings": ARCHIVE,
    "handovers": HAND_OVER,
    "corrections": CORRECT,
}


def change(county: County, act: str, body: dict[str, Any], by: str = "RDB") -> Any:
    """Carry out an act on the commitment as it stands; return what it became."""
    answer = county.act(f"{HERE}/{act}", body, by, actor=f"{by}经办人")
    assert answer.status_code == 200, answer.text
    commitment = answer.json()
    assert answer.headers["ETag"] == f'"{commitment["version"]}"'
    assert commitment == county.read(HERE)
    return commitment


@pytest.fixture
def published(county: County) -> County:
    """Give a county whose education bureau has made a promise in public."""
    assert county.begin("/commitments", DRAFT, "JYJ").status_code == 201
    change(county, "reviews", REVIEW)
    change(county, "filings", FILE)
    change(county, "publications", PUBLISH)
    return county


@pytest.fixture
def kept(published: County) -> County:
    """Let that promise be kept, verified, and the result be published."""
    change(published, "fulfilment-claims", CLAIM, "JYJ")
    change(published, "verifications", VERIFY)
    change(published, "result-publications", PUBLISH_RESULT)
    return published


def row(county: County, as_of: str, **query: Any) -> Any:
    """Return the commitment's row of the list."""
    items = county.read("/commitments", as_of=as_of, **query)["items"]
    assert len(items) == 1
    return items[0]


def refused(answer: Response, status: int, code: str, field: str | None = None) -> Any:
    assert answer.status_code == status, answer.text
    problem = answer.json()
    assert (problem["type"], problem["status"]) == (f"/problems/{code}", status)
    assert problem.get("field") == field
    assert answer.headers["content-type"] == "application/problem+json"
    return problem


def test_a_drafted_promise_is_shown_where_the_answer_says(county: County) -> None:
    answer = county.begin("/commitments", DRAFT, "JYJ")
    assert answer.status_code == 201
    assert (answer.headers["Location"], answer.headers["ETag"]) == (HERE, '"1"')
    commitment = answer.json()
    assert commitment == county.read(HERE)
    assert commitment["id"] == str(COMMITMENT)
    assert (commitment["status"], commitment["status_label"]) == ("drafted", "已起草")
    assert (commitment["unit"], commitment["drafted_on"]) == ("JYJ", "2011-04-01")
    assert (
        commitment["due"] == commitment["original_due"] == {"on": "2011-11-15", "undated": False}
    )
    assert commitment["quantified"]["minimum"] == "18"
    assert commitment["fulfilments"] == []


def test_a_vague_promise_is_refused_or_waived(county: County) -> None:
    vague = {**DRAFT, "quantified": None, "due": {"undated": True}}
    assert county.begin("/commitments", vague, "JYJ").json()["due_label"] == "未定时限"
    answer = county.act(f"{HERE}/reviews", REVIEW)
    refused(answer, 409, "commitment-vague", "quantified")
    waived = {**REVIEW, "waiver": "不宜量化"}
    assert change(county, "reviews", waived)["waiver"] == "不宜量化"
    shown = row(county, "2011-12-31")
    assert (shown["due"], shown["due_label"], shown["quantified"]) == (None, "未定时限", False)
    assert (shown["is_breached"], shown["days_late"]) == (False, 0)


def test_a_promise_is_shown_from_review_to_amendment(published: County) -> None:
    commitment = change(published, "amendments", AMEND)
    assert (commitment["filing_number"], commitment["published_on"]) == (
        "建监备〔2011〕3号",
        "2011-04-28",
    )
    assert (commitment["text"], commitment["channel"]) == ("供暖期内室温达标", "公示栏")
    assert (commitment["due_label"], commitment["original_due"]["on"]) == (
        "2011-12-15",
        "2011-11-15",
    )


def test_fulfilment_result_and_follow_up_are_shown(kept: County) -> None:
    commitment = change(kept, "follow-ups", CONTENT)
    assert (commitment["result"], commitment["result_label"]) == ("fulfilled", "兑现")
    assert (commitment["fulfilled_on"], commitment["must_be_kept_again"]) == ("2011-11-17", False)
    assert commitment["fulfilments"] == [
        {
            "fulfilled_on": "2011-11-17",
            "claimed_on": "2011-11-18",
            "evidence": [EVIDENCE],
            "result": "fulfilled",
            "result_label": "兑现",
            "note": "抽测20户",
            "verified_on": "2011-11-25",
            "published_on": "2011-12-01",
            "follow_ups": [
                {
                    "satisfaction": "basically_satisfied",
                    "satisfaction_label": "基本满意",
                    "note": "室温达标",
                    "made_on": "2011-12-20",
                }
            ],
        }
    ]
    assert change(kept, "archivings", ARCHIVE)["status_label"] == "已归档"


def answer_opinion(county: County) -> None:
    """Register and refer the opinion the promise answers; it is replied to and evaluated."""
    referred = {"lead": ["JYJ"], "due": {"on": "2011-06-03"}, "letter_number": "交办1号"}
    answered = {"result_class": "A", "signer": "局长", "document_number": "1号", "text": "已办"}
    formed = {"formation_type": "chairpersons_meeting", "carrier": "letter"}
    named = {"approver": "主任会议", "compiled_by": "办公室"}
    registered = {"number": "YJ-2011-1", "kind": "public", "title": "供暖", "wording": "供暖"}
    source = {"issuer": "RDB", "channel": "forum", "raised_on": "2011-03-01"}
    on = {"occurred_on": "2011-03-01"}
    assert county.begin("/opinions", {**on, **registered, **source}).status_code == 201
    for act, body, by in (
        ("formations", {**formed, **named}, "RDB"),
        ("referrals", referred, "RDB"),
        ("acknowledgements", {}, "JYJ"),
        ("replies", {**answered, "answered": []}, "JYJ"),
        ("evaluations", {"evaluator": "受访群众", "satisfaction": "satisfied"}, "RDB"),
    ):
        answer = county.act(f"/opinions/{OPINION}/{act}", {**on, **body}, by)
        assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(
    ("reopen_due", "status"),
    [({"on": "2012-01-31"}, "in_handling"), (None, "closed")],
)
def test_a_dissatisfied_follow_up_may_reopen_the_closed_opinion(
    county: County, reopen_due: dict[str, str] | None, status: str
) -> None:
    answer_opinion(county)
    body = {**DRAFT, "opinion_ids": [str(OPINION)]}
    assert county.begin("/commitments", body, "JYJ").json()["opinion_ids"] == [str(OPINION)]
    for act in list(ACTS)[:3]:
        change(county, act, ACTS[act])
    change(county, "fulfilment-claims", CLAIM, "JYJ")
    change(county, "verifications", VERIFY)
    change(county, "result-publications", PUBLISH_RESULT)
    ended = {"occurred_on": "2011-12-05", "completed_on": "2011-03-01", "ground": "评价满意"}
    assert county.act(f"/opinions/{OPINION}/closures", ended).status_code == 200
    change(county, "follow-ups", {**UNHAPPY, "reopen_due": reopen_due})
    assert county.read(f"/opinions/{OPINION}")["status"] == status
    listed = county.read("/commitments", opinion=str(OPINION))["items"]
    assert [each["number"] for each in listed] == [NUMBER]


def test_somebody_unhappy_makes_the_promise_stand_again(kept: County) -> None:
    commitment = change(kept, "follow-ups", UNHAPPY)
    assert (commitment["result"], commitment["must_be_kept_again"]) == (None, True)
    assert (commitment["status_label"], commitment["fulfilled_on"]) == ("已公开,践诺中", None)
    shown = row(kept, "2011-12-31")
    assert (shown["result"], shown["follow_up_satisfaction"]) == (None, "dissatisfied")
    assert shown["is_breached"] is True


def test_only_for_somebody_unhappy_anything_is_reopened(kept: County) -> None:
    body = {**CONTENT, "reopen_due": {"on": "2012-01-31"}}
    assert kept.act(f"{HERE}/follow-ups", body).status_code == 422
    commitment = change(kept, "follow-ups", {**UNHAPPY, "reopen_due": {"on": "2012-01-31"}})
    assert commitment["must_be_kept_again"] is True


def test_a_published_promise_withdrawn_was_not_kept(published: County) -> None:
    commitment = change(published, "withdrawals", WITHDRAW)
    assert (commitment["result_label"], commitment["withdrawn_on"]) == ("未兑现", "2011-06-01")
    shown = row(published, "2011-12-01")
    assert (shown["is_breached"], shown["days_late"], shown["result_label"]) == (
        True,
        16,
        "未兑现",
    )


def test_a_promise_is_handed_over(published: County) -> None:
    ended = {"occurred_on": "2011-05-01", "successor": "ZZF", "reason": "机构改革"}
    assert published.act("/units/JYJ/mergers", ended).status_code == 200
    commitment = change(published, "handovers", HAND_OVER)
    handover = {"version": 5, "handed_over_on": "2011-05-02", "unit": "JYJ", "successor": "ZZF"}
    assert commitment["unit"] == "ZZF"
    assert commitment["handovers"] == [{**handover, "reason": "机构改革"}]
    assert [row(published, day)["unit"] for day in ("2011-05-01", "2011-05-02")] == ["JYJ", "ZZF"]


def test_dates_are_corrected(kept: County) -> None:
    assert change(kept, "corrections", CORRECT)["published_on"] == "2011-04-25"
    known = kept.read("/commitments")["known_at"]
    kept_on = {**CORRECT, "corrects": 5, "field": "fulfilled_on", "now": "2011-11-14"}
    assert change(kept, "corrections", kept_on)["fulfilled_on"] == "2011-11-14"
    assert row(kept, "2011-12-31")["days_late"] == 0
    assert row(kept, "2011-12-31", known_at=known)["days_late"] == 2


def test_the_list_shows_how_a_promise_stands(kept: County) -> None:
    shown = row(kept, "2011-11-16")
    assert shown["id"] == str(COMMITMENT)
    assert (shown["number"], shown["unit"], shown["quantified"]) == (NUMBER, "JYJ", True)
    assert (shown["status"], shown["status_label"]) == ("published", "已公开,践诺中")
    assert (shown["is_breached"], shown["days_late"]) == (True, 1)
    assert (shown["filed_on"], shown["published_on"]) == ("2011-04-21", "2011-04-28")
    done = row(kept, "2011-12-31")
    assert (done["is_breached"], done["days_late"]) == (False, 2)
    assert (done["result"], done["result_label"]) == ("fulfilled", "兑现")
    assert (done["fulfilled_on"], done["verified_on"]) == ("2011-11-17", "2011-11-25")
    assert done["result_published_on"] == "2011-12-01"


def test_the_list_is_narrowed(published: County) -> None:
    for query, found in (
        ({"unit": "JYJ"}, True),
        ({"unit": "SLJ"}, False),
        ({"status": "published"}, True),
        ({"status": "drafted"}, False),
        ({"opinion": str(OPINION)}, False),
        ({"breached": "true"}, False),
        ({"breached": "false"}, True),
        ({"breached": "true", "as_of": "2011-11-16"}, True),
    ):
        asked = {"as_of": "2011-11-15", **query}
        assert len(published.read("/commitments", **asked)["items"]) == found, query
    answer = published.client.get("/commitments?sort=text")
    refused(answer, 422, "unknown-fact", "sort")


def test_the_list_goes_on_page_after_page(county: County) -> None:
    for no, due in enumerate(("2011-09-30", "2011-06-30", "2011-12-31"), 1):
        body = {**DRAFT, "number": f"N{no}", "due": {"on": due}}
        assert county.begin("/commitments", body, "JYJ").status_code == 201
    for sort, order in (("due", "213"), ("-due", "312"), ("number", "123")):
        first = county.read("/commitments", sort=sort, limit=2)
        asked = {"sort": sort, "limit": 2, "cursor": first["next_cursor"]}
        rest = county.read("/commitments", **asked)
        numbers = [each["number"] for each in (*first["items"], *rest["items"])]
        assert numbers == [f"N{no}" for no in order]


def test_the_timeline_tells_the_whole_story(kept: County) -> None:
    entries = kept.read(f"{HERE}/timeline")["items"]
    assert [each["label"] for each in entries] == [
        "起草承诺",
        "审定承诺",
        "备案",
        "公开承诺",
        "申报兑现",
        "核验",
        "践诺公示",
    ]


def test_every_act_rests_on_the_version_it_was_decided_on(published: County) -> None:
    for act, body in ACTS.items():
        path = f"{HERE}/{act}"
        refused(published.act(path, body, etag='"1"'), 412, "stale-version", "If-Match")
        refused(published.begin(path, body), 428, "precondition-required", "If-Match")
        weak = published.act(path, body, etag="*")
        refused(weak, 400, "malformed-precondition", "If-Match")
        absent = published.act(f"{NOWHERE}/{act}", body, etag='"1"')
        refused(absent, 404, "not-found")
        unknown = published.act(path, {**body, "approved": True})
        assert unknown.json()["errors"][0]["message"] == "不是本接口的字段"
    assert published.read(HERE)["version"] == 4


def test_what_is_not_there_is_not_found(county: County) -> None:
    refused(county.client.get(NOWHERE), 404, "not-found")
    refused(county.client.get(f"{NOWHERE}/timeline"), 404, "not-found")
    for field, value in (
        ("unit", "MEIYOU"),
        ("plan_id", str(UUID(int=404))),
        ("opinion_ids", [str(UUID(int=404))]),
    ):
        answer = county.begin("/commitments", {**DRAFT, field: value}, "JYJ")
        refused(answer, 404, "not-found", field)


def test_a_broken_rule_is_named(published: County) -> None:
    refused(published.begin("/commitments", DRAFT, "JYJ"), 409, "number-taken", "number")
    on = "occurred_on"
    for act, changed, by, status, code, field in (
        ("archivings", {}, "RDB", 409, "wrong-status", "status"),
        ("fulfilment-claims", {}, "SLJ", 409, "claimant-not-promiser", "unit"),
        ("fulfilment-claims", {"evidence": []}, "JYJ", 409, "evidence-missing", "evidence"),
        ("amendments", {"channel": None}, "JYJ", 409, "amendment-unpublished", "channel"),
        ("withdrawals", {on: "2011-04-01"}, "JYJ", 409, "act-out-of-order", on),
        ("corrections", {"corrects": 9}, "RDB", 422, "invalid-fact", "corrects"),
        ("verifications", {"result": "good"}, "RDB", 422, "invalid-request", "result"),
        ("publications", {"channel": ""}, "RDB", 422, "invalid-request", "channel"),
    ):
        answer = published.act(f"{HERE}/{act}", {**ACTS[act], **changed}, by)
        refused(answer, status, code, field)
    headers = {**published.headers("RDB"), "content-type": "application/json"}
    malformed = published.client.post("/commitments", content="{", headers=headers)
    refused(malformed, 400, "malformed-request")


def test_the_promiser_does_not_verify_itself(published: County) -> None:
    change(published, "fulfilment-claims", CLAIM, "JYJ")
    answer = published.act(f"{HERE}/verifications", VERIFY, "ZX", actor="旁人")
    refused(answer, 409, "verifier-not-independent", "unit")
