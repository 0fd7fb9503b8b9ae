"""Writes the generated catalogues: events, rates, problems, and the specification.

``python docs/generate.py`` writes them; ``--check`` says whether they are current.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from gherkin.parser import Parser
from gherkin.token_scanner import TokenScanner

from application.event_store.topics import TopicRegister, events_of, stored_topic
from application.metrics.definition import Definition
from application.metrics.definitions import COUNTS, DEFINITIONS, VERSION
from application.register import AGGREGATES
from domain.errors import RuleViolation
from domain.model import DomainEvent
from interfaces.http.problems import kinds_of_problems

DOCS = Path(__file__).parent
FEATURES = DOCS.parent / "features"
NOTE = "本页由 `make docs` 生成,请勿手改。\n"
FIGURES = (
    "| 代码 | 名称 | 公式 | 归入期间的 | 例外 | 版本 |\n| --- | --- | --- | --- | --- | --- |"
)
SPLIT = (
    "分办的意见有几个主办单位,全县只计一件:全部主办单位都答复了才算答复,类别取最不利的一类。"
    "按单位统计(分组、只问一个单位、排名)时,计入每个主办单位:签收、面商、首次答复及其当时的期限、"
    "首次类别和现类别按该单位自己的计;期限、延期、办结、评价、重办、回头看、退办、督办等是整件的,"
    "每个主办单位都计。主办单位自己登记的面商只计入该单位,其他单位登记的计入每个主办单位。"
    "所以**各单位的分子、分母相加可以多于全县**。\n"
)
ENVELOPE = {"originator_id", "originator_version", "act"}


def events() -> Iterator[str]:
    """List every event that may be stored, with its fields."""
    topics = TopicRegister(AGGREGATES)
    yield f"# 事件目录\n\n{NOTE}"
    yield (
        "每个事件另有:`originator_id` 事项标识,`originator_version` 该事项的第几条记录,"
        "`act` 办理(`actor` 办理人,`unit` 单位,`role` 身份,`occurred_on` 文件上的日期,"
        "`recorded_at` 登记时刻,`correlation_id` 关联标识,`causation_id` 同一次办理的标识)。"
        "“步骤”须按日期先后办理;“记事”可以补记。\n"
    )
    for aggregate in topics.aggregates:
        yield f"## {aggregate.LABEL} `{aggregate.KIND}`\n"
        yield "| 存储名 | 名称 | 类型 | 所载事实 |\n| --- | --- | --- | --- |"
        for event in events_of(aggregate):
            kind = "步骤" if event.STEP else "记事"
            yield f"| `{stored_topic(event)}` | {event.LABEL} | {kind} | {_fields(event)} |"
        yield ""


def _fields(event: type[DomainEvent]) -> str:
    names = [f"`{name}`" for name in event.model_fields if name not in ENVELOPE]
    return ", ".join(names) or "—"


def rates() -> Iterator[str]:
    """List every rate with its formula."""
    yield f"# 比率口径(第{VERSION}版)\n\n{NOTE}"
    yield (
        "比率一律以精确的分子、分母计算,四舍五入到两位小数;分母为零时没有比率,既不是0也不是100。"
        "事项按其基准日期归入期间,按截至日期和当时所知认定状态;撤回、不予受理的意见和取消的任务不计入。\n"
    )
    yield SPLIT
    yield FIGURES
    yield from map(_figure, DEFINITIONS.values())
    yield (
        "\n## 件数和天数\n\n期间内办理的件数只看办理的日期,不问何时提出、何时交办;"
        "逾期的另有总天数和平均天数。\n"
    )
    yield FIGURES
    yield from map(_figure, COUNTS.values())


def _figure(each: Definition) -> str:
    edges = ";".join(each.edge_cases)
    named = f"| `{each.code}` | {each.title} | {each.formula} | {each.cohort_rule} "
    return f"{named}| {edges} | {each.version} |"


def problems() -> Iterator[str]:
    """List every kind of problem an answer may name."""
    yield f"# 问题目录\n\n{NOTE}"
    yield "| 标识 | 名称 |\n| --- | --- |"
    for code, title in kinds_of_problems(_rules(RuleViolation)).items():
        yield f"| `/problems/{code}` | {title} |"


def _rules(kind: type[RuleViolation]) -> list[type[RuleViolation]]:
    return [kind, *(rule for child in kind.__subclasses__() for rule in _rules(child))]


def specification() -> Iterator[str]:
    """List every scenario of the living specification."""
    yield f"# 功能说明目录\n\n{NOTE}"
    for path in sorted(FEATURES.glob("*.feature")):
        feature = Parser().parse(TokenScanner(path.read_text(encoding="utf-8")))["feature"]
        yield f"## {feature['name']}\n"
        yield "\n".join(line.strip() for line in feature["description"].splitlines())
        yield f"\n[`features/{path.name}`](../features/{path.name})\n"
        yield from _scenarios(feature["children"])
        yield ""


def _scenarios(children: list[dict[str, dict]]) -> Iterator[str]:
    for child in children:
        if "rule" in child:
            yield f"- 规则:{child['rule']['name']}"
            yield from (f"  {line}" for line in _scenarios(child["rule"]["children"]))
        elif "scenario" in child:
            yield f"- {child['scenario']['name']}"


PAGES = {
    "events.md": events,
    "rates.md": rates,
    "problems.md": problems,
    "specification.md": specification,
}


def main(check: bool) -> int:
    """Write the pages, or name those that are not current."""
    stale = []
    for name, page in PAGES.items():
        text = "\n".join(page()).rstrip() + "\n"
        path = DOCS / name
        if check:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                stale.append(name)
        else:
            path.write_text(text, encoding="utf-8")
    if stale:
        print(f"not current, run `make docs`: {', '.join(stale)}", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
