"""The options that several commands share."""

from typing import Annotated

import typer

AsOf = Annotated[
    str | None,
    typer.Option(metavar="日期", help="截至的业务日期,如2015-12-31;缺省为今天"),
]
KnownAt = Annotated[
    str | None,
    typer.Option(
        metavar="序号|时刻",
        help="按日志序号或带时区的时刻当时所知;缺省为现在所知",
    ),
]
UnitCode = Annotated[str | None, typer.Option(metavar="代码", help="单位代码")]
AsJson = Annotated[bool, typer.Option("--json", metavar="", help="输出一个JSON文档,供程序使用")]
