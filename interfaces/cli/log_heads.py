"""Carries out the commands about keys, heads, receipts and the check of the store."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

import segno
import typer

from application.audit.entry import sequence_of
from application.audit.keys import KeyType
from application.audit.proof_file import LONGEST_FILE, parse_proof_file
from application.audit.proofs import consistency_proof, root
from application.audit.strict import to_base64
from application.clock import log_ahead
from application.event_store.log_tree import StoredTree, leaf_at
from application.event_store.logs import Log, leaves_of, log_in_use, log_of
from application.log.check import check_store
from application.log.heads import NothingSigned, latest_head, log_named
from application.log.receipts import check_receipt, receipt_of
from application.projections.audit_trail import known_until_now
from application.staleness import why_stale
from interfaces.bootstrap import System, open_log
from interfaces.cli.files import read_file, require_foreign, write_file, written
from interfaces.cli.opening import one_sentence, open_county, read_settings
from interfaces.cli.policies import policy_of, required_policy
from interfaces.cli.refusal import Refusal, wrong_usage
from interfaces.cli.tables import show_fact
from interfaces.head_in_words import in_words, words_of
from interfaces.log_keys import make_key
from interfaces.verifier.finding import Finding
from interfaces.verifier.kept_leaves import KeptLeaf, read_kept_leaf

PICTURES = (".svg", ".png")


def make(name: str, path: Path, *, for_witness: bool) -> None:
    """Make a key; print what others need to know of it."""
    kind = KeyType.WITNESS if for_witness else KeyType.LOG
    with one_sentence(), written(path):
        verifier = make_key(path, name, kind)
    typer.echo(f"私钥已写入{path},请另行备份;公钥写入策略文件:")
    typer.echo(f"witness 名称 {verifier.vkey}" if for_witness else f"log {verifier.vkey}")


def show(name: str | None, picture: Path | None, *, raw: bool) -> None:
    """Print the newest head of a log."""
    with open_county(opening=open_log) as system, system.database.reading() as connection:
        log = log_named(connection, name)
        head = latest_head(connection, log)
        if head is None:
            raise NothingSigned
        if picture is not None:
            draw(picture, head.note)
        if raw:
            typer.echo(head.note.decode(), nl=False)
            return
        typer.echo(words_of(head.note))
        covered = log.covers(head.size)
        newer = known_until_now(connection) - covered
        typer.echo(_since(log, covered, newer, ended=log != log_in_use(connection)))
        typer.echo(f"\n{head.note.decode()}", nl=False)


def _since(log: Log, covered: int, newer: int, *, ended: bool) -> str:
    """Say how far the events go on after a head."""
    if ended:
        return f"覆盖到序号{covered};该日志已经结束,由第{log.number + 1}个日志接续"
    since = f"此后另有{newer}条尚未签署" if newer else "此后没有新的事件"
    return f"覆盖到序号{covered},{since}"


def draw(path: Path, data: bytes) -> None:
    """Draw a QR code that holds the bytes."""
    if path.suffix not in PICTURES:
        raise wrong_usage(f"二维码图片应为{'或'.join(PICTURES)}文件,不能是{path}")
    try:
        code = segno.make_qr(data, error="l")
    except segno.DataOverflowError:
        raise Refusal(f"内容有{len(data)}字节,一个二维码装不下,请改用文件") from None
    code.save(str(path), scale=4)


def prove(name: str | None, first: int, second: int) -> None:
    """Print a consistency proof of one log with the roots it is between."""
    with open_county(opening=open_log) as system, system.database.reading() as connection:
        log = log_named(connection, name)
        held = leaves_of(connection, log)
        if not first <= second <= held:
            raise wrong_usage(f"记录总数应由小到大,不超过现有的{held}")
        tree = StoredTree(connection, log)
        show_fact(
            {
                "first": first,
                "first_root": to_base64(root(first, tree)),
                "second": second,
                "second_root": to_base64(root(second, tree)),
                "proof": [to_base64(each) for each in consistency_proof(first, second, tree)],
            }
        )


def write_receipt(sequence: int, output: Path) -> None:
    """Write the proof file of an event."""
    with open_county(opening=open_log) as system:
        require_foreign(output, system.settings)
        policy = policy_of(None, system.settings)
        with system.database.reading() as connection:
            data, reached = receipt_of(connection, sequence, policy)
            has_ended = log_of(connection, sequence) != log_in_use(connection)
    write_file(output, data)
    typer.echo(f"回执已写入{output}:序号{sequence},{words_of(parse_proof_file(data).checkpoint)}")
    if reached is False:
        typer.echo(f"所依据的检查点尚未达到见证法定数,核验不会通过;{_remedy(has_ended=has_ended)}")


def _remedy(*, has_ended: bool) -> str:
    """Say what to do about a head that too few of the witnesses named in the policy have seen."""
    if has_ended:
        return "该日志已经结束,不会再有见证:请核对策略文件是否还列着当时的见证方"
    return "请待见证之后再取一次"


def check(file: Path, policy_file: Path | None, *, as_json: bool) -> None:
    """Verify a proof file against a policy, with no database."""
    policy = required_policy(policy_file, read_settings())
    data = read_file(file, LONGEST_FILE)
    with one_sentence():
        proven = check_receipt(data, policy)
        event = parse_proof_file(data).extra or b""
        sequence = sequence_of(event)
    if as_json:
        facts = {"sequence": sequence, "size": proven.head.checkpoint.size}
        show_fact({**facts, "quorum": proven.quorum.chinese, "event": event.decode()})
        return
    typer.echo(f"回执有效:序号{sequence}的事件确在日志中")
    typer.echo(in_words(proven.head.checkpoint))
    typer.echo(f"见证:{proven.quorum.chinese}")
    typer.echo(event.decode())


def verify(policy_file: Path | None, leaves: Sequence[str], *, as_json: bool) -> None:
    """Check the whole store, and what was kept; the first thing that is not in order ends it."""
    kept = [_kept_leaf(text) for text in leaves]
    with open_county() as system:
        policy = policy_of(policy_file, system.settings)
        checked = check_store(system.database, system.store.topics, policy)
        _require_kept(system, kept)
        with system.database.reading() as connection:
            ahead = log_ahead(connection, system.clock())
        why = why_stale(system.store)
    if why:
        raise Refusal(
            f"{checked.events}条事件、哈希树和数据库结构相符,但是{why};请运行zhuoluo rebuild"
        )
    if as_json:
        facts = {**asdict(checked), "root": to_base64(checked.root)}
        show_fact({**facts, "kept_leaves": len(kept), "log_ahead_of_clock": ahead})
        return
    if ahead:
        typer.echo(f"注意:{ahead}")
    typer.echo(f"{checked.events}条事件、{checked.aggregates}个事项、哈希树和数据库结构相符")
    if kept:
        typer.echo(f"所留的{len(kept)}个叶哈希与记录相符")
    if not checked.heads:
        typer.echo("尚未签署检查点:只能证明现在前后一致,不能证明未被整体改写")
        return
    if checked.logs > 1:
        typer.echo(f"先后{checked.logs}个日志,各以前一个的最后一个检查点开始")
    typer.echo(f"{checked.heads}个检查点与事件相符,最近一个覆盖到序号{checked.signed_to}")
    if checked.with_sm3:
        typer.echo(f"其中{checked.with_sm3}个另载SM3根哈希,也与事件相符")
    if policy is None:
        typer.echo("没有给出策略文件,没有核验签名")
    else:
        typer.echo(f"签名无误,其中{checked.witnessed}个达到见证法定数")


def _kept_leaf(text: str) -> KeptLeaf:
    try:
        return read_kept_leaf(text)
    except Finding as finding:
        raise wrong_usage(f"--leaf{finding.chinese}") from None


def _require_kept(system: System, kept: Iterable[KeptLeaf]) -> None:
    """Refuse a leaf hash that is not that of the event of its number."""
    with system.database.reading() as connection:
        for leaf in kept:
            said = leaf.differs(leaf_at(connection, leaf.sequence))
            if said is not None:
                raise Refusal(said.chinese)
