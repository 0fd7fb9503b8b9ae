"""What a sound verdict leaves open, said plainly so that nobody reads more into it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from application.audit.policy import NONE, Policy
from application.audit.refusal import Sentences
from interfaces.documents.manifest import Manifest, MemberKind
from interfaces.verifier.history import History
from interfaces.verifier.logs import Heads, Placed

NOTHING_SIGNED = Sentences(
    "包内没有签名的检查点:核验只证明各文件彼此一致,不能排除有权限的人连同清单一起改动。",
    "Nothing is signed: the files agree with each other, but whoever could alter the records "
    "could have made all of them anew.",
)
OWN_KEYS = Sentences(
    "所用公钥取自导出包本身;不信任发出单位的,请与纸面公布的指纹比对,或者自带公钥(策略文件)核验。",
    "The keys are the bundle's own; whoever does not trust the issuer compares their fingerprints "
    "with paper, or brings keys of their own in a policy.",
)
NO_WITNESS = Sentences(
    "策略不要求见证:日志只有自己的签名,持有其私钥的人可以另造整个日志。",
    "The policy asks for no witness: whoever holds the log's key could make a whole other log.",
)
UNPROVEN: Sequence[Sentences] = (
    Sentences(
        "不能证明:登记时所填内容是否属实;签名和见证只说明此后没有改动。",
        "Not proven: that what was entered is true; signatures show only that it was not altered "
        "since.",
    ),
    Sentences(
        "不能证明:第一个见证方看到日志之前发生过什么;法定数所需的见证方与签署方串通的,也发现不了。",
        "Not proven: what happened before the first witness saw the log, nor anything where the "
        "signer and as many witnesses as make up the quorum collude.",
    ),
    Sentences(
        "不能证明:有没有事情从未登记;要查这一点,请各单位拿留存的回执一并核对。",
        "Not proven: that nothing was left unrecorded; receipts kept by the units, checked with "
        "the bundle, show that.",
    ),
    Sentences(
        "不能证明:清单自称的单位、标题、期间、截至日期和知悉序号属实;签名只覆盖事件。",
        "Not proven: the county, title, period, business date and known_at the manifest names; "
        "only events are signed.",
    ),
    Sentences(
        "不能证明:公钥属于谁,事件中的办理人是不是本人。",
        "Not proven: whose a key is, nor that whoever is named in an event acted in person.",
    ),
)


def not_compared(name: str, reason: Sentences) -> Sentences:
    """Say of a file that was kept why nothing in the bundle is to be compared with it."""
    return Sentences(
        f"未比对:{name}:{reason.chinese}。", f"Not compared: {name}: {reason.english}."
    )


def remarks_on(
    manifest: Manifest, history: History, policy: Policy | None, heads: Heads, own: bool
) -> Iterator[Sentences]:
    """Yield what one should know of a bundle nothing is wrong with; ``own``: with its own keys."""
    if policy is None or not heads.placed:
        yield NOTHING_SIGNED
    else:
        yield from _on_signatures(policy, heads, own)
        yield from _on_rotations(heads)
        yield from _on_cover(heads.last, manifest)
    yield from _on_selection(manifest, history)
    yield from _on_persons(history.texts.untold)
    attachments = len(manifest.paths(MemberKind.ATTACHMENT))
    if attachments:
        yield Sentences(
            f"附有{attachments}个附件,内容与其文件名所载摘要相符,都是事件写明的佐证材料;"
            "没有附上的附件无从核验。",
            f"{attachments} attachments are what their names say and evidence that events state; "
            "those left out are not checked.",
        )


def _on_signatures(policy: Policy, heads: Heads, own: bool) -> Iterator[Sentences]:
    if own:
        yield OWN_KEYS
    if policy.quorum == NONE:
        yield NO_WITNESS
    count = len(heads.placed)
    fewer = sum(not placed.head.decision.reached for placed in heads.placed)
    if fewer:
        yield Sentences(
            f"{count}个检查点中有{fewer}个较早的没有达到见证法定数,由其后的检查点覆盖。",
            f"{fewer} earlier ones of {count} checkpoints had too few witnesses; later ones "
            "cover them.",
        )


def _on_rotations(heads: Heads) -> Iterator[Sentences]:
    for placed in list(heads.ends.values())[:-1]:
        yield Sentences(
            f"日志{placed.log.origin}止于序号{placed.covers},此后换用新的密钥和日志,"
            "其第一条就是这个检查点,已经核对。",
            f"The log {placed.log.origin} ended at event {placed.covers}; the one after it, under "
            "another key, begins on that checkpoint.",
        )


def _on_cover(placed: Placed, manifest: Manifest) -> Iterator[Sentences]:
    last, covered = manifest.events.last or 0, placed.covers
    if manifest.is_whole and last > covered:
        yield Sentences(
            f"最后{last - covered}条事件(序号{covered + 1}至{last})还没有检查点覆盖,"
            "请待下一个检查点之后再核验。",
            f"The last {last - covered} events ({covered + 1} to {last}) are not yet covered "
            "by a checkpoint.",
        )


def _on_persons(untold: int) -> Iterator[Sentences]:
    if untold:
        yield Sentences(
            f"有{untold}处个人信息没有原文,读作“〔个人信息已停止处理·…〕”:已依法删除、限制处理,"
            "或者没有随包给出。",
            f"In {untold} places a person's text is not told and a marker is read instead: it was "
            "erased or restricted, or left out of the bundle.",
        )


def _on_selection(manifest: Manifest, history: History) -> Iterator[Sentences]:
    selection = manifest.scope.selection
    if selection is None:
        return
    yield Sentences(
        f"部分导出包,只含与“{selection.key}”有关的事件:不能证明没有遗漏其他有关事件,"
        "办理步骤、台账和比率须看完整导出包才能核验。",
        f"A partial bundle about {selection.key}: it may leave out events, and whether acts were "
        "allowed and tables follow from them can be judged in a whole bundle alone.",
    )
    if history.chain.begun_later:
        yield Sentences(
            f"有{history.chain.begun_later}个事项不是从第一条记录开始。",
            f"{history.chain.begun_later} items are not told from their first version on.",
        )
