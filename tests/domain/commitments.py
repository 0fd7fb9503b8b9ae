"""Commitments at the stages the tests start from.

The construction bureau (JSJ) promises; the supervision office (JCS) reviews, files and verifies.
"""

from datetime import date
from decimal import Decimal
from uuid import UUID

from domain.commitment import Commitment
from domain.commitment_state import FulfilmentResult
from domain.due import Due
from domain.evidence import Evidence
from domain.measure import Target
from domain.model import Act
from domain.opinion_terms import Satisfaction
from domain.unit import Unit, UnitKind, UnitLevel
from tests.aggregates import act

OPINION, PLAN = UUID(int=31), UUID(int=32)
DUE = Due.by(date(2011, 9, 30))
TARGET = Target(text="新增集中供暖100户", unit_of_measure="户", minimum=Decimal(100))
NOTICE = Evidence(name="供暖验收单.pdf", sha256="c" * 64, size=4096, media_type="application/pdf")
LINEAGE = ("JSJ", "QZF")
VERIFIER_LINEAGE = ("JCS", "QZF")
TEXT = "完成集中供暖改造"


def on(day: str) -> date:
    return date.fromisoformat(day)


def promiser(day: str = "2011-09-25") -> Act:
    return act(day, unit="JSJ", actor="经办人乙")


def office(day: str = "2011-10-08") -> Act:
    return act(day, unit="JCS", actor="监察员甲")


def bureau(since: str = "2000-01-01") -> Unit:
    kind, level = UnitKind.DEPARTMENT, UnitLevel.COUNTY
    return Unit.register("JSJ", "某区建设局", kind, level, None, act(since))


def drafted(quantified: Target | None = TARGET, due: Due = DUE) -> Commitment:
    commitment = Commitment.draft(
        "CN-1", bureau(), TEXT, quantified, due, [OPINION], PLAN, promiser("2011-04-10")
    )
    return settled(commitment)


def reviewed(due: Due = DUE, waiver: str | None = None) -> Commitment:
    commitment = drafted(due=due)
    commitment.review(waiver, office("2011-04-15"))
    return settled(commitment)


def filed(due: Due = DUE) -> Commitment:
    commitment = reviewed(due)
    commitment.file("建监备〔2011〕3号", office("2011-04-20"))
    return settled(commitment)


def published(due: Due = DUE) -> Commitment:
    commitment = filed(due)
    commitment.publish("区电视台", promiser("2011-04-28"))
    return settled(commitment)


def claimed(fulfilled_on: str = "2011-09-20") -> Commitment:
    commitment = published()
    commitment.claim_fulfilment(on(fulfilled_on), [NOTICE], LINEAGE, promiser())
    return settled(commitment)


def verified(
    result: FulfilmentResult = FulfilmentResult.FULFILLED, fulfilled_on: str = "2011-09-20"
) -> Commitment:
    commitment = claimed(fulfilled_on)
    commitment.verify(result, "入户核实", VERIFIER_LINEAGE, office("2011-10-08"))
    return settled(commitment)


def result_published(result: FulfilmentResult = FulfilmentResult.FULFILLED) -> Commitment:
    commitment = verified(result)
    commitment.publish_result("政务公开栏", office("2011-10-10"))
    return settled(commitment)


def followed_up(satisfaction: Satisfaction = Satisfaction.SATISFIED) -> Commitment:
    commitment = result_published()
    commitment.record_follow_up(satisfaction, "电话回访", office("2011-10-20"))
    return settled(commitment)


def settled(commitment: Commitment) -> Commitment:
    """Take what is recorded so far as given."""
    commitment.collect_events()
    return commitment
