"""Carries out ``zhuoluo tick``."""

import typer

from application.reactions.tick import TickOutcome, TickReport, tick
from interfaces.cli.asking import optional_day
from interfaces.cli.opening import open_county
from interfaces.cli.tables import show_fact


def run(today: str | None, *, as_json: bool) -> None:
    """Go through the days not gone through yet, and say what that came to."""
    asked = optional_day("--today", today)
    with open_county() as system:
        day = asked or system.today
        report = tick(system.store, day)
    if as_json:
        days = [each._asdict() for each in report.days]
        show_fact({**report._asdict(), "days": days, "sentence": sentence(report)})
    else:
        typer.echo(sentence(report))


def sentence(report: TickReport) -> str:
    """Say in Chinese what a tick came to."""
    if report.outcome is TickOutcome.ALREADY_DONE:
        return f"{report.last_done}的定时催办已经做过,没有新的提醒"
    if report.outcome is TickOutcome.CLOCK_SET_BACK:
        return f"定时催办已做到{report.last_done},所给日期更早(时钟可能被拨回),没有办理"
    if report.outcome is TickOutcome.INTERRUPTED:
        return "定时催办中途停止,没有做完的下次接着做"
    first, last = report.days[0].day, report.days[-1].day
    days = f"{first}" if first == last else f"{first}至{last}共{len(report.days)}天"
    return f"已完成{days}的定时催办,登记提醒{sum(each.raised for each in report.days)}条"
