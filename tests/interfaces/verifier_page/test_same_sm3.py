"""Both verifiers judge alike what checkpoints state of the tree under SM3."""

from pathlib import Path
from typing import Any

from interfaces.verifier.finding import Fault
from tests.interfaces.verifier.rotated import POLICY_OF_ALL, Chain
from tests.interfaces.verifier.sm3_heads import Sm3Chain, stated_falsely, stated_truly
from tests.interfaces.verifier_page import signed_bundles as made
from tests.interfaces.verifier_page.judged_bundles import judged_alike
from tests.interfaces.verifier_page.node import ask
from tests.interfaces.verifier_page.test_same_rotation import LINES, partial, whole
from tests.interfaces.verifier_page.test_sound_bundles import job, sentences

ONE, TWO = Sm3Chain((), LINES), Sm3Chain((2,), LINES)


def test_whole_bundles_are_judged_alike(tmp_path: Path) -> None:
    truly, falsely = stated_truly(LINES), stated_falsely(LINES)
    cases = {name: heads for name, (heads, _) in truly.items()} | falsely
    jobs = {
        name: job(tmp_path / str(number), whole(*heads.notes))
        for number, (name, heads) in enumerate(cases.items())
    }
    for name, found in judged_alike(jobs).items():
        assert (found.problem, found.line) == (cases[name].fault, cases[name].line), name


def test_what_was_kept_is_judged_alike(tmp_path: Path) -> None:
    contradicts = Fault.CHECKPOINT_CONTRADICTS
    lying, later = Sm3Chain((), LINES, lying=(3,)), Sm3Chain((2,), LINES, lying=(3,))
    one, two = [ONE.note(0, 5)], [TWO.note(0, 2), TWO.note(1, 5)]
    cases: list[tuple[Fault | None, list[bytes], dict[str, Any]]] = [
        (None, one, {"checkpoints": [ONE.note(0, 3), Chain((), LINES).note(0, 4)]}),
        (None, one, {"receipts": [ONE.receipt(0, 3, 4)]}),
        (None, two, {"checkpoints": [TWO.note(0, 1), TWO.note(1, 3), TWO.note(1, 4)]}),
        (contradicts, one, {"checkpoints": [ONE.note(0, 4), lying.note(0, 3)]}),
        (contradicts, two, {"checkpoints": [later.note(1, 3)]}),
        (None, one, {"checkpoints": [Sm3Chain((2,), LINES).note(1, 3)]}),
    ]
    jobs = {
        str(number): job(tmp_path / str(number), whole(*notes), **beside)
        for number, (_, notes, beside) in enumerate(cases)
    }
    found = judged_alike(jobs)
    assert [found[name].problem for name in jobs] == [fault for fault, *_ in cases]


def test_the_page_says_which_were_computed(tmp_path: Path) -> None:
    for name, (heads, count) in stated_truly(LINES).items():
        [answer] = ask([job(tmp_path / name, whole(*heads.notes))], made.TABLES)
        said = f"检查点所载的SM3根哈希({count}处)已由事件重新算出,相符。"
        told = sentences(answer)
        assert (said in told, "根哈希" in told) == (count > 0, count > 0), name
        last = answer["head"]["sm3Root"] == ONE.sm3_tree(0).root(5).hex()
        assert last == (name in {"one head", "every head", "from nothing on", "begun later"}), name


def test_the_page_says_of_a_part_that_none_was(tmp_path: Path) -> None:
    chain = Sm3Chain((), LINES, lying=(5,))
    files = {
        made.EVENTS: LINES[3],
        made.POLICY: POLICY_OF_ALL,
        made.CHECKPOINTS: made.checkpoint_lines([chain.note(0, 5)]),
        made.PROOFS: chain.proof(0, 4, 5),
    }
    stated = job(tmp_path, partial(files), checkpoints=[chain.note(0, 5)])
    assert judged_alike({"part": stated})["part"].problem is None
    [answer] = ask([stated], made.TABLES)
    assert "检查点所载的SM3根哈希(2处)没有核验:部分导出包不能重新计算。" in sentences(answer)


def test_what_was_kept_is_compared_though_nothing_is_signed_in_the_bundle(tmp_path: Path) -> None:
    bundle = made.bundled({made.EVENTS: b"".join(LINES)})
    lying = Sm3Chain((), LINES, lying=(3,))
    one_log = made.whole()[made.POLICY]
    jobs = {
        name: job(tmp_path / name, bundle, policy=one_log, checkpoints=[note])
        for name, note in (("sound", ONE.note(0, 3)), ("false", lying.note(0, 3)))
    }
    found = judged_alike(jobs)
    assert [found[name].problem for name in jobs] == [None, Fault.CHECKPOINT_CONTRADICTS]
    [answer] = ask([jobs["sound"]], made.TABLES)
    assert "检查点所载的SM3根哈希(1处)已由事件重新算出" in sentences(answer)
