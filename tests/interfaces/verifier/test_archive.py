"""Reading the ZIP of a bundle: every bit of it is as it is written, or it is refused."""

import io
import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest

from interfaces.documents.stored_zip import (
    ArchiveWriter,
    Stored,
    descriptor,
    directory,
    directory_end,
    directory_entry,
    local_header,
    stored_length,
)
from interfaces.verifier import archive as archive_module
from interfaces.verifier.archive import opened_archive
from interfaces.verifier.bundle_check import check_bundle
from interfaces.verifier.finding import Fault, Finding
from interfaces.verifier.verdict import Verdict
from tests.interfaces.documents.bundles import (
    PATHS,
    contents,
    rezipped,
    table_of_contents,
    unzipped,
    verdict_on,
)

SOUND = contents()
DIRECTORY = table_of_contents(SOUND)


def assert_refused(verdict: Verdict, fault: Fault, path: str | None) -> None:
    assert (verdict.ok, verdict.problem, verdict.path) == (False, fault, path)
    assert verdict.chinese.isprintable()
    assert verdict.english.isprintable()


def set_at(place: int, value: bytes) -> bytes:
    return SOUND[:place] + value + SOUND[place + len(value) :]


def written(files: list[tuple[str, bytes]], method: int) -> bytes:
    """Zip with the standard library into what cannot be sought, as streams are."""

    class Stream(io.RawIOBase):
        def __init__(self) -> None:
            self.data = b""

        def writable(self) -> bool:
            return True

        def write(self, data: Any, /) -> int:
            self.data += bytes(data)
            return len(data)

    stream = Stream()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for path, data in files:
            info = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr, info.compress_type = 3, 0o100644 << 16, method
            with archive.open(info, "w", force_zip64=True) as member:
                member.write(data)
    return stream.data


def test_the_archive_is_what_the_standard_library_would_write() -> None:
    assert written(unzipped(SOUND), zipfile.ZIP_STORED) == SOUND


class FarOut(io.BytesIO):
    """Stands where a long file would end, without the file."""

    before = 0

    def seek(self, _offset: int, _whence: int = 0, /) -> int:
        return self.tell()

    def tell(self) -> int:
        return self.before + super().tell()


