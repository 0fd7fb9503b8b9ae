"""Commands that ask: ledgers, rates, and the story of one item."""

from typing import Annotated

import typer

from interfaces.cli.options import AsJson, AsOf, KnownAt, UnitCode

WhichLedger = Annotated[
    str,
    typer.Argument(metavar="[opinions|tasks|commitments]", help="意见、任务或者承诺台账"),
]
Status = Annotated[
    str | None, typer.Option(metavar="状态", help="只列这种状态的,如closed或者已办结")
]
Overdue = Annotated[bool, typer.Option("--overdue", metavar="", help="只列截至该日逾期的")]
Since = Annotated[str | None, typer.Option(metavar="日期", help="期间起(含)")]
Until = Annotated[str | None, typer.Option(metavar="日期", help="期间止(含)")]
Grouping = Annotated[
    str | None,
    typer.Option(
        metavar="分组", help="unit、leader、kind、source_document、month、year之一;缺省不分组"
    ),
]
Ranking = Annotated[
    str | None,
    typer.Option(
        metavar="指标代码", help="按这项比率给单位排名,如reply-rate;--group-by leader按责任领导"
    ),
]
Share = Annotated[
    str | None,
    typer.Option(
        metavar="构成",
        help="result-class、first-result-class、satisfaction、first-satisfaction、status、"
        "task-status、commitment-status之一的构成",
    ),
]
Counting = Annotated[bool, typer.Option("--counts", metavar="", help="列件数和天数,不列比率")]
Comparing = Annotated[bool, typer.Option("--compare", metavar="", help="与上年同期比较")]
MinimumBase = Annotated[
    int | None,
    typer.Option(metavar="件数", help="分母少于此数的不参加排名;缺省按所施行的规则"),
]
RulesOf = Annotated[
    str | None,
    typer.Option(
        "--congress",
        metavar="代码",
        help="按哪个机关的规则定最小分母;缺省为县里唯一的人大常委会",
    ),
]
What = Annotated[
    str,
    typer.Argument(metavar="[list|show|bring]", help="列出方案、显示适用的规则,或者载入法定规则"),
]
Congress = Annotated[
    str | None, typer.Argument(metavar="[代码]", help="显示哪个机关适用的规则:单位代码")
]
Item = Annotated[str, typer.Argument(metavar="编号或标识", help="意见、方案、任务、承诺或者单位")]


def ledger(
    which: WhichLedger = "opinions",
    as_of: AsOf = None,
    known_at: KnownAt = None,
    unit: UnitCode = None,
    status: Status = None,
    overdue: Overdue = False,
    as_json: AsJson = False,
) -> None:
    """台账:每一件都列出,不作截断;不在终端时输出制表符分隔的文本."""
    from interfaces.cli import ledgers  # noqa: PLC0415  heavy

    asked = ledgers.Asked(as_of, known_at, unit, status, overdue=overdue)
    ledgers.show(which, asked, as_json=as_json)


def rates(
    as_of: AsOf = None,
    known_at: KnownAt = None,
    since: Since = None,
    until: Until = None,
    unit: UnitCode = None,
    group_by: Grouping = None,
    ranking: Ranking = None,
    shares: Share = None,
    counts: Counting = False,
    compare: Comparing = False,
    minimum_base: MinimumBase = None,
    congress: RulesOf = None,
    as_json: AsJson = False,
) -> None:
    """各项比率,附分子和分母;或者排名、构成、件数和天数."""
    from interfaces.cli import rate_figures  # noqa: PLC0415  heavy

    asked = rate_figures.Asked(
        as_of=as_of,
        known_at=known_at,
        since=since,
        until=until,
        unit=unit,
        group_by=group_by,
        ranking=ranking,
        shares=shares,
        counts=counts,
        compare=compare,
        minimum_base=minimum_base,
        congress=congress,
    )
    rate_figures.show(asked, as_json=as_json)


def timeline(
    item: Item, as_of: AsOf = None, known_at: KnownAt = None, as_json: AsJson = False
) -> None:
    """一件事项的全部经过,连同为它而办的方案、任务和承诺."""
    from interfaces.cli import story  # noqa: PLC0415  heavy

    story.show(item, as_of, known_at, as_json=as_json)


def profiles(
    what: What = "list",
    congress: Congress = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    as_json: AsJson = False,
) -> None:
    """规则方案:各机关施行哪一版,或者某机关适用的每一条规则及其出处."""
    from interfaces.cli import profiles as answers  # noqa: PLC0415  heavy

    answers.answer(what, congress, as_of, known_at, as_json=as_json)
