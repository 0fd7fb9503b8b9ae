"""Reads what a question says on the command line: days, moments, words, units."""

import sys
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

import typer
from pydantic import TypeAdapter, ValidationError

from application.errors import NotFound
from application.projections.audit_trail import known_at as sequence_known_at
from application.projections.unit_register import names_of_units
from application.projections.versioned import Moment
from domain.model import BusinessDate
from domain.unit import Unit
from interfaces.bootstrap import System
from interfaces.cli.refusal import wrong_usage

W = TypeVar("W", bound=StrEnum)

_DAY: TypeAdapter[date] = TypeAdapter(BusinessDate)


def day(option: str, text: str) -> date:
    """Read a date."""
    try:
        return _DAY.validate_python(date.fromisoformat(text))
    except ValidationError as error:
        raise wrong_usage(f"{option}:{error.errors()[0]['msg']}") from None
    except ValueError:
        raise wrong_usage(f"{option}应为日期,如2015-12-31,不能是“{text}”") from None


def optional_day(option: str, text: str | None) -> date | None:
    """Read a date that may be left out."""
    return None if text is None else day(option, text)


def known_at(text: str | None) -> int | datetime | None:
    """Read how much was known: a sequence number or a moment."""
    if text is None or text.isdecimal():
        return None if text is None else int(text)
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise wrong_usage(
            f"--known-at应为日志序号,或带时区的时刻,如2015-06-25T08:00:00+08:00,不能是“{text}”"
        ) from None


def word(option: str, text: str, words: type[W]) -> W:
    """Read a word of a vocabulary, as it is stored or by its Chinese label."""
    for each in words:
        if text in {each.value, getattr(each, "label", None)}:
            return each
    raise wrong_usage(f"{option}没有“{text}”这个值,可选:{'、'.join(words)}")


def line_typed(about: str) -> str:
    """Read a line: as the terminal spells it, or else UTF-8, which Notepad begins with a mark."""
    if sys.stdin.isatty():
        typer.echo(f"{about}:", err=True, nl=False)
        line = sys.stdin.readline()
    else:
        try:
            line = sys.stdin.buffer.readline().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise wrong_usage(f"{about}不是UTF-8编码;用记事本写的,请另存为UTF-8") from None
    return line.rstrip("\r\n")


class Asking:
    """The moment a question is about, and the names the units had then."""

    def __init__(self, system: System, as_of: str | None, known: str | None) -> None:
        on = system.today if as_of is None else day("--as-of", as_of)
        until = known_at(known)
        with system.database.reading() as connection:
            self.moment = Moment(on, sequence_known_at(connection, until))
            self.names = names_of_units(connection, self.moment)

    def require_unit(self, code: str | None) -> None:
        """Refuse a unit there is none of, rather than answer that it has nothing."""
        if code is not None and code not in self.names:
            raise NotFound(Unit.LABEL, code)

    def facts(self) -> dict[str, date | int]:
        """Return the moment, for programs."""
        return {"as_of": self.moment.as_of, "known_at": self.moment.known_at}
