"""What became of a due date, explained in the order in which it happened."""

from datetime import date

import pytest

from domain.derivation import StepKind, explain, recounted, settled
from domain.due import UNDATED, Due
from domain.due_history import (
    ChangeKind,
    DueChange,
    Extended,
    Happening,
    Paused,
    Restated,
    explain_since,
    require_settled_after,
    stated_in,
)
from domain.errors import ActOutOfOrder
from domain.work_calendar import NOTHING_PUBLISHED
from tests.domain.provisional import PROVISIONAL, PUBLISHED, SETTLED, UNREMARKABLE

DUE = Due.by(date(2015, 6, 25))
LATER = Due.by(date(2015, 9, 25))
ASKED = date(2015, 6, 10)
FROM_ANOTHER_DAY = recounted(PROVISIONAL, date(2010, 11, 15), NOTHING_PUBLISHED)


def change(kind: ChangeKind, made_in: int) -> DueChange:
    return DueChange(kind=kind, due_was=DUE, due=LATER, made_in=made_in)


@pytest.mark.parametrize(
    ("happened", "kind", "text", "day"),
    [
        (
            Extended(ASKED, LATER.on, date(2015, 6, 15), date(2015, 8, 31)),
            StepKind.EXTENDED,
            "2015年6月10日申请延期至2015年9月25日,2015年6月15日同意延期至2015年8月31日",
            date(2015, 8, 31),
        ),
        (
            Extended(ASKED, LATER.on, date(2015, 6, 15), None),
            StepKind.EXTENDED,
            "2015年6月10日申请延期至2015年9月25日,2015年6月15日未同意",
            None,
        ),
        (
            Extended(ASKED, None, None, None),
            StepKind.EXTENDED,
            "2015年6月10日申请延期,尚未审批",
            None,
        ),
        (
            Paused(ASKED, date(2015, 6, 20)),
            StepKind.PAUSED,
            "2015年6月10日起停止计算,2015年6月20日恢复计算",
            None,
        ),
        (Paused(ASKED, None), StepKind.PAUSED, "2015年6月10日起停止计算,尚未恢复", None),
        (
            Restated(ASKED, ChangeKind.SETTLED, DUE, LATER),
            StepKind.SETTLED,
            "2015年6月10日按已公布的节假日安排重算,暂定的2015年6月25日改为2015年9月25日",
            LATER.on,
        ),
        (
            Restated(ASKED, ChangeKind.SETTLED, DUE, DUE),
            StepKind.SETTLED,
            "2015年6月10日按已公布的节假日安排重算,仍为2015年6月25日",
            DUE.on,
        ),
        (
            Restated(ASKED, ChangeKind.SETTLED, DUE, UNDATED),
            StepKind.SETTLED,
            "2015年6月10日按已公布的节假日安排重算,暂定的2015年6月25日改为未定时限",
            None,
        ),
        (
            Restated(ASKED, ChangeKind.RECOUNTED, DUE, LATER),
            StepKind.SETTLED,
            "2015年6月10日按更正后的日期重算,2015年6月25日改为2015年9月25日",
            LATER.on,
        ),
        (
            Restated(ASKED, ChangeKind.RECOUNTED, PROVISIONAL, FROM_ANOTHER_DAY),
            StepKind.SETTLED,
            "2015年6月10日按更正后的日期重算,自2010年11月15日起算,2011年2月14日改为2011年2月15日",
            date(2011, 2, 15),
        ),
    ],
)
def test_each_happening_is_one_step(
    happened: Happening, kind: StepKind, text: str, day: date | None
) -> None:
    first, step = explain_since(DUE, [happened]).steps
    assert (first.text, first.day) == ("限2015年6月25日前(含当日)", DUE.on)
    assert step == (kind, text, day)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (ChangeKind.AMENDED, "调整期限"),
        (ChangeKind.NEXT_ROUND, "核查未通过,另定期限"),
        (ChangeKind.RECURRED, "发现反弹,另定期限"),
    ],
)
def test_a_due_date_set_anew_is_explained_from_there(kind: ChangeKind, words: str) -> None:
    explained = explain_since(DUE, [Restated(ASKED, kind, DUE, PROVISIONAL)])
    _, restated, *derived = explained.steps
    assert (restated.kind, restated.day) == (StepKind.RESTATED, None)
    assert restated.text == f"2015年6月10日{words}"
    assert tuple(derived) == explain(PROVISIONAL).steps


def test_happenings_are_told_in_the_order_of_their_dates() -> None:
    explained = explain_since(
        DUE,
        [
            Restated(date(2015, 7, 1), ChangeKind.AMENDED, DUE, LATER),
            Extended(ASKED, LATER.on, date(2015, 7, 2), LATER.on),
            Paused(date(2015, 5, 1), None),
        ],
    )
    assert explained.sentence == (
        "限2015年6月25日前(含当日);2015年5月1日起停止计算,尚未恢复;"
        "2015年7月1日调整期限;限2015年9月25日前(含当日);"
        "2015年6月10日申请延期至2015年9月25日,2015年7月2日同意延期至2015年9月25日"
    )


def test_a_settled_due_date_was_stated_before_it_was_settled() -> None:
    assert stated_in(()) == 1
    changes = (change(ChangeKind.AMENDED, 4), change(ChangeKind.SETTLED, 6))
    assert stated_in(changes) == 4
    assert stated_in((*changes, change(ChangeKind.RECURRED, 9))) == 9


def test_no_correction_puts_a_settlement_before_what_it_settles() -> None:
    changes = (
        change(ChangeKind.SETTLED, 2),
        change(ChangeKind.AMENDED, 3),
        change(ChangeKind.SETTLED, 4),
    )
    days = [date(2015, 1, n) for n in (2, 2, 3, 3)]
    require_settled_after(changes, days)
    for version, day in ((2, 1), (4, 2)):
        moved = [*days]
        moved[version - 1] = date(2015, 1, day)
        with pytest.raises(ActOutOfOrder, match="早于写明该期限的日期") as refusal:
            require_settled_after(changes, moved)
        assert refusal.value.field == "now"


def test_only_what_is_provisional_is_settled_and_only_once_more_is_known() -> None:
    assert settled(PROVISIONAL, PUBLISHED) == SETTLED
    assert (PROVISIONAL.on, SETTLED.on) == (date(2011, 2, 14), date(2011, 2, 15))
    assert settled(PROVISIONAL, NOTHING_PUBLISHED) is None
    assert settled(SETTLED, UNREMARKABLE) is None
    assert settled(DUE, PUBLISHED) is None
    same = settled(PROVISIONAL, UNREMARKABLE)
    assert same is not None
    assert (same.on, same.provisional) == (PROVISIONAL.on, False)
