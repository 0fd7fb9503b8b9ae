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
KeptLeaves = Annotated[
    list[str] | None,
    typer.Option(
        "--leaf",
        metavar="序号:叶哈希",
        help="办理时答复的序号和叶哈希,可以给出多个;查出那一条被改动或者抽掉",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", metavar="", help="输出一个JSON文档,供程序使用")]
