"""The short files that commands read and write, and what stands in their way in one sentence."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from interfaces.causes import cause_of
from interfaces.cli.refusal import Refusal
from interfaces.durable_file import write_new
from interfaces.own_files import is_own
from interfaces.settings import Settings


def read_file(path: Path, longest: int) -> bytes:
    """Read a file that should be short; one byte too many is left for its reader to refuse."""
    try:
        with path.open("rb") as file:
            return file.read(longest + 1)
    except OSError as error:
        raise Refusal(f"无法读取{path}:{cause_of(error)}") from error


def write_file(path: Path, data: bytes) -> None:
    """Write a file anew; refuse to replace one."""
    with written(path):
        write_new(path, data)


@contextmanager
def written(path: Path) -> Generator[None]:
    """Turn what a file cannot be written for into a refusal."""
    try:
        yield
    except FileExistsError:
        raise _there(path) from None
    except BlockingIOError:
        raise Refusal(f"另一个进程正在写{path}") from None
    except OSError as error:
        raise Refusal(f"无法写入{path}:{cause_of(error)}") from error


def require_new(path: Path) -> None:
    """Refuse a file that is there already, before anything is done that leads to it."""
    if path.exists():
        raise _there(path)


def require_foreign(path: Path, settings: Settings) -> None:
    """Refuse a place that is the database's, the key store's or the wrapping key's."""
    if is_own(path, settings):
        raise Refusal(f"{path}是数据库、密钥库或者主密钥所用的文件名,请另写一个")


def _there(path: Path) -> Refusal:
    return Refusal(f"文件{path}已存在,不覆盖")
