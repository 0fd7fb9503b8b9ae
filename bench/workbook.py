"""Ledger workbook of 200,000 rows by 20 columns: rows a second and resident memory.

Budget: at least 15,000 rows a second, beside what making the rows takes, and 60 MB resident. The
writer is one thread, so processor time counts, and a busy machine does not spoil the figure.
``python -m bench.workbook [rows]`` prints the figures; its exit code says whether they hold.
"""

import hashlib
import random
import resource
import sys
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from interfaces.documents.cells import Cell
from interfaces.documents.workbook import Sheet, workbook

ROWS = 200_000
ROWS_PER_SECOND = 15_000
RESIDENT_MEGABYTES = 60
HEADERS = (
    *(
        "序号",
        "编号",
        "标题",
        "承办单位",
        "交办日期",
        "办理期限",
        "状态",
        "类别",
        "乡镇",
        "提出人",
    ),
    *("附议人数", "办理情况", "满意度", "是否逾期", "逾期天数", "资金", "整改措施", "备注"),
    *("登记时间", "摘要值"),
)
UNITS = ("县生态环境局", "县教育体育局", "县住房和城乡建设局", "县卫生健康局", "县农业农村局")
PROGRESS = (
    "承办单位已制定整改方案并成立工作专班,明确责任领导和完成时限,逐项建立问题清单、责任清单和整改清单,"
    "实行销号管理,定期向人大常委会报告办理进展情况。"
)
CHARACTERS = "县乡镇村民代表大会监督整改落实情况报告审议意见办理跟踪督办满意测评项目资金建设"


def rows(count: int) -> Iterator[tuple[Cell, ...]]:
    """Make rows of about 300 characters, the same at every call."""
    pick = random.Random(7)
    begin = date(2024, 1, 2)
    moment = datetime(2026, 1, 1)  # noqa: DTZ001  a wall-clock time, as a sheet shows it
    for i in range(count):
        day = begin + timedelta(days=pick.randrange(700))
        yield (
            i + 1,
            f"YJ-{day.year}-{i:07d}",
            f"关于加强农村生活污水治理的审议意见(第{i % 997}号)",
            UNITS[i % 5],
            day,
            day + timedelta(days=60 + i % 30),
            ("办理中", "已办结", "已销号", "退回重办")[i & 3],
            ("审议意见", "代表建议", "执法检查")[i % 3],
            f"第{i % 23}乡镇人大",
            "".join(pick.choices(CHARACTERS, k=3)),
            pick.randrange(30),
            f"{i}:{PROGRESS}{''.join(pick.choices(CHARACTERS, k=12))}",
            ("满意", "基本满意", "不满意")[i % 3],
            i % 7 == 0,
            i % 90,
            Decimal(pick.randrange(10**8)) / 100,
            "".join(pick.choices(CHARACTERS, k=40)),
            "".join(pick.choices(CHARACTERS, k=15)),
            moment + timedelta(seconds=i * 37),
            hashlib.sha256(str(i).encode()).hexdigest(),
        )


def main(count: int) -> int:
    begin = time.process_time()
    for _ in rows(count):
        pass
    making = time.process_time() - begin
    begin, wall = time.process_time(), time.perf_counter()
    written = sum(len(chunk) for chunk in workbook([Sheet("台账", HEADERS, rows(count))]))
    seconds, wall = time.process_time() - begin, time.perf_counter() - wall
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rate = count / (seconds - making)
    print(f"workbook: {count} rows x {len(HEADERS)} columns, {written / 1e6:.1f} MB")
    print(f"  {rate:,.0f} rows/s of processor time (budget >= {ROWS_PER_SECOND:,})")
    print(f"  {count / seconds:,.0f} rows/s with the making of the rows, {making:.1f} s")
    print(f"  {count / wall:,.0f} rows/s by the clock, {wall:.1f} s in all")
    print(f"  {resident:.0f} MB resident (budget <= {RESIDENT_MEGABYTES})")
    return 0 if rate >= ROWS_PER_SECOND and resident <= RESIDENT_MEGABYTES else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS))
