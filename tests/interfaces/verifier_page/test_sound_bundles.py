"""Sound bundles are accepted, with what they tell and what stays open."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from application.audit.keys import KeyType, VerifierKey
from interfaces.head_in_words import short_root
from tests.application.audit import heads
from tests.application.audit.signing import TestSigner
from tests.interfaces.verifier_page import signed_bundles as made
from tests.interfaces.verifier_page.judged_bundles import judged_alike
from tests.interfaces.verifier_page.node import ask

SELECTION = {"kind": "opinion", "key": "Y1"}
OTHER_LOG = VerifierKey(
    "renda.example/other", KeyType.LOG, TestSigner.named("renda.example/other").public
).vkey


def job(
    folder: Path, archive: bytes, leaves: Sequence[str] = (), **beside: bytes | list[bytes]
) -> dict[str, object]:
    """Write the bundle and what is given beside it into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "bundle.zip").write_bytes(archive)
    stated: dict[str, object] = {"bundle": str(folder / "bundle.zip"), "leaves": leaves}
    for name, given in beside.items():
        contents = given if isinstance(given, list) else [given]
        paths = [folder / f"{name}-{number}.txt" for number in range(len(contents))]
        for path, data in zip(paths, contents, strict=True):
            path.write_bytes(data)
        stated[name] = [str(path) for path in paths] if isinstance(given, list) else str(paths[0])
    return stated


def verdict(folder: Path, archive: bytes, **beside: Any) -> Any:
    [answer] = ask([job(folder, archive, **beside)], made.TABLES)
    return answer


def sentences(answer: Any) -> str:
    return "\n".join(remark["chinese"] for remark in answer["remarks"])


def test_a_whole_bundle_is_accepted_with_its_counts_and_remarks(tmp_path: Path) -> None:
    files = made.whole()
    answer = verdict(tmp_path, made.bundled(files))
    assert answer["ok"], answer
    size = sum(map(len, files.values()))
    assert answer["counts"] == {"files": len(files), "events": 10, "bytes": size}
    told = sentences(answer)
    assert "所用公钥取自导出包本身" in told
    assert "2个检查点中有1个较早的没有达到见证法定数" in told
    assert "最后1条事件(序号10至10)还没有检查点覆盖" in told
    assert answer["head"]["root"] == made.tree_of(made.event_lines()).root(9).hex()
    assert "不能证明" in told


def test_a_partial_bundle_is_accepted(tmp_path: Path) -> None:
    files = made.partial()
    manifest = made.manifest_of(files, SELECTION)
    manifest["scope"]["known_at"] = 10
    answer = verdict(tmp_path, made.bundled(files, manifest))
    assert answer["ok"], answer
    assert answer["counts"]["events"] == 8
    assert "部分导出包" in answer["chinese"]


def test_of_a_part_of_the_events_no_step_is_judged(tmp_path: Path) -> None:
    files = {made.EVENTS: b"".join(made.event_lines([made.STORY[2]._replace(version=1)]))}
    assert verdict(tmp_path / "whole", made.bundled(files))["problem"] == "illegal-transition"
    manifest = made.manifest_of(files, SELECTION)
    assert verdict(tmp_path / "part", made.bundled(files, manifest))["ok"]


def test_a_units_part_leaves_out_acts_of_others(tmp_path: Path) -> None:
    kept = [1, 6, 8, 10]  # of the first opinion: versions 1, 4, 6 and 8
    files = {made.EVENTS: b"".join(made.event_lines()[sequence - 1] for sequence in kept)}
    for kind, problem in (("unit", None), ("opinion", "broken-chain")):
        manifest = made.manifest_of(files, {"kind": kind, "key": "NJJ"})
        answer = verdict(tmp_path / kind, made.bundled(files, manifest))
        assert answer["problem"] == problem


def test_a_bundle_without_a_signer_is_sound_and_says_so(tmp_path: Path) -> None:
    answer = verdict(tmp_path, made.bundled({made.EVENTS: made.whole()[made.EVENTS]}))
    assert answer["ok"], answer
    assert "包内没有签名的检查点" in sentences(answer)


