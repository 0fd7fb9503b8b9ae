"""What was judged is said in both languages, and what is refused is said of its event."""

import pytest

from application.audit.refusal import Sentences
from interfaces.verifier.finding import Finding
from interfaces.verifier.judgement import Judgement
from interfaces.verifier.tables import RECOMPUTED

BESIDE = ("台账/台账.xlsx", "比率/统计.xlsx")


def test_an_event_that_is_refused_is_named_by_its_number() -> None:
    with pytest.raises(Finding) as caught:
        Judgement().follow(7, "opinion.invented", "0" * 36, 1, {})
    assert caught.value.sequence == 7


def test_what_was_judged_is_told_in_both_languages() -> None:
    recomputed = "、".join(RECOMPUTED)
    judged = [
        Sentences(
            "已逐条重演0条记录、0个事项,办理步骤和相互独立的要求均合规。",
            "All 0 events of 0 items were replayed; each was allowed.",
        ),
        Sentences(
            f"按记录重新算出并逐格比对(“计算口径”的文字除外):{recomputed}。",
            "Recomputed from the events and compared cell by cell, but for formulas in words: "
            f"{recomputed}.",
        ),
    ]
    alone = Sentences(
        "只核对摘要、未重新计算:台账/台账.xlsx、比率/统计.xlsx。",
        "Covered by their digests alone, not recomputed: 台账/台账.xlsx、比率/统计.xlsx.",
    )
    assert Judgement().remarks([*RECOMPUTED, *BESIDE]) == [*judged, alone]
    assert Judgement().remarks(list(RECOMPUTED)) == judged
