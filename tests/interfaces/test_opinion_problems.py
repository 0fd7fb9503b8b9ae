"""What is wrong with an act on an opinion, or a question about it, and what the answer says."""

from typing import Any
from uuid import UUID

import pytest
from pydantic import BaseModel

from interfaces.http import (
    handovers,
    opinion_bodies,
    opinion_round_state,
    opinion_row,
    opinion_state,
)
from interfaces.http.acting import ActBody
from tests.http_fixtures import County
from tests.interfaces.opinions import (
    HERE,
    REASON,
    REFER,
    REFERRED,
    REGISTER,
    attempt,
    refused,
    register,
    tell,
)

UNKNOWN = UUID(int=1)

EXAMPLES: dict[str, type[ActBody]] = {
    "acknowledgements": opinion_bodies.AcknowledgeReferral,
    "clarification-requests": opinion_bodies.RequestClarification,
    "clarifications": opinion_bodies.GiveClarification,
    "closures": opinion_bodies.CloseOpinion,
    "co-opinions": opinion_bodies.SubmitCoOpinion,
    "consultations": opinion_bodies.ConsultDeputy,
    "corrections": opinion_bodies.CorrectOpinion,
    "evaluations": opinion_bodies.EvaluateReply,
    "extension-decisions": opinion_bodies.GrantOpinionExtension,
    "extension-requests": opinion_bodies.RequestOpinionExtension,
    "formations": opinion_bodies.FormOpinion,
    "handovers": handovers.HandOver,
    "lapsed-feedback": opinion_bodies.RecordNoFeedback,
    "look-backs": opinion_bodies.LookBackAtOpinion,
    "mergers": opinion_bodies.MergeOpinion,
    "non-admissions": opinion_bodies.RefuseAdmission,
    "promised-item-fulfilments": opinion_bodies.FulfilPromisedItem,
    "referrals": opinion_bodies.ReferOpinion,
    "rehandlings": opinion_bodies.OrderRehandling,
    "reopenings": opinion_bodies.ReopenOpinion,
    "replies": opinion_bodies.ReplyToOpinion,
    "return-decisions": opinion_bodies.DecideReturn,
    "return-requests": opinion_bodies.RequestReturn,
    "separations": opinion_bodies.SeparateOpinion,
    "trackings": opinion_bodies.TrackPromises,
    "withdrawals": opinion_bodies.WithdrawOpinion,
}


def example(act: str) -> dict[str, Any]:
    """Take the documented example of every field."""
    fields = EXAMPLES[act].model_fields.items()
    return {name: (field.examples or [None])[0] for name, field in fields}


def test_every_act_has_an_example_here(county: County) -> None:
    place = "/opinions/{opinion_id}/"
    paths = county.read("/openapi.json")["paths"]
    acts = {
        path.removeprefix(place)
        for path, route in paths.items()
        if path.startswith(place) and "post" in route
    }
    assert acts == EXAMPLES.keys()


def test_every_act_needs_a_version_that_is_current_of_an_opinion_there_is(county: County) -> None:
    """The documented examples are well-formed: what refuses them is never their form."""
    register(county)
    headers = county.headers("RDB")
    for act in EXAMPLES:
        path, body = f"{HERE}/{act}", example(act)
        unversioned = county.client.post(path, json=body, headers=headers)
        refused(unversioned, 428, "precondition-required", "If-Match")
        refused(county.act(path, body, etag="W/*"), 400, "malformed-precondition", "If-Match")
        refused(county.act(path, body, etag='"7"'), 412, "stale-version", "If-Match")
        elsewhere = f"/opinions/{UNKNOWN}/{act}"
        refused(county.act(elsewhere, body, etag='"1"'), 404, "not-found")
        stray = county.act(path, {**body, "stray": 1}, etag='"1"')
        assert (stray.status_code, stray.json()["errors"][0]["rule"]) == (422, "extra_forbidden")
        versioned = {**headers, "If-Match": '"1"', "Content-Type": "application/json"}
        broken = county.client.post(path, content=b"{", headers=versioned)
        refused(broken, 400, "malformed-request")
    assert county.read(HERE)["version"] == 1