def test_how_far_the_check_has_come_is_told_every_eight_mebibytes(tmp_path: Path) -> None:
    others = made.whole()
    del others["README.txt"]
    files = {**others, "README.txt": bytes(17 * 2**20)}
    [answer] = ask([job(tmp_path, made.bundled(files)) | {"progress": True}], made.TABLES)
    assert answer["ok"], answer
    before, whole = (sum(map(len, each.values())) for each in (others, files))
    assert answer["shares"] == [(before + part) / whole for part in (2**23, 2**24)]
    [silent] = ask([job(tmp_path, made.bundled(made.whole())) | {"progress": True}], made.TABLES)
    assert silent["shares"] == []


def test_an_empty_bundle_is_sound(tmp_path: Path) -> None:
    assert verdict(tmp_path / "unsigned", made.bundled({made.EVENTS: b""}))["ok"]
    checkpoints = made.checkpoint_lines([made.note([], 0)])
    policy = made.whole()[made.POLICY]
    signed = {made.EVENTS: b"", made.POLICY: policy, made.CHECKPOINTS: checkpoints}
    answer = verdict(tmp_path / "signed", made.bundled(signed))
    assert answer["ok"], answer
    assert "还没有检查点覆盖" not in sentences(answer)


def test_what_was_kept_agrees(tmp_path: Path) -> None:
    files, lines = made.whole(), made.event_lines()
    answer = verdict(
        tmp_path,
        made.bundled(files),
        policy=files[made.POLICY],
        checkpoints=[made.note(lines, 5, ())],
        receipts=[made.receipt(lines, 4, 7), made.receipt(lines, 10, 10)],
        leaves=[made.kept_leaf(lines, 1), made.kept_leaf(lines, 10)],
    )
    assert answer["ok"], answer
    assert "所用公钥取自导出包本身" not in sentences(answer)


def test_a_receipt_agrees_with_a_partial_bundle(tmp_path: Path) -> None:
    files = made.partial()
    manifest = made.manifest_of(files, SELECTION)
    kept = [made.receipt(made.event_lines(), 4, 7)]
    answer = verdict(tmp_path, made.bundled(files, manifest), receipts=kept)
    assert answer["ok"], answer


def test_what_was_kept_agrees_with_a_partial_bundle_and_with_one_nobody_signed(
    tmp_path: Path,
) -> None:
    files, part, lines = made.whole(), made.partial(), made.event_lines()
    head, receipt = made.note(lines, 10), made.receipt(lines, 4, 10)
    archive = made.bundled(part, made.manifest_of(part, SELECTION))
    answer = verdict(tmp_path / "part", archive, checkpoints=[head], receipts=[receipt])
    assert answer["ok"], answer
    beside: dict[str, Any] = {"policy": files[made.POLICY], "receipts": [receipt]}
    unsigned = made.bundled({made.EVENTS: files[made.EVENTS]})
    answer = verdict(tmp_path / "unsigned", unsigned, checkpoints=[head], **beside)
    assert answer["ok"], answer


def test_one_of_two_keys_of_a_log_signs_for_it(tmp_path: Path) -> None:
    files = made.whole()
    other = VerifierKey(heads.ORIGIN, KeyType.LOG, TestSigner.named("甲").public)
    for number, place in enumerate((b"log ", b"quorum ")):
        policy = files[made.POLICY].replace(place, f"log {other.vkey}\n".encode() + place)
        answer = verdict(tmp_path / str(number), made.bundled({**files, made.POLICY: policy}))
        assert answer["ok"], answer


def test_items_are_told_as_their_events_tell_them(tmp_path: Path) -> None:
    stated = job(tmp_path, made.bundled(made.whole())) | {"timelineOf": "Y1"}
    [answer] = ask([stated], made.TABLES)
    contents = answer["contents"]
    assert contents["scope"]["county"] == "样本县人大常委会"
    root = made.tree_of(made.event_lines()).root(9)
    assert contents["events"] == "10"
    assert contents["head"] == {"size": "9", "short": short_root(root), "sm3Short": None}
    assert [item["number"] for item in answer["found"]["items"]] == ["Y1"]
    first, second = answer["all"]["items"]
    assert (first["number"], first["title"], first["status"]) == ("Y1", "农村污水", "replied")
    assert (first["events"], first["lastOn"]) == (8, "2015-02-03")
    assert (second["title"], second["status"]) == ("<b>物业</b>", "formed")
    told = [(event["sequence"], event["topic"]) for event in answer["timeline"]]
    assert told[0] == ("1", "opinion.registered")
    assert [sequence for sequence, _ in told] == ["1", "3", "4", "6", "7", "8", "9", "10"]


