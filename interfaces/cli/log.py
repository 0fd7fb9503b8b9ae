"""Commands about the tamper-evident log: keys, signing, receipts, and the check of the store."""

from pathlib import Path
from typing import Annotated

import typer

from interfaces.cli.options import AsJson, KeptLeaves

LARGEST_SEQUENCE = 2**63 - 1

KeyName = Annotated[
    str,
    typer.Argument(metavar="名称", help="签名所用的名称,如rd.某县.cn/zhuoluo/2026,不含空格和加号"),
]
KeyFile = Annotated[Path, typer.Option("--key", metavar="文件", help="私钥文件,仅属主可读")]
NewKey = Annotated[Path, typer.Option("--key", metavar="文件", help="写到哪个文件,不覆盖已有的")]
Memory = Annotated[
    Path,
    typer.Option("--memory", metavar="文件", help="记住上次签署到哪里的文件,不放在数据库旁边"),
]
ForWitness = Annotated[bool, typer.Option("--witness", metavar="", help="见证方的密钥")]
Every = Annotated[int, typer.Option(metavar="秒", min=1, help="至多隔多久签署一次")]
Batch = Annotated[int, typer.Option(metavar="条", min=1, help="满多少条新事件就签署")]
Once = Annotated[bool, typer.Option("--once", metavar="", help="现在签署一次就结束")]
WithSm3 = Annotated[
    bool,
    typer.Option("--sm3", metavar="", help="检查点另载国密SM3算法的根哈希;一经开始,以后都有"),
]
Picture = Annotated[
    Path | None, typer.Option("--qr", metavar="文件", help="另存为二维码图片(.svg或.png)")
]
Raw = Annotated[bool, typer.Option("--note", metavar="", help="只输出签名文本,供保存")]
NewLogKey = Annotated[
    Path, typer.Option("--new-key", metavar="文件", help="新日志的私钥文件,由log-key生成")
]
NewMemory = Annotated[
    Path, typer.Option("--new-memory", metavar="文件", help="新日志的签署记录文件,尚不存在")
]
WhichLog = Annotated[
    str | None,
    typer.Option("--log", metavar="名称", help="哪一个日志,写名称或者第几个;缺省为现用的"),
]
Sequence = Annotated[
    int,
    typer.Argument(metavar="序号", min=1, max=LARGEST_SEQUENCE, help="日志序号,即X-Sequence"),
]
Output = Annotated[Path, typer.Option("--output", "-o", metavar="文件", help="写到哪个文件")]
Receipt = Annotated[Path, typer.Argument(metavar="文件", help="回执文件")]
Policy = Annotated[
    Path | None,
    typer.Option(metavar="文件", help="策略文件;缺省为环境变量ZHUOLUO_LOG_POLICY所指的"),
]
First = Annotated[int, typer.Argument(metavar="较早", min=0, help="较早的记录总数")]
Second = Annotated[int, typer.Argument(metavar="较晚", min=0, help="较晚的记录总数")]


def log_key(name: KeyName, key: NewKey, witness: ForWitness = False) -> None:
    """生成签署日志或者见证的密钥,并显示其公钥."""
    from interfaces.cli import log_heads  # noqa: PLC0415  heavy

    log_heads.make(name, key, for_witness=witness)


def signer(
    key: KeyFile,
    memory: Memory,
    every: Every = 60,
    batch: Batch = 100,
    once: Once = False,
    sm3: WithSm3 = False,
) -> None:
    """签署日志的增长,直到停止;只签署与上次签署相接续的日志."""
    from interfaces.cli import log_signing  # noqa: PLC0415  heavy

    pace = log_signing.Pace(every, batch)
    log_signing.sign(key, memory, pace, once=once, with_sm3=sm3)


def log_rotate(
    memory: Memory,
    new_key: NewLogKey,
    new_memory: NewMemory,
    policy: Policy = None,
) -> None:
    """更换签署密钥:以旧日志的最后一个检查点开始新日志;中断后再次运行即接着做完."""
    from interfaces.cli import log_rotating  # noqa: PLC0415  heavy

    log_rotating.rotate(memory, log_rotating.Hand(new_key, new_memory), policy)


def checkpoint(note: Raw = False, qr: Picture = None, log: WhichLog = None) -> None:
    """显示最近签署的检查点,连同可抄写、可念读的首部."""
    from interfaces.cli import log_heads  # noqa: PLC0415  heavy

    log_heads.show(log, qr, raw=note)


def prove(first: First, second: Second, log: WhichLog = None) -> None:
    """给出证明:前若干条是后若干条的开头,其间没有改动."""
    from interfaces.cli import log_heads  # noqa: PLC0415  heavy

    log_heads.prove(log, first, second)


def receipt(sequence: Sequence, output: Output) -> None:
    """取一条事件的回执;凭它可以离线证明这条事件确已记录."""
    from interfaces.cli import log_heads  # noqa: PLC0415  heavy

    log_heads.write_receipt(sequence, output)


def check_receipt(file: Receipt, policy: Policy = None, as_json: AsJson = False) -> None:
    """离线核验回执,不需要数据库."""
    from interfaces.cli import log_heads  # noqa: PLC0415  heavy

    log_heads.check(file, policy, as_json=as_json)


def verify(policy: Policy = None, leaf: KeptLeaves = None, as_json: AsJson = False) -> None:
    """核验整个数据库:结构、每条事件、哈希树和每个检查点."""
    from interfaces.cli import log_heads  # noqa: PLC0415  heavy

    log_heads.verify(policy, leaf or (), as_json=as_json)