@pytest.mark.parametrize("path", [f"/opinions/{UNKNOWN}", f"/opinions/{UNKNOWN}/timeline"])
def test_an_opinion_there_is_none_of_is_not_found(county: County, path: str) -> None:
    refused(county.client.get(path), 404, "not-found")


def test_a_rule_of_the_domain_is_a_conflict(county: County) -> None:
    tell(county, REFERRED)
    refused(attempt(county, "acknowledgements", {}, "SLJ"), 409, "not-lead-unit", "unit")
    refused(county.begin("/opinions", REGISTER), 409, "number-taken", "number")
    sole = {**REGISTER, "number": "X", "lead_deputy": None}
    refused(county.begin("/opinions", sole), 409, "lead-deputy-missing", "lead_deputy")


def test_a_unit_or_opinion_that_is_only_named_is_refused_at_its_field(county: County) -> None:
    strange = {**REGISTER, "issuer": "无此单位"}
    refused(county.begin("/opinions", strange), 404, "not-found", "issuer")
    tell(county, REFERRED[:1])
    refused(
        attempt(county, "referrals", {**REFER, "lead": ["无此单位"]}), 404, "not-found", "lead"
    )


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"kind": "rumour"}, "kind"),
        ({"number": "2015/01"}, "number"),
        ({"title": " "}, "title"),
        ({"title": "长" * 301}, "title"),
        ({"wording": "\u202e"}, "wording"),
        ({"raised_on": "2015-02-30"}, "raised_on"),
        ({"raised_on": "1900-01-01"}, "raised_on"),
        ({"co_signers": ["代表乙", ""]}, "co_signers.1"),
        ({"occurred_on": "昨天"}, "occurred_on"),
        ({"stray": 1}, "stray"),
    ],
)
def test_a_fact_that_breaks_the_rule_of_its_field_is_refused(
    county: County, facts: dict[str, Any], field: str
) -> None:
    refused(county.begin("/opinions", REGISTER | facts), 422, "invalid-request", field)
    refused(county.client.get(HERE), 404, "not-found")


def test_a_due_date_is_stated_or_expressly_left_open(county: County) -> None:
    tell(county, REFERRED[:1])
    for due in ({}, {"on": "2015-06-25", "undated": True}):
        answer = attempt(county, "referrals", {**REFER, "due": due})
        assert "二者择一" in refused(answer, 422, "invalid-request", "due")["detail"]


@pytest.mark.parametrize("decision", [None, "perhaps"])
@pytest.mark.parametrize("act", ["return-decisions", "extension-decisions"])
def test_a_decision_is_one_of_two(county: County, act: str, decision: str | None) -> None:
    tell(county, REFERRED)
    assert attempt(county, act, {"decision": decision, **REASON}).status_code == 422


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"sort": "status"}, "sort"),
        ({"kind": "rumour"}, "kind.0"),
        ({"overdue": "maybe"}, "overdue"),
        ({"as_of": "2015-13-01"}, "as_of"),
        ({"known_at": 10_000}, "known_at"),
        ({"limit": 0}, "limit"),
        ({"cursor": "x"}, "cursor"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused(
    county: County, query: dict[str, Any], field: str
) -> None:
    answer = county.client.get("/opinions", params=query)
    assert (answer.status_code, answer.json()["field"]) == (422, field), answer.text


def test_every_field_is_described_in_chinese() -> None:
    modules = (opinion_bodies, opinion_state, opinion_round_state, opinion_row)
    models = {
        each
        for module in modules
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, BaseModel)
        if each.__module__ == module.__name__
    }
    undescribed = [
        f"{model.__name__}.{name}"
        for model in models
        for name, field in model.model_fields.items()
        if field.description is None or field.description.isascii()
    ]
    assert undescribed == []
