"""The command a timer runs every day."""

from typing import Annotated

import typer

from interfaces.cli.options import AsJson

Today = Annotated[
    str | None, typer.Option(metavar="日期", help="做到哪一天,不晚于今天;缺省为今天")
]


def tick(today: Today = None, as_json: AsJson = False) -> None:
    """定时催办:自上次做到的次日起逐日补做,登记临近期限和逾期的提醒;重复运行不会重复提醒."""
    from interfaces.cli import daily_tick  # noqa: PLC0415  heavy

    daily_tick.run(today, as_json=as_json)