def test_records_of_large_archives_are_those_of_the_standard_library() -> None:
    files = [Stored("甲", 5 * 2**30, 7), Stored("b", 1, 2), Stored("c", 2**31, 3)]
    expected = FarOut()
    with zipfile.ZipFile(expected, "w") as archive:
        offset = 0
        for file in files:
            info = zipfile.ZipInfo(file.path, (1980, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr = 3, 0o100644 << 16
            info.flag_bits, info.CRC, info.header_offset = 0x08, file.crc, offset
            info.file_size = info.compress_size = file.size
            info.create_version = info.extract_version = 45
            archive.filelist.append(info)
            offset += len(local_header(file.path)) + file.size + 24
        archive.start_dir, archive._didModify = offset, True  # type: ignore[attr-defined]
        expected.before = offset
    assert directory(files) == expected.getvalue()


def test_a_directory_of_many_files_is_written_in_64_bits() -> None:
    assert directory_end(2**16, 10, 10).startswith(b"PK\x06\x06")
    assert directory_end(2**16 - 1, 10, 10).startswith(b"PK\x05\x06")


def test_an_archive_with_a_directory_in_64_bits_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("interfaces.documents.stored_zip._PLAIN_LIMIT", 100)
    monkeypatch.setattr(archive_module, "READ_AT_ONCE", 150)
    files = [("a", b"x" * 200), ("乙", b"y" * 300), ("c", b"")]
    path = tmp_path / "wide.zip"
    path.write_bytes(rezipped(files))
    with opened_archive(path) as archive:
        assert [(each, archive.read(each, len(data))) for each, data in files] == files
        assert list(archive) == [each for each, _ in files]
    with zipfile.ZipFile(path) as opened:
        assert opened.testzip() is None


def test_an_archive_of_more_than_32_bits_is_read(tmp_path: Path) -> None:
    long, short = Stored("甲", 2**32 + 5, 0), Stored("b", 0, 0)
    path = tmp_path / "long.zip"
    with path.open("wb") as file:
        file.write(local_header(long.path))
        file.seek(long.size, io.SEEK_CUR)  # a hole, which takes no room
        file.write(descriptor(long.size, long.crc))
        file.write(local_header(short.path) + descriptor(0, 0) + directory([long, short]))
    with opened_archive(path) as archive:
        assert {each: archive.size_of(each) for each in archive} == {"甲": 2**32 + 5, "b": 0}
        assert archive.read("b", 0) == b""


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_packed_file_is_refused(method: int, tmp_path: Path) -> None:
    packed = written(unzipped(SOUND), method)
    assert_refused(verdict_on(packed, tmp_path), Fault.DAMAGED_FILE, PATHS[0])


@pytest.mark.parametrize(
    ("path", "shown"),
    [("../x", "../x"), ("/etc/x", "/etc/x"), ("a\\b", "a\\b"), ("C:x", "C:x"),
     ("ledgers/", "ledgers/"), ("a\x1b[31m", "a\\x1b[31m"), ("\u202ex", "\\u202ex"),
     ("a" * 999, "a" * 400 + "…")],
    ids=ascii,
)  # fmt: skip
def test_a_name_that_leads_elsewhere_is_refused(path: str, shown: str, tmp_path: Path) -> None:
    verdict = verdict_on(rezipped([(path, b""), *unzipped(SOUND)]), tmp_path)
    assert_refused(verdict, Fault.UNSAFE_NAME, shown)


def test_a_name_with_a_hidden_end_is_refused(tmp_path: Path) -> None:
    hidden = SOUND.replace(b"rates.json", b"rates\0json")
    assert verdict_on(hidden, tmp_path).problem is Fault.UNSAFE_NAME


def test_a_name_that_is_no_text_is_refused(tmp_path: Path) -> None:
    spoiled = SOUND.replace(b"rates.json", b"rates\xffjson")
    assert_refused(verdict_on(spoiled, tmp_path), Fault.NOT_AN_ARCHIVE, None)


@pytest.mark.parametrize("path", PATHS)
def test_damage_inside_a_file_names_it(path: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(SOUND)) as archive:
        info = archive.getinfo(path)
    header = info.header_offset
    begin = header + len(local_header(path))
    end = begin + info.file_size
    for offset in (header + 10, header + 35, begin, (begin + end) // 2, end, end + 23):
        damaged = set_at(offset, bytes([SOUND[offset] ^ 0xFF]))
        verdict = verdict_on(damaged, tmp_path)
        assert (verdict.ok, verdict.path) == (False, path)


def test_a_wrong_checksum_is_noticed_before_the_last_block_is_used(tmp_path: Path) -> None:
    path = tmp_path / "bundle.zip"
    path.write_bytes(SOUND.replace(b'{\n "rates": []\n}\n', b'{\n "rates": [1]}\n'))
    with opened_archive(path) as archive, pytest.raises(Finding) as found:
        list(archive.blocks("rates.json"))
    assert (found.value.code, found.value.path) == (Fault.DAMAGED_FILE, "rates.json")


def test_a_wrong_checksum_of_an_empty_file_is_noticed(tmp_path: Path) -> None:
    writer = ArchiveWriter()
    data = b"".join(writer.file("a", []))
    path = tmp_path / "bundle.zip"
    forged = data[:-20] + b"\1" + data[-19:] + directory([Stored("a", 0, 1)])
    path.write_bytes(forged)
    with opened_archive(path) as archive, pytest.raises(Finding):
        list(archive.blocks("a"))


def test_a_truncated_bundle_is_refused_wherever_it_ends(tmp_path: Path) -> None:
    for length in range(0, len(SOUND), 37):
        assert_refused(verdict_on(SOUND[:length], tmp_path), Fault.NOT_AN_ARCHIVE, None)


@pytest.mark.parametrize(
    "spoiled",
    [b"", b"\n", b"%PDF-1.7", b"PK\x05\x06", SOUND + b"x", b"x" + SOUND,
     SOUND[:-2] + b"\x01\0x", b"PK\x06\x07".rjust(60) + SOUND[-22:],
     SOUND[:DIRECTORY] + SOUND[DIRECTORY + 46 :], SOUND + SOUND[-22:],
     SOUND[:-22] + directory_end(6, 10, 2**64 - 11)[:-22] + SOUND[-22:]],
    ids=range(11),
)  # fmt: skip
def test_what_is_not_one_plain_zip_is_refused(spoiled: bytes, tmp_path: Path) -> None:
    assert_refused(verdict_on(spoiled, tmp_path), Fault.NOT_AN_ARCHIVE, None)


def with_entry(entry: bytes) -> bytes:
    """Return an archive of one empty file whose table of contents holds this record."""
    before = local_header("a") + descriptor(0, 0)
    return before + entry + directory_end(1, len(entry), len(before))


def test_a_record_that_ends_early_or_late_is_refused(tmp_path: Path) -> None:
    entry = directory_entry(Stored("a", 0, 0), 0)
    assert verdict_on(with_entry(entry), tmp_path).problem is Fault.MISSING_FILE
    assert_refused(verdict_on(with_entry(entry[:45]), tmp_path), Fault.NOT_AN_ARCHIVE, None)
    more = entry[:30] + struct.pack("<H", 99) + entry[32:] + bytes(99)
    assert_refused(verdict_on(with_entry(more), tmp_path), Fault.DAMAGED_FILE, "a")


def test_an_archive_of_no_file_is_read(tmp_path: Path) -> None:
    assert_refused(verdict_on(rezipped([]), tmp_path), Fault.MISSING_FILE, "manifest.json")


@pytest.mark.parametrize("at", [-12, -8, -5, -1])
def test_an_end_that_states_something_else_is_refused(at: int, tmp_path: Path) -> None:
    place = len(SOUND) + at
    damaged = set_at(place, bytes([SOUND[place] ^ 1]))
    assert_refused(verdict_on(damaged, tmp_path), Fault.NOT_AN_ARCHIVE, None)


def test_something_before_the_first_file_is_refused(tmp_path: Path) -> None:
    files = [Stored(path, len(data), 0) for path, data in unzipped(SOUND)]
    table, at = b"", 1
    for file in files:
        table += directory_entry(file, at)
        at += stored_length(file)
    moved = b"x" + SOUND[:DIRECTORY] + table
    moved += directory_end(len(files), len(table), DIRECTORY + 1)
    verdict = verdict_on(moved, tmp_path)
    assert_refused(verdict, Fault.NOT_AN_ARCHIVE, None)
    assert verdict.chinese == "核验不通过:导出包:压缩包前面夹带了其他内容。"
    assert verdict.english == "Refused: the bundle: something precedes the archive."


@pytest.mark.parametrize("size", [DIRECTORY, 2**64 - 1])
def test_files_that_share_their_bytes_are_refused(size: int, tmp_path: Path) -> None:
    overlapping = with_entry(directory_entry(Stored("a", size, 0), 0))
    verdict = verdict_on(overlapping, tmp_path)
    assert_refused(verdict, Fault.TOO_LARGE, None)
    assert verdict.chinese == "核验不通过:导出包:压缩包内各文件互相重叠。"
    assert verdict.english == "Refused: the bundle: its files overlap."


def test_a_size_said_to_stand_elsewhere_and_not_there_is_refused(tmp_path: Path) -> None:
    wide = set_at(DIRECTORY + 20, struct.pack("<2L", 2**32 - 1, 2**32 - 1))
    assert_refused(verdict_on(wide, tmp_path), Fault.DAMAGED_FILE, PATHS[0])


@pytest.mark.parametrize("offset", [1, 2**31, 2**32 - 1])
def test_a_file_said_to_lie_elsewhere_is_named(offset: int, tmp_path: Path) -> None:
    second = SOUND.index(b"PK\x01\x02", DIRECTORY + 1)
    moved = set_at(second + 42, struct.pack("<L", offset))
    assert_refused(verdict_on(moved, tmp_path), Fault.DAMAGED_FILE, PATHS[1])


def test_an_empty_file_said_to_lie_elsewhere_is_named(tmp_path: Path) -> None:
    first, second = Stored("a", 0, 0), Stored("b", 0, 0)
    table = directory_entry(first, 0) + directory_entry(second, 1)
    data = b"".join(local_header(each.path) + descriptor(0, 0) for each in (first, second))
    moved = data + table + directory_end(2, len(table), len(data))
    assert_refused(verdict_on(moved, tmp_path), Fault.DAMAGED_FILE, "b")


def test_a_table_of_contents_too_large_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = len(SOUND) - 22 - DIRECTORY
    monkeypatch.setattr(archive_module, "LARGEST_DIRECTORY", size)
    assert verdict_on(SOUND, tmp_path).ok
    monkeypatch.setattr(archive_module, "LARGEST_DIRECTORY", size - 1)
    assert_refused(verdict_on(SOUND, tmp_path), Fault.NOT_AN_ARCHIVE, None)


def test_what_cannot_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert_refused(check_bundle(tmp_path), Fault.UNREADABLE, None)
    assert_refused(check_bundle(tmp_path / "none.zip"), Fault.UNREADABLE, None)
    assert_refused(check_bundle(Path("a\0b")), Fault.UNREADABLE, None)

    def closed(*_: object) -> None:
        raise PermissionError

    (tmp_path / "closed.zip").write_bytes(SOUND)
    monkeypatch.setattr(Path, "open", closed)
    assert_refused(check_bundle(tmp_path / "closed.zip"), Fault.UNREADABLE, None)


def test_a_disk_that_fails_while_reading_is_a_verdict(tmp_path: Path) -> None:
    path = tmp_path / "bundle.zip"
    path.write_bytes(SOUND)
    with opened_archive(path) as archive:
        archive._file = FailingFile()
        with pytest.raises(Finding) as found:
            list(archive.blocks("rates.json"))
    assert found.value.code == Fault.UNREADABLE
    assert (found.value.chinese, found.value.english) == ("无法读取", "cannot be read")


class FailingFile(io.BytesIO):
    def read(self, size: int | None = -1, /) -> bytes:
        raise OSError(size)
