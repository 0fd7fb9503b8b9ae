"""Commands about witnesses: those the operator gives, and those a witness gives elsewhere."""

from pathlib import Path
from typing import Annotated

import typer

from interfaces.cli.chinese import group_of
from interfaces.cli.log import KeyFile, Output, Picture, Policy

WitnessName = Annotated[str, typer.Argument(metavar="见证方", help="策略文件里的名称")]
Request = Annotated[Path, typer.Argument(metavar="文件", help="见证请求")]
Answer = Annotated[Path, typer.Argument(metavar="文件", help="见证方交回的文件")]
Memory = Annotated[Path, typer.Option("--memory", metavar="文件", help="记住上次见证到哪里的文件")]
Log = Annotated[str, typer.Option(metavar="公钥", help="所见证日志的公钥,即策略文件log行所写的")]
Old = Annotated[
    int | None,
    typer.Option(
        metavar="条", min=0, help="从多少条接续;见证方答复上次见过多少条、与登记的不同时使用"
    ),
]
Host = Annotated[str, typer.Option(metavar="地址", help="监听地址")]
Port = Annotated[int, typer.Option(metavar="端口", help="监听端口")]


def request(
    witness: WitnessName,
    output: Output,
    policy: Policy = None,
    qr: Picture = None,
    old: Old = None,
) -> None:
    """写出交给见证方的请求,可以拷盘或者印成二维码带过去."""
    from interfaces.cli import witnesses  # noqa: PLC0415  heavy

    witnesses.write_request(witness, output, policy, witnesses.Wanted(qr, old))


def keep(file: Answer, policy: Policy = None) -> None:
    """收下见证方交回的文件,核对后登记其见证."""
    from interfaces.cli import witnesses  # noqa: PLC0415  heavy

    witnesses.keep(file, policy)


def send(policy: Policy = None) -> None:
    """把最近的检查点送给策略文件里有网址的各见证方."""
    from interfaces.cli import witnesses  # noqa: PLC0415  heavy

    witnesses.send(policy)


def sign(file: Request, key: KeyFile, memory: Memory, log: Log, output: Output) -> None:
    """见证方使用:核对请求与上次见过的相接续,加上见证签名;不需要数据库."""
    from interfaces.cli import witness_desk  # noqa: PLC0415  heavy

    witness_desk.sign(file, witness_desk.Desk(key, memory, log), output)


def serve(
    key: KeyFile, memory: Memory, log: Log, host: Host = "127.0.0.1", port: Port = 8010
) -> None:
    """见证方使用:启动见证服务,接受网上送来的请求;按Ctrl+C停止."""
    from interfaces.cli import witness_desk  # noqa: PLC0415  heavy

    witness_desk.serve(witness_desk.Desk(key, memory, log), host, port)


app = group_of(
    {"request": request, "keep": keep, "send": send, "sign": sign, "serve": serve},
    "日志的见证:本单位送出、收回,见证方核对、签名。",
)
