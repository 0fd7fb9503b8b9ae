"""Shares as files: how items divide, the percentages of a whole adding up to 100.00."""

from collections.abc import Iterable, Iterator, Sequence

from application.metrics.shares import Part, Whole
from interfaces.documents.cells import Cell

SHARE_HEADERS = ("构成", "项目", "件数", "占比", "合计", "未列入", "范围")


def share_rows(wholes: Iterable[Whole]) -> Iterator[Sequence[Cell]]:
    """Yield each part of each whole."""
    for whole in wholes:
        for part in whole.parts:
            yield (
                whole.division.title,
                part.label,
                part.items,
                share_of(part),
                whole.total,
                whole.left_out,
                whole.division.rule,
            )


def share_of(part: Part) -> str | None:
    """Return the share of a part as it is printed; there is none of nothing."""
    return None if part.percent is None else f"{part.percent}%"
