"""The log over HTTP: receipts in every answer, the head, tiles, proofs."""

from base64 import b64decode
from pathlib import Path

import pytest
from httpx2 import Response

from application.audit.merkle import SHA256, verify_consistency
from application.audit.policy import parse_policy
from application.audit.proof_file import parse_proof_file
from application.audit.refusal import Problem, Refused
from application.audit.strict import to_base64
from application.log.receipts import check_receipt
from interfaces.settings import Settings
from tests.application.log.desk import (
    LOG_KEY,
    NAMES,
    WITNESS_KEYS,
    LogDesk,
    checkpoint_of,
    policy,
)
from tests.http_fixtures import County


@pytest.fixture
def desk(county: County) -> LogDesk:
    return LogDesk(county.store)


def problem(answer: Response, status: int, code: str) -> None:
    assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{code}")


def test_an_answer_carries_the_leaf_that_its_receipt_proves(county: County, desk: LogDesk) -> None:
    body = {"name": "县教育体育局", "reason": "机构改革", "occurred_on": "2010-01-01"}
    answer = county.act("/units/JYJ/names", body)
    sequence, leaf = answer.headers["X-Sequence"], answer.headers["X-Leaf-Hash"]
    problem(county.client.get(f"/log/proof/{sequence}"), 409, "not-yet-signed")
    desk.sign()
    receipt = county.client.get(f"/log/proof/{sequence}")
    assert receipt.headers["Content-Type"].startswith("text/plain")
    assert "X-Quorum" not in receipt.headers
    entry = parse_proof_file(receipt.content).extra
    assert entry
    assert to_base64(SHA256.leaf(entry)) == leaf
    with pytest.raises(Refused) as refused:
        check_receipt(receipt.content, policy())
    assert refused.value.problem is Problem.QUORUM_NOT_REACHED


def test_a_receipt_says_whether_its_head_has_the_quorum(
    county: County, desk: LogDesk, tmp_path: Path
) -> None:
    file = tmp_path / "policy"
    first, second = (key.vkey for key in WITNESS_KEYS)
    file.write_text(
        f"log {LOG_KEY.vkey}\nwitness 档案馆 {first}\nwitness 审计局 {second}\nquorum 审计局\n"
    )
    state = county.client.app.state  # type: ignore[attr-defined]
    state.system = state.system._replace(settings=Settings(log_policy=file))
    desk.sign()
    desk.witness(0)
    assert county.client.get("/log/proof/3").headers["X-Quorum"] == "missing"
    desk.witness(1)
    desk.record(1)
    desk.sign()
    told = county.client.get("/log/proof/3")
    assert told.headers["X-Quorum"] == "reached"
    assert check_receipt(told.content, parse_policy(file.read_bytes())).quorum.reached
    file.write_text("log x\n")
    problem(county.client.get("/log/proof/3"), 422, "unknown-fact")


def test_the_head_is_served_once_there_is_one(county: County, desk: LogDesk) -> None:
    problem(county.client.get("/log/checkpoint"), 404, "nothing-signed")
    head = desk.sign()
    assert county.client.get("/log/checkpoint").content == head.note


def test_tiles_are_served_as_they_are_spelled(county: County, desk: LogDesk) -> None:
    held = county.client.get("/readyz").json()["sequence"]
    desk.record(300 - held)
    full = county.client.get("/log/tile/0/000").content
    assert len(full) == 256 * 32
    assert county.client.get("/log/tile/0/001.p/44").content[:32] != full[:32]
    above = county.client.get("/log/tile/1/000.p/1")
    assert (len(above.content), above.headers["Content-Type"]) == (32, "application/octet-stream")
    for path in ("0/0", "0/001", "0/001.p/45", "1/000", "9/000", "0/000.p/256", "x/000"):
        problem(county.client.get(f"/log/tile/{path}"), 404, "not-found")


def test_consistency_is_proven_to_whoever_asks(county: County) -> None:
    told = county.read("/log/consistency", first=3, second=8)
    proof = [b64decode(each) for each in told["proof"]]
    verify_consistency(3, 8, proof, b64decode(told["first_root"]), b64decode(told["second_root"]))
    answer = county.client.get("/log/consistency", params={"first": 8, "second": 3})
    problem(answer, 422, "unknown-fact")


def test_there_is_no_receipt_of_an_event_that_is_not_there(county: County) -> None:
    problem(county.client.get("/log/proof/9999"), 404, "not-found")
    assert county.client.get("/log/proof/0").status_code == 422


def test_after_a_rotation_the_log_in_use_is_served_and_earlier_ones_by_name(
    county: County, desk: LogDesk
) -> None:
    held = county.client.get("/readyz").json()["sequence"]
    desk.record(300 - held)
    old = desk.sign()
    desk.witness(0, 1)
    desk.record(10)
    desk.rotate()
    head = county.client.get("/log/checkpoint").content
    assert checkpoint_of(head).origin == NAMES[1]
    for name in ("1", NAMES[0]):
        found = county.client.get("/log/checkpoint", params={"log": name}).content
        assert checkpoint_of(found) == checkpoint_of(old.note)
    problem(county.client.get("/log/checkpoint", params={"log": "3"}), 404, "not-found")
    first = county.client.get("/log/tile/0/000.p/11").content
    ended = county.client.get("/log/tile/0/001.p/44", params={"log": 1}).content
    assert desk.ended[0].latest
    assert first[:32] == SHA256.leaf(desk.ended[0].latest.note)
    assert len(ended) == 44 * 32
    for path in ("0/000.p/12", "0/001.p/45"):
        problem(county.client.get(f"/log/tile/{path}", params={"log": 2}), 404, "not-found")
    beyond = county.client.get("/log/tile/0/001.p/45", params={"log": 1})
    problem(beyond, 404, "not-found")
    told = county.read("/log/consistency", first=1, second=11)
    proof = [b64decode(each) for each in told["proof"]]
    verify_consistency(1, 11, proof, b64decode(told["first_root"]), b64decode(told["second_root"]))
    asked = {"first": 1, "second": 301, "log": 1}
    problem(county.client.get("/log/consistency", params=asked), 422, "unknown-fact")
    for sequence, index in ((300, 299), (301, 1)):
        receipt = county.client.get(f"/log/proof/{sequence}").content
        assert parse_proof_file(receipt).index == index
