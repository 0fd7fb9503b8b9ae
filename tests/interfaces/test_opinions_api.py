"""Acts on opinions over HTTP: how each is answered and what it makes of the opinion."""

from tests.http_fixtures import County
from tests.interfaces.opinions import (
    CLOSED,
    EVALUATE,
    HERE,
    OPINION,
    REASON,
    REFER,
    REFERRED,
    REGISTER,
    REPLIED,
    attempt,
    change,
    listed,
    refused,
    tell,
)


def test_a_registered_opinion_is_shown_where_the_answer_says(county: County) -> None:
    answer = county.begin("/opinions", REGISTER)
    assert answer.status_code == 201
    assert answer.headers["Location"] == HERE
    opinion = answer.json()
    assert (opinion["id"], opinion["version"], answer.headers["ETag"]) == (str(OPINION), 1, '"1"')
    same = ("number", "kind", "title", "wording", "lead_deputy", "co_signers", "is_key")
    assert {name: opinion[name] for name in same} == {name: REGISTER[name] for name in same}
    assert opinion["source"] == {
        "document_number": "丹竹人发〔2015〕4号",
        "issuer": "RDB",
        "channel": "meeting",
        "channel_label": "会议",
        "occasion": "第三次会议",
        "raised_on": "2015-01-20",
    }
    assert (opinion["status"], opinion["status_label"]) == ("drafted", "已登记")
    assert (opinion["kind_label"], opinion["registered_on"]) == (
        "代表建议、批评和意见",
        "2015-01-21",
    )
    assert (opinion["is_open"], opinion["due"], opinion["missing_co_opinions"]) == (True, None, [])
    read = county.client.get(HERE)
    assert (read.json(), read.headers["ETag"]) == (opinion, '"1"')


def test_what_may_be_left_out_is_left_out(county: County) -> None:
    needed = ("number", "kind", "title", "wording", "issuer", "channel", "raised_on")
    answer = county.begin("/opinions", {name: REGISTER[name] for name in needed})
    assert answer.status_code == 201, answer.text
    opinion = answer.json()
    assert (opinion["registered_on"], opinion["lead_deputy"], opinion["is_key"]) == (
        "2030-01-01",
        None,
        False,
    )


def test_a_formation_and_a_referral_are_shown(county: County) -> None:
    opinion = tell(county, REFERRED)
    assert opinion["formation"] == {
        "version": 2,
        "formed_on": "2015-03-01",
        "type": "working_body_decision",
        "type_label": "工作机构负责人决定",
        "flagged": True,
        "carrier": "letter",
        "carrier_label": "文件或函",
        "approver": "主任",
        "compiled_by": "秘书甲",
        "document_number": "丹竹人发〔2015〕6号",
    }
    assert opinion["referrals"] == [
        {
            "version": 3,
            "referred_on": "2015-03-25",
            "lead": ["JTJ"],
            "co_units": ["JYJ"],
            "split_handling": False,
            "letter_number": "丹竹人交〔2015〕1号",
            "meeting_on": "2015-03-25",
            "demand": "三个月内答复代表",
            "due": {"on": "2015-06-25", "undated": False},
            "difficult": False,
            "terms": {},
            "handovers": [],
            "returned": False,
        }
    ]
    assert opinion["due"] == {"on": "2015-06-25", "undated": False}
    assert opinion["missing_co_opinions"] == ["JYJ"]


def test_a_return_is_asked_for_decided_and_shown(county: County) -> None:
    tell(county, REFERRED)
    asking = {"occurred_on": "2015-03-27", "suggested_unit": "ZZF", **REASON}
    assert change(county, "return-requests", asking, "JTJ")["status"] == "return_requested"
    refusal = {"occurred_on": "2015-03-28", "decision": "refused", "reason": "属县道"}
    assert change(county, "return-decisions", refusal)["status"] == "referred"
    change(county, "return-requests", {**asking, "occurred_on": "2015-03-29"}, "JTJ")
    consent = {"occurred_on": "2015-03-30", "decision": "accepted", "reason": "情况属实"}
    opinion = change(county, "return-decisions", consent)
    assert (opinion["status"], opinion["referrals"][0]["returned"]) == ("formed", True)
    first, second = opinion["return_requests"]
    assert (first["accepted"], second["accepted"]) == (False, True)
    assert first == {
        "version": 4,
        "requested_on": "2015-03-27",
        "unit": "JTJ",
        "reason": "研究决定",
        "suggested_unit": "ZZF",
        "accepted": False,
        "decision_reason": "属县道",
    }
    anew = {**REFER, "occurred_on": "2015-04-01", "lead": ["ZZF", "SLJ"], "split_handling": True}
    assert change(county, "referrals", anew)["referrals"][1]["lead"] == ["ZZF", "SLJ"]


