"""Commands that set a county up and keep it running."""

from pathlib import Path
from typing import Annotated

import typer

from interfaces.cli.options import UnitCode

Host = Annotated[
    str | None,
    typer.Option(metavar="地址", help="监听地址;开发模式没有登录,只能是本机;缺省取自设置"),
]
Port = Annotated[
    int | None, typer.Option(metavar="端口", help="监听端口,0为任一空闲端口;缺省取自设置")
]
WithSample = Annotated[
    bool, typer.Option("--with-sample", metavar="", help="数据库为空时载入示例县")
]

WhatOfCalendar = Annotated[
    str,
    typer.Argument(metavar="[list|publish]", help="列出已登记的年度,或者登记文件中的通知"),
]
NoticeFile = Annotated[
    Path | None,
    typer.Argument(
        metavar="[文件]",
        help="YAML文件,写明年度、文号、日期、出处、放假、上班;调整已登记年度的另写原因",
    ),
]
CopyTo = Annotated[Path, typer.Option("--output", "-o", metavar="文件", help="写到哪个文件")]
BackupFile = Annotated[
    Path, typer.Argument(metavar="文件", help="写到哪个文件,不覆盖已有的;仅属主可读")
]
CopyFile = Annotated[Path, typer.Argument(metavar="文件", help="copy-log写的副本")]
ActorName = Annotated[str | None, typer.Option("--actor", metavar="姓名", help="办理人")]


def serve(host: Host = None, port: Port = None, with_sample: WithSample = False) -> None:
    """更新数据库结构并启动服务,每天零点后定时催办、落实对个人信息的决定;按Ctrl+C停止."""
    from interfaces.cli import server  # noqa: PLC0415  heavy

    server.serve(host, port, with_sample=with_sample)


def migrate() -> None:
    """建立数据库,或者把数据库结构更新到本版本."""
    from interfaces.cli import upkeep  # noqa: PLC0415  heavy

    upkeep.migrate()


def rebuild() -> None:
    """按事件重新生成全部台账;其间照常查询和办理,只在最后换上新台账时办理稍候."""
    from interfaces.cli import upkeep  # noqa: PLC0415  heavy

    upkeep.rebuild()


def load_sample() -> None:
    """把示例县载入空的数据库."""
    from interfaces.cli import upkeep  # noqa: PLC0415  heavy

    upkeep.load_sample()


def backup(file: BackupFile) -> None:
    """备份SQLite数据库的全部内容,不必停止办理;开始以前答复过的办理都在其中."""
    from interfaces.cli import copies  # noqa: PLC0415  heavy

    copies.back_up_to(file)


def copy_log(output: CopyTo) -> None:
    """复制事件和日志,供永久保存;不含台账和密钥,姓名都是密封的."""
    from interfaces.cli import copies  # noqa: PLC0415  heavy

    copies.write(output)


def restore_log(file: CopyFile) -> None:
    """把副本恢复到空的数据库,并重新生成台账;先恢复密钥库和主密钥,再运行migrate."""
    from interfaces.cli import copies  # noqa: PLC0415  heavy

    copies.restore(file)


def calendar(
    what: WhatOfCalendar = "list",
    file: NoticeFile = None,
    actor: ActorName = None,
    unit: UnitCode = None,
) -> None:
    """节假日安排:列出已登记的年度,或者登记国务院的通知."""
    from interfaces.cli import calendars  # noqa: PLC0415  heavy

    calendars.calendar(what, file, actor, unit)
