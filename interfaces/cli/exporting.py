"""Commands about the audit export: make one, and check one that came from anywhere."""

from pathlib import Path
from typing import Annotated

import typer

from interfaces.cli.options import AsJson, AsOf, KnownAt

Days = Annotated[
    str, typer.Option(metavar="起..止", help="期间,首尾两天都含,如2015-01-01..2015-12-31")
]
Output = Annotated[Path, typer.Option("--output", "-o", metavar="文件", help="写到哪个文件")]
Replace = Annotated[bool, typer.Option("--force", metavar="", help="文件已存在时覆盖")]
Bundle = Annotated[Path, typer.Argument(metavar="文件", help="审计导出包")]


def export(
    period: Days,
    output: Output,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    force: Replace = False,
    as_json: AsJson = False,
) -> None:
    """导出审计包;期间、截至日期和日志序号相同,所得文件逐字节相同."""
    from interfaces.cli import bundles  # noqa: PLC0415  heavy

    asked = bundles.Asked(period, as_of, known_at)
    bundles.write(asked, output, force=force, as_json=as_json)


def check_export(bundle: Bundle, as_json: AsJson = False) -> None:
    """核对审计包与其清单是否一致;不一致时指出第一个不符的文件或行."""
    from interfaces.cli import bundles  # noqa: PLC0415  heavy

    bundles.check(bundle, as_json=as_json)
