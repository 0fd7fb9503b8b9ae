"""Commands that set a county up and keep it running."""

from typing import Annotated

import typer

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


def serve(host: Host = None, port: Port = None, with_sample: WithSample = False) -> None:
    """更新数据库结构并启动服务;按Ctrl+C停止."""
    from interfaces.cli import server  # noqa: PLC0415  heavy

    server.serve(host, port, with_sample=with_sample)


def migrate() -> None:
    """建立数据库,或者把数据库结构更新到本版本."""
    from interfaces.cli import upkeep  # noqa: PLC0415  heavy

    upkeep.migrate()


def rebuild() -> None:
    """清空全部台账并按事件重新生成;生成期间可以查询,办理须等待."""
    from interfaces.cli import upkeep  # noqa: PLC0415  heavy

    upkeep.rebuild()


def load_sample() -> None:
    """把示例县载入空的数据库."""
    from interfaces.cli import upkeep  # noqa: PLC0415  heavy

    upkeep.load_sample()
