"""Commands about the audit export: make one, and check one that came from anywhere."""

from pathlib import Path
from typing import Annotated

import typer

from interfaces.cli.options import AsJson, AsOf, KeptLeaves, KnownAt

Days = Annotated[
    str, typer.Option(metavar="起..止", help="期间,首尾两天都含,如2015-01-01..2015-12-31")
]
Output = Annotated[Path, typer.Option("--output", "-o", metavar="文件", help="写到哪个文件")]
Replace = Annotated[bool, typer.Option("--force", metavar="", help="文件已存在时覆盖")]
Bundle = Annotated[Path, typer.Argument(metavar="文件", help="审计导出包")]
PartKind = Annotated[
    str, typer.Argument(metavar="opinion|task|commitment|unit", help="意见、任务、承诺或者单位")
]
PartKey = Annotated[str, typer.Argument(metavar="编号", help="事项的编号,或者单位的代码")]
Policy = Annotated[Path | None, typer.Option(metavar="文件", help="自带的公钥和法定数,不用包内的")]
Checkpoints = Annotated[
    list[Path] | None, typer.Option(metavar="文件", help="留存的检查点,可以给出多个")
]
Receipts = Annotated[
    list[Path] | None, typer.Option(metavar="文件", help="留存的回执,可以给出多个")
]


def export(
    period: Days,
    output: Output,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    force: Replace = False,
    as_json: AsJson = False,
) -> None:
    """导出审计包.

    期间、截至日期和日志序号相同的,台账、比率和事件逐字节相同;
    签名、见证、页脚首部和可以公开的姓名按导出时.
    """
    from interfaces.cli import bundles  # noqa: PLC0415  heavy

    asked = bundles.Asked(period, as_of, known_at)
    bundles.write(asked, output, force=force, as_json=as_json)


def export_part(kind: PartKind, key: PartKey, output: Output, force: Replace = False) -> None:
    """导出一件事项或者一个单位的办理记录,逐条证明在已签署的日志之中.

    意见的连同为它制定的整改方案和任务;只答复其他意见的措施,不给出责任人姓名的原文.
    """
    from interfaces.cli import bundles  # noqa: PLC0415  heavy

    bundles.write_part(kind, key, output, force=force)


def check_export(
    bundle: Bundle,
    policy: Policy = None,
    checkpoint: Checkpoints = None,
    receipt: Receipts = None,
    leaf: KeptLeaves = None,
    as_json: AsJson = False,
) -> None:
    """核验审计包,与包内verify.py是同一程序;不通过时指出第一个不符的文件、行或事件."""
    from interfaces.cli import bundles  # noqa: PLC0415  heavy

    kept = bundles.Kept(policy, checkpoint or (), receipt or (), leaf or ())
    bundles.check(bundle, kept, as_json=as_json)
