"""The command ``zhuoluo``. Commands import what they need when they run: ``--help`` is instant."""

from collections.abc import Callable

import typer

from interfaces.cli import (
    delivering,
    erasure,
    exporting,
    log,
    person,
    reading,
    serving,
    ticking,
    witness,
)
from interfaces.cli.chinese import ChineseGroup, add_commands
from interfaces.cli.refusal import EXIT_CODES

HELP = f"""着落:人大监督意见从提出到销号的全程办理与监督。

{EXIT_CODES}
"""

SETTINGS = """\
设置取自环境变量:ZHUOLUO_DATABASE_URL 数据库地址,缺省为sqlite:///zhuoluo.db;
ZHUOLUO_DATABASE_SCHEMA PostgreSQL模式名,缺省为zhuoluo;
ZHUOLUO_KEY_STORE 个人信息的密钥库,缺省在数据库旁边;
ZHUOLUO_WRAPPING_KEY 打开密钥库的主密钥文件,缺省在数据库旁边;
ZHUOLUO_COUNTY 县名,印在导出文件上;
ZHUOLUO_HOST、ZHUOLUO_PORT 监听的地址和端口;
ZHUOLUO_LARGEST_BODY 请求内容最多多少字节;
ZHUOLUO_TICK 服务是否每天定时催办、落实对个人信息的决定,缺省为true;改由定时器去做的,设为false;
ZHUOLUO_LOG_POLICY 日志公钥、见证方和法定数的策略文件,缺省为没有;
ZHUOLUO_NOTIFICATIONS 通知的设置文件,缺省为不发通知。"""

COMMANDS: dict[str, Callable[..., None]] = {
    "serve": serving.serve,
    "migrate": serving.migrate,
    "rebuild": serving.rebuild,
    "backup": serving.backup,
    "copy-log": serving.copy_log,
    "restore-log": serving.restore_log,
    "load-sample": serving.load_sample,
    "tick": ticking.tick,
    "ledger": reading.ledger,
    "rates": reading.rates,
    "timeline": reading.timeline,
    "profiles": reading.profiles,
    "calendar": serving.calendar,
    "export": exporting.export,
    "export-part": exporting.export_part,
    "check-export": exporting.check_export,
    "verify": log.verify,
    "log-key": log.log_key,
    "signer": log.signer,
    "log-rotate": log.log_rotate,
    "checkpoint": log.checkpoint,
    "prove": log.prove,
    "receipt": log.receipt,
    "check-receipt": log.check_receipt,
    "deliver": delivering.deliver,
    "deliveries": delivering.deliveries,
    "resend": delivering.resend,
}

app = typer.Typer(
    name="zhuoluo",
    help=HELP,
    epilog=SETTINGS.replace("\n", "\n\n"),
    cls=ChineseGroup,
    options_metavar="[选项]",
    subcommand_metavar="命令 [参数]",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
)
add_commands(app, COMMANDS)
for name, group in {"witness": witness.app, "person": person.app, "erase": erasure.app}.items():
    app.add_typer(group, name=name)


def main() -> None:
    """Run the command line."""
    app()
