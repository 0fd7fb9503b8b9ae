"""``README.txt`` of an audit bundle: what is inside and how to check it, for whoever holds it."""

from collections.abc import Sequence

from interfaces.documents.bundle import Member
from interfaces.documents.manifest import (
    EVENTS_PATH,
    FORMAT,
    MANIFEST_PATH,
    PAGE_PATH,
    README_PATH,
    VERIFIER_PATH,
    VERSION,
    MemberKind,
    Scope,
)
from interfaces.documents.table_csv import BYTE_ORDER_MARK

_LABELS = {
    MemberKind.EVENTS: "事件记录",
    MemberKind.LEDGER: "台账",
    MemberKind.RATES: "比率和统计",
    MemberKind.LOG: "日志的签名和证明",
    MemberKind.SCHEMA: "事件的结构说明",
    MemberKind.ATTACHMENT: "附件",
    MemberKind.VERIFIER: "核验程序",
    MemberKind.PAGE: "核验网页",
    MemberKind.OPENING: "封存的个人信息的原文",
    MemberKind.README: "说明",
}
_TEXT = """{title}

单位:{county}
期间:{period_from} 至 {period_to}
台账和办理率的截止日期:{as_of}
所依据的事件:截至序号 {known_at}
{head}

一、包内文件
{files}
  {manifest}(清单):以上各文件的字节数、行数和 SHA-256 摘要,以及事件的起止序号和条数

二、怎样读
1. {events} 每行是一条原样保存的事件,编码 UTF-8:
   sequence 全县统一的序号;topic 事件类型;aggregate_id 事项标识;
   version 该事项的第几条事件;state 事件内容,与系统内保存的字节完全一致。
2. .xlsx 的各工作表与同名的 .csv 内容相同。CSV 的编码为 UTF-8(带 BOM);
   单元格开头的单引号是为防止被当作公式而加的标记,读取时去掉一个即可。
3. 行数:文本按行计,CSV 按表头以下的记录计,XLSX 不计。

三、怎样核验
1. 解压出 {page},用浏览器打开,选择本压缩包。不需要网络,也不需要其他软件。
2. 装有Python 3.9或更高版本的,解压出 {verifier} 后运行:python3 -I {verifier} 本压缩包的文件名。
   -I 不可省略:没有它,放在同一文件夹的其他文件可能左右结论。
   不通过时会指出第一个不符的文件、行或事件。
3. 装有着落系统的,运行:zhuoluo check-export 本压缩包的文件名。它与 {verifier} 是同一程序。
4. 都没有的,解压后用任何工具计算各文件的 SHA-256(如 sha256sum),与清单逐一比对。
两份核验程序独立编写,结论应当相同。不信任包内程序的,使用以前留存的。手里留有公钥、检查点、回执的,
核验时一并给出,能发现的更多。

四、核验能证明什么
核验通过,说明各文件与清单一致,事件序号和版本连续;包内有签名的检查点的,
还说明检查点所覆盖的事件自签名和见证以来没有改动、增删。完整导出包还逐条重演:每一步在当时是否允许,
由谁办理、由谁核验,期限是否按规则推算;台账和比率的各 CSV 由事件重新算出,逐格比对。
附件与其文件名所载摘要相符,并且有事件写明。给出原文的个人信息与当时封存的相符。
没有签名的,核验不能排除有权限的人连同清单一起改动:清单请与发出单位另行确认。
核验不能证明登记的内容属实,也不能证明没有事情从未登记(留存的回执可以用来核对后者);
法定数所需的见证方与签署方串通的,也发现不了。部分导出包不能证明没有遗漏,不核验步骤、台账和比率。

格式:{format} 第 {version} 版
"""


UNSIGNED = "日志尚未签署,本包不能证明未被整体改写"


def readme(scope: Scope, members: Sequence[Member], head: str | None) -> Member:
    """Return the README that explains a bundle of these members, with CRLF for any editor.

    ``head`` is the signed head in words: on paper, the README is a witness too.
    """
    listed = [(EVENTS_PATH, MemberKind.EVENTS), *((m.path, m.kind) for m in members)]
    listed.append((README_PATH, MemberKind.README))
    text = _TEXT.format(
        title=scope.title,
        county=scope.county,
        period_from=scope.period_from,
        period_to=scope.period_to,
        as_of=scope.as_of,
        known_at=scope.known_at,
        head=UNSIGNED if head is None else f"签署的{head}",
        files="\n".join(f"  {path}({_LABELS[kind]})" for path, kind in listed),
        events=EVENTS_PATH,
        manifest=MANIFEST_PATH,
        page=PAGE_PATH,
        verifier=VERIFIER_PATH,
        format=FORMAT,
        version=VERSION,
    )
    contents = BYTE_ORDER_MARK + text.replace("\n", "\r\n")
    return Member(README_PATH, MemberKind.README, [contents.encode()])
