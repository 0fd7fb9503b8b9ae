"""Lines and records of tables are cut as ``verify.py`` cuts them."""

import csv
import io
import random
from collections.abc import Callable, Iterator

from interfaces.verifier.finding import Finding
from interfaces.verifier.table_check import table_records
from tests.interfaces.verifier_page.node import Answer, ask, call

MOST_CELLS, LONGEST_CELL = 1_000, 4_194_304
"""Of a row, and of a cell in quotation marks, in ``table_records.js``."""


def cut(data: bytes, chance: random.Random) -> list[bytes]:
    """Return the data in blocks of any length."""
    places = sorted(chance.choices(range(len(data) + 1), k=chance.randrange(6)))
    found = [data[a:b] for a, b in zip([0, *places], [*places, len(data)], strict=True)]
    return [each for each in found if each]


def test_lines_are_cut_wherever_blocks_end() -> None:
    chance = random.Random(8)  # noqa: S311 - repeatable on purpose
    lengths = [0, 1, 2, 5, 100, 32_767, 32_768, 40_000, 65_536, 70_000]
    files = []
    for _ in range(60):
        lines = [b"x" * chance.choice(lengths) for _ in range(chance.randrange(5))]
        files.append(b"\n".join(lines) + chance.choice([b"", b"\n", b"\n\n"]))
    jobs = [call("lines.js", "linesOf", cut(each, chance), 200_000) for each in files]
    for data, answer in zip(files, ask(jobs), strict=True):
        found = [bytes.fromhex(line["hex"]) for lines in answer for line in lines]
        assert found == io.BytesIO(data).readlines()


def test_what_is_too_long_for_a_line_ends_the_lines() -> None:
    blocks = [b"a\n", b"x" * 9, b"y", b"z", b"\nb\n"]
    [found] = ask([call("lines.js", "linesOf", blocks, 9)])
    lines = [bytes.fromhex(line["hex"]) for lines in found for line in lines]
    assert lines == [b"a\n", b"x" * 9 + b"y"]


TABLES = [
    "", "\n", "\r\n", "a", "a\n", "a,b\r\n1,2\r\n", "a,b", ",", ",,\n", "\n\na\n", "a\r\r\n",
    "a\rb\n", "a\r", "\ra\n", '"a"\n', '"a","b"\r\n', '"a\nb",c\n', '"a\r\nb"\r\n', '"a""b"\n',
    '"""a"""\n', '""\n', '"","",""\n', '"a"b\n', '"a" \n', '"a\n', '"', '"a', 'a"b\n', 'a,"b',
    'a,"b"c\n', 'a,"b"\n"c"', '"\n\n"\n', '"a"\r\r\n', '"a"\rb\n', 'a,"b"\r', '1,"x",\n',
    ',"x"\n', '"a,b",c\n', "\ufeffa,b\n", "a\ufeff\n", '\ufeff"a"\n', "县,人大\n",
    '"县\n人大",\U0001f3db\n', " a , b \n", '"a"""\n', '""""\n', '"a""\n',
    '"a\n""b",c\n', '"\n""\n"\n', '"a\n"\n',
]  # fmt: skip


def lending(data: bytes) -> Callable[[str], Iterator[bytes]]:
    return lambda _: iter([data])


def flat(lists: Answer) -> Answer:
    return [each for some in lists for each in some]


def records(data: bytes) -> Answer:
    try:
        return [*table_records("ledger-differs", "t.csv", lending(data))]
    except Finding:
        return None


def test_records_of_tables_are_cut_as_python_cuts_them() -> None:
    chance = random.Random(9)  # noqa: S311 - repeatable on purpose
    pieces = ["a", "县", ",", ",", '"', '"', '""', "\n", "\r\n", "\r", " ", "\U0001f3db"]
    texts = [
        *TABLES,
        *("".join(chance.choices(pieces, k=chance.randrange(12))) for _ in range(600)),
    ]
    tables = [each.encode() for each in texts]
    tables += [
        b"\xff\n",
        b"a\n\xe5\x8e",
        b"a\xe5\n",
        b'"\xe5"',
        b"x" * 32_767 + "县\n".encode() * 9,
    ]
    written = io.StringIO(newline="")
    csv.writer(written).writerows([["县" * 11_000, 'a"b', "c\nd"], [], ["", ""]] * 4)
    tables.append(written.getvalue().encode())
    answers = ask([call("table_records.js", "tableRecords", cut(each, chance)) for each in tables])
    for data, answer in zip(tables, answers, strict=True):
        refused = isinstance(answer, dict) and answer["thrown"] == "NotATable"
        assert (None if refused else flat(answer)) == records(data), data


def test_rows_and_cells_have_their_bounds() -> None:
    def row(count: int, cell: str) -> bytes:
        return ",".join([cell] * count).encode()

    tables = [row(MOST_CELLS, '"a"'), row(MOST_CELLS, "a"), b'"%b"' % (b"a" * LONGEST_CELL)]
    beyond = [row(MOST_CELLS + 1, '"a"'), b'"%b"' % (b"a" * (LONGEST_CELL + 1))]
    answers = ask([call("table_records.js", "tableRecords", [e]) for e in (*tables, *beyond)])
    assert [flat(each) for each in answers[:2]] == [*map(records, tables[:2])]
    assert flat(answers[2]) == [["a" * LONGEST_CELL]]
    assert answers[3:] == [{"thrown": "NotATable"}] * 2
    # of a plain line no more than tells it to be too long is kept
    [[[[*cells]]]] = ask([call("table_records.js", "tableRecords", [row(MOST_CELLS + 9, "a")])])
    assert len(cells) == MOST_CELLS + 1
