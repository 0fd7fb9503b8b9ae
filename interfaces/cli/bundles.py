"""Answers ``zhuoluo export`` and ``zhuoluo check-export``."""

import gc
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import typer

from interfaces.cli.asking import Asking, day
from interfaces.cli.files import require_foreign, written
from interfaces.cli.opening import open_county
from interfaces.cli.refusal import Refusal, wrong_usage
from interfaces.cli.tables import show_fact
from interfaces.documents.manifest import Selection, SelectionKind
from interfaces.durable_file import write_durably, write_new_durably
from interfaces.exporting import AuditExport, Period, export, export_part
from interfaces.verifier.command import UnreadableFile, beside_of, judged, told_as_json


class Asked(NamedTuple):
    """A question as it was typed."""

    period: str
    as_of: str | None
    known_at: str | None


class _Written(NamedTuple):
    bytes: int
    sha256: str


def write(asked: Asked, output: Path, *, force: bool, as_json: bool) -> None:
    """Write an audit bundle to a file, whole or not at all."""
    period = _period(asked.period)
    _require_free(output, force=force)
    with open_county() as system:
        require_foreign(output, system.settings)
        asking = Asking(system, asked.as_of, asked.known_at)
        bundle = export(system, period, asking.moment.as_of, asking.moment.known_at)
        gc.freeze()  # to look through all that stays, again and again, takes a tenth of the time
        written = _write_whole(output, bundle, force=force)
    asked_for, known = asking.moment.known_at, bundle.known_at
    facts = {**asking.facts(), "known_at": known, "file": str(output), **written._asdict()}
    facts["quorum"] = bundle.has_quorum
    if as_json:
        show_fact({"since": period.since, "until": period.until, **facts})
        return
    typer.echo(
        f"已导出{output}({written.bytes}字节):期间{period.since}至{period.until},"
        f"截至{asking.moment.as_of},所依据的日志序号{known}"
    )
    if known != asked_for:
        typer.echo(f"序号{asked_for}在一次办理的几条记录中间,已退至该次办理之前的序号{known}")
    typer.echo(f"SHA-256 {written.sha256}")
    _tell_of_quorum(bundle)


def _tell_of_quorum(bundle: AuditExport) -> None:
    if bundle.has_quorum is False:
        typer.echo("包内最后一个检查点尚未达到见证法定数,核验不会通过;请待见证之后再导出一次")


def _period(text: str) -> Period:
    since, dots, until = text.partition("..")
    if not dots:
        raise wrong_usage(f"--period应为起日..止日,如2015-01-01..2015-12-31,不能是“{text}”")
    return Period(day("--period", since), day("--period", until))


def _write_whole(output: Path, chunks: Iterable[bytes], *, force: bool) -> _Written:
    """Write a bundle so that no half of one ever stands in its place."""
    size, digest = 0, hashlib.sha256()

    def passing() -> Iterator[bytes]:
        nonlocal size
        for chunk in chunks:
            size += len(chunk)
            digest.update(chunk)
            yield chunk

    write = write_durably if force else write_new_durably
    with written(output):
        write(output, passing())
    return _Written(size, digest.hexdigest())


def write_part(kind: str, key: str, output: Path, *, force: bool) -> None:
    """Write a partial bundle to a file, whole or not at all."""
    if kind not in {each.value for each in SelectionKind}:
        raise wrong_usage(f"没有{kind}这一种,应为opinion、task、commitment或者unit")
    _require_free(output, force=force)
    with open_county() as system:
        require_foreign(output, system.settings)
        bundle = export_part(system, Selection(SelectionKind(kind), key))
        written = _write_whole(output, bundle, force=force)
    typer.echo(f"已导出{output}({written.bytes}字节):所依据的日志序号{bundle.known_at}")
    typer.echo(f"SHA-256 {written.sha256}")
    _tell_of_quorum(bundle)


def _require_free(output: Path, *, force: bool) -> None:
    if output.exists() and not force:
        raise Refusal(f"文件{output}已存在;要覆盖请加--force")


class Kept(NamedTuple):
    """What whoever checks brings along; see ``verify.py``."""

    policy: Path | None
    checkpoints: Sequence[Path]
    receipts: Sequence[Path]
    leaves: Sequence[str]


def check(bundle: Path, kept: Kept, *, as_json: bool) -> None:
    """Say whether a bundle is sound, by the very code of its ``verify.py``."""
    try:
        beside = beside_of(*kept)
    except UnreadableFile as error:
        raise wrong_usage(str(error)) from error
    verdict = judged(bundle, beside)
    if as_json:
        typer.echo(told_as_json(verdict))
    if not verdict.ok:
        raise Refusal(verdict.chinese)
    if not as_json:
        typer.echo(verdict.text)
