"""A ZIP archive as a stream of bytes."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from interfaces.documents.zip_stream import BLOCK, Entry, blocks, zip_stream

CONTENTS = ("件件有着落," * 40_000).encode()


def entries() -> list[Entry]:
    return [
        Entry("台账/意见.csv", [CONTENTS]),
        Entry("empty.txt", []),
        Entry("a.txt", [b"a", b"b"]),
    ]


def test_two_runs_give_the_same_bytes() -> None:
    assert b"".join(zip_stream(entries())) == b"".join(zip_stream(entries()))


def test_a_file_and_a_stream_hold_the_same_bytes(tmp_path: Path) -> None:
    path = tmp_path / "archive.zip"
    with path.open("wb") as file:
        for chunk in zip_stream(entries()):
            file.write(chunk)
    assert path.read_bytes() == b"".join(zip_stream(entries()))


def test_how_the_caller_cuts_its_chunks_leaves_no_trace() -> None:
    pieces = [CONTENTS[i : i + 7_001] for i in range(0, len(CONTENTS), 7_001)]
    whole = b"".join(zip_stream([Entry("a", [CONTENTS])]))
    assert b"".join(zip_stream([Entry("a", pieces)])) == whole


def test_every_entry_can_be_read_back_under_its_name() -> None:
    with zipfile.ZipFile(io.BytesIO(b"".join(zip_stream(entries())))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["台账/意见.csv", "empty.txt", "a.txt"]
        assert archive.read("台账/意见.csv") == CONTENTS
        assert archive.read("empty.txt") == b""
        assert archive.read("a.txt") == b"ab"


def test_no_header_tells_when_or_where_it_was_written() -> None:
    with zipfile.ZipFile(io.BytesIO(b"".join(zip_stream(entries())))) as archive:
        for header in archive.infolist():
            assert header.date_time == (1980, 1, 1, 0, 0, 0)
            assert header.create_system == 3
            assert header.external_attr == 0o100644 << 16
            assert header.compress_type == zipfile.ZIP_DEFLATED


def test_every_entry_is_packed_at_the_one_level() -> None:
    deflate = zlib.compressobj(3, zlib.DEFLATED, -zlib.MAX_WBITS)
    assert deflate.compress(CONTENTS) + deflate.flush() in b"".join(zip_stream(entries()))


def test_no_entry_is_written_with_the_64_bit_extension() -> None:
    written = b"".join(zip_stream([Entry("a", [b"a"])]))
    assert int.from_bytes(written[4:6], "little") == 20


def test_bytes_are_handed_on_while_an_entry_is_still_being_read() -> None:
    read = 0

    def endless() -> Iterator[bytes]:
        nonlocal read
        while True:
            read += 1
            yield CONTENTS

    stream = zip_stream([Entry("a", endless())])
    assert sum(len(next(stream)) for _ in range(50)) > 0
    assert read < 100


def test_a_reader_that_leaves_early_leaves_no_error_behind() -> None:
    stream = zip_stream(entries())
    next(stream)
    assert list(zip(range(2), stream, strict=False))


@pytest.mark.parametrize("size", [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK, 3 * BLOCK + 5])
def test_blocks_are_full_but_for_the_last(size: int) -> None:
    cut = list(blocks([bytes(size // 2), b"", bytes(size - size // 2)]))
    assert sum(map(len, cut)) == size
    assert all(len(block) == BLOCK for block in cut[:-1])
    assert all(cut)