def test_co_opinions_consultations_and_extensions_are_shown(county: County) -> None:
    tell(county, REPLIED[:3])
    change(county, "co-opinions", {"occurred_on": "2015-05-10", "text": "同意补助"}, "JYJ")
    met = {"occurred_on": "2015-05-20", "with_deputy": "代表甲", "manner": "上门走访"}
    change(county, "consultations", met, "JTJ")
    asking = {"occurred_on": "2015-06-03", "asked": "2015-06-01", "reason": "尚需招标"}
    change(county, "extension-requests", asking, "JTJ")
    refusal = {"occurred_on": "2015-06-05", "decision": "refused", "reason": "可以按期"}
    change(county, "extension-decisions", refusal)
    change(county, "extension-requests", {**asking, "occurred_on": "2015-06-08"}, "JTJ")
    consent = {
        "occurred_on": "2015-06-10",
        "decision": "granted",
        "until": "2015-09-25",
        "deputy_told_on": "2015-06-11",
    }
    opinion = change(county, "extension-decisions", consent)
    assert opinion["co_opinions"] == [
        {"version": 5, "submitted_on": "2015-05-10", "unit": "JYJ", "text": "同意补助"}
    ]
    assert opinion["consultations"] == [
        {
            "version": 6,
            "consulted_on": "2015-05-20",
            "deputy": "代表甲",
            "manner": "上门走访",
        }
    ]
    (round_,) = opinion["rounds"]
    assert round_["due"] == opinion["due"] == {"on": "2015-09-25", "undated": False}
    assert (round_["original_due"]["on"], round_["begun_on"]) == ("2015-06-25", "2015-03-25")
    asked = {
        "version": 7,
        "unit": "JTJ",
        "asked": "2015-06-01",
        "received_on": "2015-06-03",
        "reason": "尚需招标",
        "due_was": {"on": "2015-06-25", "undated": False},
        "decided_on": "2015-06-05",
        "until": None,
        "deputy_told_on": None,
        "refused_because": "可以按期",
    }
    granted = {
        "version": 9,
        "received_on": "2015-06-08",
        "decided_on": "2015-06-10",
        "until": "2015-09-25",
        "deputy_told_on": "2015-06-11",
        "refused_because": None,
    }
    assert round_["extensions"] == [asked, {**asked, **granted}]


def test_reply_evaluation_promise_and_closing_are_shown(county: County) -> None:
    opinion = tell(county, CLOSED)
    (round_,) = opinion["rounds"]
    (reply,) = round_["replies"]
    assert reply == {
        "version": 5,
        "replied_on": "2015-06-20",
        "unit": "JTJ",
        "result_class": "B",
        "result_class_label": "正在解决",
        "stated_class": "B",
        "signer": "局长",
        "document_number": "交函〔2015〕9号",
        "text": "正在硬化。",
        "answered": ["代表甲", "代表乙"],
        "co_opinions_noted": "协办单位逾期未提交",
    }
    assert round_["evaluations"] == [
        {
            "version": 6,
            "evaluated_on": "2015-07-01",
            "evaluator": "代表甲",
            "satisfaction": "satisfied",
            "satisfaction_label": "满意",
            "reasons": None,
        }
    ]
    lapse = {
        "version": 7,
        "lapsed_on": "2015-08-01",
        "reminded_on": "2015-07-20",
        "silence": "经提醒仍未反馈的,不计入满意率",
    }
    assert round_["lapse"] == lapse
    assert round_["promised_items"] == [
        {
            "number": 1,
            "text": "年底前完成道路硬化",
            "due": {"on": "2015-12-31", "undated": False},
            "promised_on": "2015-06-20",
            "fulfilled_on": "2015-12-20",
            "recorded_on": "2015-12-25",
            "note": "通车",
        }
    ]
    assert opinion["closings"] == [
        {
            "version": 10,
            "closed_on": "2015-12-28",
            "round": 1,
            "completed_on": "2015-12-20",
            "ground": "已经解决",
        }
    ]
    assert (opinion["status_label"], opinion["closed_on"], opinion["is_open"]) == (
        "已办结",
        "2015-12-28",
        False,
    )
    assert (round_["result_class"], opinion["current_class"]) == ("B", "B")
    assert (opinion["first_replied_on"], opinion["first_reply_days_late"]) == ("2015-06-20", 0)
    assert (opinion["unheard"], opinion["evaluation_pending"]) == (["代表乙"], False)
    assert opinion["acknowledged"] == ["JTJ"]


