"""Opens the county for a command, and puts into one sentence why that, or the command, failed."""

import re
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from pydantic import ValidationError

from application.audit.refusal import Refused
from application.errors import CommandRefused, StoreDamaged, StoreUnavailable
from application.event_store.database import Database
from application.event_store.driver_errors import DRIVER_ERRORS, cause_in_database
from application.migrations import is_current
from domain.errors import RuleViolation
from interfaces.bootstrap import System, open_system, running_system
from interfaces.causes import cause_of
from interfaces.cli.refusal import ExitCode, Refusal, wrong_usage
from interfaces.settings import Settings

DATABASE_URL = re.compile(
    r"""sqlite:///.+
    |   postgresql\+psycopg://
        ([^@/]*@)?                      # who
        (\[[0-9a-fA-F:]+\]|[^:@/?\#]*)  # where
        (:\d+)?
        ([/?].*)?""",
    re.VERBOSE,
)
RULES = {
    "port": "应为1至65535之间的整数",
    "database_schema": "应以小写字母或下划线开头,只含小写字母、数字和下划线,至多63个",
    "tick": "应为true或者false",
    "largest_body": "应为不小于1024的整数",
}
NOT_CURRENT = "数据库尚未建立,或者不是本版本的结构;请先运行zhuoluo migrate"


def read_settings() -> Settings:
    """Return the settings, or refuse the first that cannot be."""
    try:
        settings = Settings()
    except ValidationError as error:
        name = str(error.errors()[0]["loc"][0])
        rule = RULES.get(name, "不符合要求")
        raise wrong_usage(f"环境变量ZHUOLUO_{name.upper()}{rule}") from None
    for name, value in settings:
        if value == Path():
            raise wrong_usage(f"环境变量ZHUOLUO_{name.upper()}应为文件,不能为空")
    file = settings.database_file
    if not DATABASE_URL.fullmatch(settings.database_url) or (file and not file.name):
        raise wrong_usage(
            "环境变量ZHUOLUO_DATABASE_URL应为sqlite:///文件路径,或者postgresql+psycopg://…"
        )
    if not DATABASE_URL.fullmatch(settings.key_store_url):
        raise wrong_usage(
            "环境变量ZHUOLUO_KEY_STORE应为sqlite:///文件路径,或者postgresql+psycopg://…"
        )
    return settings


@contextmanager
def one_sentence() -> Generator[None]:
    """Turn what a command may fail with into a refusal; anything else is a mistake of ours."""
    try:
        yield
    except (CommandRefused, RuleViolation) as refusal:
        raise Refusal(refusal.detail) from refusal
    except Refused as refused:
        raise Refusal(refused.chinese) from refused
    except (StoreUnavailable, StoreDamaged) as error:
        raise Refusal(str(error), ExitCode.UNAVAILABLE) from error
    except DRIVER_ERRORS as error:
        reason = cause_in_database(error)
        raise Refusal(f"数据库不可用:{reason}", ExitCode.UNAVAILABLE) from error
    except BrokenPipeError:
        raise  # whoever reads what is printed has read enough
    except OSError as error:
        raise Refusal(said_of_file(error)) from error


def said_of_file(error: OSError) -> str:
    """Say which file could not be read or written, and why."""
    place = f"{error.filename}:" if error.filename else ""
    return f"文件无法读写:{place}{cause_of(error)}"


@contextmanager
def open_database(settings: Settings) -> Generator[Database]:
    """Open the database alone, whatever schema it has, and close it afterwards."""
    with one_sentence():
        database = Database(settings.database_url, schema=settings.database_schema)
        try:
            yield database
        finally:
            database.close()


@contextmanager
def open_county(
    settings: Settings | None = None, opening: Callable[[Settings], System] = open_system
) -> Generator[System]:
    """Open the county and close it afterwards; its database must be there and up to date."""
    settings = settings or read_settings()
    file = settings.database_file
    if file is not None and not file.exists():
        raise Refusal(f"没有数据库文件{file};请先运行zhuoluo migrate", ExitCode.UNAVAILABLE)
    with one_sentence(), running_system(settings, opening) as system:
        if not is_current(system.database):
            raise Refusal(NOT_CURRENT, ExitCode.UNAVAILABLE)
        yield system
