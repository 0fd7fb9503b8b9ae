"""Records of archives too large to make are written and read as Python writes them."""

import io
import itertools
import zipfile
from typing import Any

from tests.interfaces.verifier_page.node import ask, call

PLAIN, WIDE = 2**31 - 1, 2**31
NAME, CRC = "台账/a.csv", 0xCAFE_F00D
END = 98
"""Bytes of the end of an archive whose numbers need 64 bits."""


def directory(sizes: list[int], offset: int, place: int) -> bytes:
    """Return the table of contents, and all behind it, of an archive in which it begins there."""
    sink = io.BytesIO()
    archive: Any = zipfile.ZipFile(sink, "w")
    for size in sizes:
        info = zipfile.ZipInfo(NAME, (1980, 1, 1, 0, 0, 0))
        info.create_system, info.create_version = 3, zipfile.ZIP64_VERSION
        info.extract_version, info.flag_bits = zipfile.ZIP64_VERSION, 0x808
        info.external_attr, info.header_offset = 0o100644 << 16, offset
        info.CRC, info.file_size, info.compress_size = CRC, size, size
        archive.filelist.append(info)
    archive.fp, archive.start_dir = _Ahead(sink, place), place
    archive._write_end_record()
    archive.fp = None  # nothing is left to be closed
    return sink.getvalue()


class _Ahead:
    """Takes what is written and tells a place as far ahead as if a large file stood before it."""

    def __init__(self, sink: io.BytesIO, place: int) -> None:
        self._sink, self._place = sink, place
        self.write, self.flush = sink.write, sink.flush

    def tell(self) -> int:
        return self._place + self._sink.tell()


def test_entries_of_every_width_are_written_and_read() -> None:
    widths = [*itertools.product((0, PLAIN, WIDE, 2**40), repeat=2)]
    tables = [directory([size], offset, 0) for size, offset in widths]
    records = [table[: table.rindex(b"PK\x05\x06")] for table in tables]
    name = NAME.encode()
    written = [
        call("zip_records.js", "centralRecord", {
            "name": list(name), "crc": CRC, "size": size, "offset": offset})
        for size, offset in widths
    ]  # fmt: skip
    assert ask(written) == [{"hex": record.hex()} for record in records]
    read = ask([call("zip_records.js", "readCentralRecord", record + b"x") for record in records])
    assert read == [
        {
            "name": {"hex": name.hex()}, "crc": CRC, "size": size, "offset": offset,
            "record": {"hex": record.hex()},
        }
        for (size, offset), record in zip(widths, records, strict=True)
    ]  # fmt: skip


def test_ends_of_every_width_are_written_and_read() -> None:
    one = len(directory([0], 0, 0)) - 22
    places = [0, PLAIN, WIDE, 2**32 - 1, 2**32, 2**40]
    ends = [directory([0], 0, place)[one:] for place in places]
    written = [call("zip_records.js", "endRecords", 1, one, place) for place in places]
    assert ask(written) == [{"hex": end.hex()} for end in ends]
    tails = [bytes(END - len(end)) + end for end in ends]
    read = ask([call("zip_records.js", "readEnd", tail) for tail in tails])
    assert read == [{"count": 1, "size": one, "offset": place} for place in places]


def test_the_number_of_files_is_written_in_either_width() -> None:
    most = 2**16 - 1
    for count in (most, most + 1):
        table = directory([0] * count, 0, 0)
        size = table.rindex(b"PK\x06\x06") if count > most else table.rindex(b"PK\x05\x06")
        [end] = ask([call("zip_records.js", "endRecords", count, size, 0)])
        assert end == {"hex": table[size:].hex()}
        [read] = ask([call("zip_records.js", "readEnd", table[-END:])])
        assert read == {"count": count, "size": size, "offset": 0}


def test_what_is_no_record_is_none() -> None:
    record = directory([0], 0, 0)
    cases = [b"", record[:45], b"x" + record[1:]]
    assert ask([call("zip_records.js", "readCentralRecord", case) for case in cases]) == [None] * 3
    assert ask([call("zip_records.js", "readEnd", record[-21:])]) == [None]