def unwitnessed() -> made.Files:
    """Return the files of a bundle whose policy asks for no witness, and which has none."""
    lines = made.event_lines()
    policy = made.whole()[made.POLICY].replace("quorum 见证".encode(), b"quorum none")
    signed = made.checkpoint_lines([made.note(lines, 10, ())])
    return {made.EVENTS: b"".join(lines), made.POLICY: policy, made.CHECKPOINTS: signed}


def test_sound_bundles_are_told_in_the_same_words(tmp_path: Path) -> None:
    files, lines = made.whole(), made.event_lines()
    part = made.partial()
    begun_later = {made.EVENTS: b"".join(lines[at] for at in (0, 4))}
    skipping = {made.EVENTS: b"".join(made.event_lines([made.STORY[0]._replace(version=2)]))}
    of_unit = made.manifest_of(skipping, {"kind": "unit", "key": "NJJ"})
    beside: dict[str, Any] = {
        "policy": files[made.POLICY],
        "receipts": [made.receipt(lines, 4, 7)],
    }
    jobs = {
        "whole": job(tmp_path / "whole", made.bundled(files)),
        "unsigned": job(tmp_path / "unsigned", made.bundled({made.EVENTS: files[made.EVENTS]})),
        "part": job(tmp_path / "part", made.bundled(part, made.manifest_of(part, SELECTION))),
        "begun later": job(
            tmp_path / "later", made.bundled(begun_later, made.manifest_of(begun_later, SELECTION))
        ),
        "of a unit from the first event on": job(
            tmp_path / "unit", made.bundled(skipping, of_unit)
        ),
        "kept": job(tmp_path / "kept", made.bundled(files), **beside),
        "leaves of later": job(
            tmp_path / "beyond",
            made.bundled(files),
            leaves=[made.kept_leaf([*lines, lines[0]], 11), f"{'9' * 18}:{'A' * 43}="],
        ),
        "a leaf that is not in the part": job(
            tmp_path / "absent",
            made.bundled(part, made.manifest_of(part, SELECTION)),
            leaves=[made.kept_leaf(lines, 2), made.kept_leaf(lines, 1)],
        ),
        "unwitnessed": job(tmp_path / "unwitnessed", made.bundled(unwitnessed())),
    }
    found = judged_alike(jobs)
    assert [*found] == [*jobs]
    assert {each.problem for each in found.values()} == {None}


def test_what_is_not_compared_is_told_in_the_same_words(tmp_path: Path) -> None:
    files, lines, part = made.whole(), made.event_lines(), made.partial()
    more = [*lines, made.event_line(11, made.STORY[2]._replace(version=9))]
    archive, of_part = made.bundled(files), made.bundled(part, made.manifest_of(part, SELECTION))
    unsigned = made.bundled({made.EVENTS: files[made.EVENTS]})
    two_logs = f"log {OTHER_LOG}\n".encode() + files[made.POLICY]
    cases: dict[str, tuple[bytes, dict[str, Any], int]] = {
        "a checkpoint of later": (archive, {"checkpoints": [made.note(more, 11)]}, 1),
        "a receipt of later": (archive, {"receipts": [made.receipt(more, 11, 11)]}, 1),
        "a receipt by a later head": (archive, {"receipts": [made.receipt(more, 10, 11)]}, 0),
        "another root of a part": (of_part, {"checkpoints": [made.note(lines, 5)]}, 1),
        "another item than of a part": (of_part, {"receipts": [made.receipt(lines, 2, 7)]}, 1),
        "both": (
            of_part,
            {"receipts": [made.receipt(lines, 2, 7)], "checkpoints": [made.note(lines, 5)]},
            2,
        ),
        "several logs": (
            unsigned,
            {
                "policy": two_logs,
                "checkpoints": [made.note(lines, 5)],
                "receipts": [made.receipt(lines, 4, 7)],
            },
            1,
        ),
    }
    jobs = {
        name: job(tmp_path / str(number), archive, **beside)
        for number, (name, (archive, beside, _)) in enumerate(cases.items())
    }
    assert {each.problem for each in judged_alike(jobs).values()} == {None}
    for answer, (_, _, count) in zip(
        ask([*jobs.values()], made.TABLES), cases.values(), strict=True
    ):
        assert sentences(answer).count("未比对:") == count