def test_an_opinion_is_looked_back_at_and_reopened(county: County) -> None:
    tell(county, CLOSED)
    change(county, "look-backs", {"occurred_on": "2016-06-01", "passed": False, "note": "破损"})
    reopening = {
        "occurred_on": "2016-06-05",
        "ground": "look_back",
        "reference": "2016年6月回头看记录",
        "due": {"undated": True},
        **REASON,
    }
    opinion = change(county, "reopenings", reopening)
    assert opinion["look_backs"] == [
        {"version": 11, "looked_back_on": "2016-06-01", "passed": False, "note": "破损"}
    ]
    assert (opinion["status"], opinion["closed_on"], len(opinion["closings"])) == (
        "in_handling",
        None,
        1,
    )
    assert opinion["rounds"][1]["due"] == {"on": None, "undated": True}


def test_a_dissatisfying_reply_is_given_again(county: County) -> None:
    tell(county, REPLIED)
    unhappy = {**EVALUATE, "satisfaction": "dissatisfied", "reasons": "仍有坑洼"}
    change(county, "evaluations", unhappy)
    again = {"occurred_on": "2015-07-10", "due": {"on": "2015-08-10"}, **REASON}
    opinion = change(county, "rehandlings", again)
    assert (opinion["status"], len(opinion["rounds"])) == ("rehandling", 2)


def test_an_opinion_is_declined_merged_and_withdrawn(county: County) -> None:
    declined = ("non-admissions", {"occurred_on": "2015-02-01", **REASON}, "RDB")
    assert tell(county, (declined,), "2015-03")["status"] == "not_admitted"
    other = tell(county, REFERRED, "2015-02")
    merging = {"occurred_on": "2015-04-01", "other": other["id"], **REASON}
    merged = tell(county, (*REFERRED, ("mergers", merging, "RDB")))
    assert merged["merged_into"] == {
        "version": 4,
        "merged_on": "2015-04-01",
        "into": other["id"],
        "into_number": "2015-02",
    }
    leaving = {"occurred_on": "2015-05-01", "document": "撤回申请", "by": "代表甲"}
    assert change(county, "withdrawals", leaving)["withdrawal"] == {
        "version": 5,
        "withdrawn_on": "2015-05-01",
        "document": "撤回申请",
        "by": "代表甲",
    }


def test_an_opinion_is_handed_over_and_separated(county: County) -> None:
    other = tell(county, REFERRED, "2015-02")
    merging = {"occurred_on": "2015-04-01", "other": other["id"], **REASON}
    tell(county, (*REFERRED, ("mergers", merging, "RDB")))
    ended = {"occurred_on": "2015-05-01", "successor": "ZZF", **REASON}
    assert county.act("/units/JTJ/mergers", ended).status_code == 200
    handing = {"occurred_on": "2015-05-02", "unit": "JTJ", "successor": "ZZF", **REASON}
    [referral] = change(county, "handovers", handing)["referrals"]
    handover = {"version": 5, "handed_over_on": "2015-05-02", "unit": "JTJ", "successor": "ZZF"}
    assert (referral["lead"], referral["handovers"]) == (["ZZF"], [{**handover, **REASON}])
    opinion = change(county, "separations", {"occurred_on": "2015-05-03", **REASON})
    assert (opinion["status"], opinion["merged_into"]) == ("formed", None)
    assert opinion["referrals"][0]["returned"] is True


def test_a_task_for_the_opinion_is_shown_and_keeps_it_open(county: County) -> None:
    tell(county, CLOSED[:-1])
    task = {
        "occurred_on": "2015-12-26",
        "number": "RW-1",
        "text": "养护",
        "opinion_ids": [str(OPINION)],
        "due": {"undated": True},
        "handling": "immediate",
    }
    planned = county.begin("/tasks", task)
    assert planned.status_code == 201, planned.text
    assert county.read(HERE)["linked_work"] == [
        {
            "kind": "task",
            "kind_label": "整改任务",
            "id": planned.json()["id"],
            "number": "RW-1",
            "linked_on": "2015-12-26",
        }
    ]
    act, body, by = CLOSED[-1]
    refused(attempt(county, act, body, by), 409, "linked-work-open", "open_work")


def test_a_corrected_date_is_shown_and_the_list_still_knows_what_was_thought(
    county: County,
) -> None:
    tell(county, REPLIED)
    known_at = county.read("/opinions")["known_at"]
    correction = {
        "occurred_on": "2015-08-01",
        "corrects": 5,
        "now": "2015-06-12",
        "reason": "落款日期登错",
    }
    assert change(county, "corrections", correction)["first_replied_on"] == "2015-06-12"
    assert listed(county, as_of="2015-06-15", status="replied") == ["2015-01"]
    assert listed(county, as_of="2015-06-15", status="replied", known_at=known_at) == []


def test_the_timeline_tells_the_whole_story(county: County) -> None:
    tell(county, REPLIED)
    story = county.read(f"{HERE}/timeline")["items"]
    assert [entry["label"] for entry in story] == [
        "登记意见",
        "形成意见",
        "交办",
        "签收",
        "答复",
    ]
    assert story[4]["facts"]["document_number"] == "交函〔2015〕9号"
