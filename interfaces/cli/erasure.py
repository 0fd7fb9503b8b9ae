"""Commands about erasing what is held of a person: asked for, decided, carried out."""

from typing import Annotated

import typer

from interfaces.cli.chinese import group_of
from interfaces.cli.options import AsJson
from interfaces.cli.person import Actor, On, Reason, Subject, Unit

Ground = Annotated[
    str,
    typer.Option(
        "--ground",
        metavar="情形",
        help="purpose_met、retention_over、consent_withdrawn、unlawful_processing、other_law之一",
    ),
]
Document = Annotated[
    str, typer.Option("--document", metavar="文号", help="本人申请或者依职权删除的文书编号")
]
RefusedFor = Annotated[
    str,
    typer.Option(
        "--ground",
        metavar="理由",
        help="retention_not_over、technically_hard、unfounded之一;前两种今后只存储,不作其他处理",
    ),
]


def request(
    subject: Subject,
    ground: Ground,
    document: Document,
    reason: Reason,
    actor: Actor,
    unit: Unit,
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """申请删除;审批以前停止处理."""
    from interfaces.cli import personal_acts  # noqa: PLC0415  heavy

    acting = personal_acts.Acting(actor, unit, on, as_json=as_json)
    acting.request_erasure(subject, ground, document, reason)


def approve(
    subject: Subject, actor: Actor, unit: Unit, on: On = None, as_json: AsJson = False
) -> None:
    """批准删除;由申请人以外的人批准."""
    from interfaces.cli import personal_acts  # noqa: PLC0415  heavy

    personal_acts.Acting(actor, unit, on, as_json=as_json).approve_erasure(subject)


def refuse(
    subject: Subject,
    ground: RefusedFor,
    reason: Reason,
    actor: Actor,
    unit: Unit,
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """不批准删除;由申请人以外的人决定."""
    from interfaces.cli import personal_acts  # noqa: PLC0415  heavy

    acting = personal_acts.Acting(actor, unit, on, as_json=as_json)
    acting.refuse_erasure(subject, ground, reason)


def run(as_json: AsJson = False) -> None:
    """落实已经登记的决定:销毁批准删除的密钥,停止或者恢复显示姓名;重复运行不会重复登记."""
    from interfaces.cli import personal_acts  # noqa: PLC0415  heavy

    personal_acts.carry_out_decisions(as_json=as_json)


app = group_of(
    {"request": request, "approve": approve, "refuse": refuse, "run": run},
    "删除个人信息:申请、审批、落实。",
)
