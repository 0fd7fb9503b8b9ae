"""Commands about what is held of a person: found, put on record, restricted."""

from typing import Annotated

import typer

from interfaces.cli.chinese import group_of
from interfaces.cli.options import AsJson, AsOf, KnownAt

Name = Annotated[
    str | None,
    typer.Argument(
        metavar="[姓名]",
        help="办理记录中所写的姓名;不写的从标准输入读一行,姓名就不留在命令的历史记录里",
    ),
]
Subject = Annotated[str, typer.Argument(metavar="个人标识", help="find或者list列出的标识")]
Actor = Annotated[str, typer.Option("--actor", metavar="姓名", help="办理人")]
Unit = Annotated[str, typer.Option("--unit", metavar="代码", help="办理人所在单位的代码")]
On = Annotated[str | None, typer.Option("--on", metavar="日期", help="办理日期;缺省为今天")]
Reason = Annotated[str, typer.Option("--reason", metavar="文字", help="依据或原因,不写姓名")]
Purpose = Annotated[str, typer.Option("--purpose", metavar="文字", help="处理目的,不写姓名")]
Basis = Annotated[
    str,
    typer.Option(
        "--basis",
        metavar="依据",
        help="consent、statutory_duty、published、other_law之一,或者其中文名称",
    ),
]
KeptAs = Annotated[
    str,
    typer.Option(
        "--retention",
        metavar="保管期限",
        help="permanent、thirty_years、ten_years、as_needed之一,或者永久、定期30年、定期10年",
    ),
]
Until = Annotated[
    str | None,
    typer.Option("--until", metavar="日期", help="保管期限的最后一日;永久保管的不写"),
]
Status = Annotated[
    str | None, typer.Option("--status", metavar="状态", help="只列这种状态的,如held或者限制处理")
]
RetentionOver = Annotated[
    str | None,
    typer.Option(
        "--retention-over",
        metavar="日期",
        help="到期清单:只列在这一天保管期限已经届满而尚未删除的",
    ),
]


def find(name: Name = None, as_json: AsJson = False) -> None:
    """按姓名找出个人标识和档案."""
    from interfaces.cli import personal_ledger  # noqa: PLC0415  heavy

    personal_ledger.find(name, as_json=as_json)


def listed(
    status: Status = None,
    retention_over: RetentionOver = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    as_json: AsJson = False,
) -> None:
    """个人信息台账,不含姓名."""
    from interfaces.cli import personal_ledger  # noqa: PLC0415  heavy

    asked = personal_ledger.Asked(status, retention_over, as_of, known_at)
    personal_ledger.show_ledger(asked, as_json=as_json)


def show(subject: Subject, as_json: AsJson = False) -> None:
    """显示一份档案."""
    from interfaces.cli import personal_ledger  # noqa: PLC0415  heavy

    personal_ledger.show(subject, as_json=as_json)


def opened(
    purpose: Purpose,
    basis: Basis,
    retention: KeptAs,
    actor: Actor,
    unit: Unit,
    name: Name = None,
    until: Until = None,
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """为办理记录中写明的人建立档案;档案不写姓名."""
    from interfaces.cli import personal_acts  # noqa: PLC0415  heavy

    acting = personal_acts.Acting(actor, unit, on, as_json=as_json)
    acting.open_record(name, purpose, basis, personal_acts.Term(retention, until))


def restrict(
    subject: Subject,
    reason: Reason,
    actor: Actor,
    unit: Unit,
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """限制处理:落实以后各处不再显示其姓名."""
    from interfaces.cli import personal_acts  # noqa: PLC0415  heavy

    personal_acts.Acting(actor, unit, on, as_json=as_json).restrict(subject, reason)


def lift(
    subject: Subject,
    reason: Reason,
    actor: Actor,
    unit: Unit,
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """解除限制处理."""
    from interfaces.cli import personal_acts  # noqa: PLC0415  heavy

    personal_acts.Acting(actor, unit, on, as_json=as_json).lift(subject, reason)


def reclassify(
    subject: Subject,
    retention: KeptAs,
    reason: Reason,
    actor: Actor,
    unit: Unit,
    until: Until = None,
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """调整保管期限."""
    from interfaces.cli import personal_acts  # noqa: PLC0415  heavy

    acting = personal_acts.Acting(actor, unit, on, as_json=as_json)
    acting.reclassify(subject, personal_acts.Term(retention, until), reason)


app = group_of(
    {
        "find": find,
        "list": listed,
        "show": show,
        "open": opened,
        "restrict": restrict,
        "lift": lift,
        "reclassify": reclassify,
    },
    "个人信息档案:查找、建档、限制处理、保管期限。",
)
