"""Checkpoints that state the SM3 root too, truly or falsely, over one log or several."""

import hashlib
from dataclasses import dataclass, replace

from application.audit.checkpoint import Checkpoint, signed
from interfaces.verifier.finding import Fault
from tests.application.audit.heads import cosignature, log_signature
from tests.application.audit.trees import NaiveTree
from tests.interfaces.verifier.rotated import Chain, Heads
from tests.interfaces.verifier.signed import BOTH

FALSE_ROOT = bytes(32)


def sm3(data: bytes) -> bytes:
    return hashlib.new("sm3", data).digest()


@dataclass(frozen=True)
class Sm3Chain(Chain):
    """Its heads state the SM3 root, but for those that cover one of these events last."""

    silent: tuple[int, ...] = ()
    lying: tuple[int, ...] = ()
    """They state another."""

    def head(self, log: int, covers: int) -> Checkpoint:
        head = super().head(log, covers)
        if covers in self.silent:
            return head
        root = FALSE_ROOT if covers in self.lying else self.sm3_tree(log).root(head.size)
        return replace(head, sm3_root=root)

    def sm3_tree(self, log: int) -> NaiveTree:
        leaves = [sm3(b"\0" + line.removesuffix(b"\n")) for line in self.events]
        if log:
            before = self.note(log - 1, self.first(log), ())
            leaves = [sm3(b"\0" + before), *leaves[self.first(log) :]]
        return NaiveTree(leaves, sm3)


def stated_truly(events: tuple[bytes, ...]) -> dict[str, tuple[Heads, int]]:
    """Return checkpoints, and how many of them state an SM3 root."""

    def chain(*ends: int, silent: tuple[int, ...] = ()) -> Sm3Chain:
        return Sm3Chain(ends, events, silent)

    one, two, three = chain(), chain(2), chain(2, 4)
    return {
        "one head": (Heads([one.note(0, 5)]), 1),
        "every head": (Heads([one.note(0, each) for each in range(1, 6)]), 5),
        "from nothing on": (Heads([one.note(0, 0), one.note(0, 5)]), 2),
        "begun later": (Heads([chain(silent=(2,)).note(0, 2), one.note(0, 5)]), 1),
        "not gone on with": (Heads([one.note(0, 2), chain(silent=(5,)).note(0, 5)]), 1),
        "not up to the end": (Heads([one.note(0, 3)]), 1),
        "two logs": (Heads([two.note(0, 2), two.note(1, 5)]), 2),
        "begun with the second log": (
            Heads([(late := chain(2, silent=(2,))).note(0, 2), late.note(1, 5)]),
            1,
        ),
        "three logs": (Heads([three.note(0, 2), three.note(1, 4), three.note(2, 5)]), 3),
        "rotated at once": (
            Heads([chain(2, 2).note(log, at) for log, at in ((0, 2), (1, 2), (2, 5))]),
            3,
        ),
        "none": (Heads([Chain((), events).note(0, 5)]), 0),
    }


def stated_falsely(events: tuple[bytes, ...]) -> dict[str, Heads]:
    """Return checkpoints of which one states another SM3 root than the events have."""

    def lying(*covers: int, ends: tuple[int, ...] = ()) -> Sm3Chain:
        return Sm3Chain(ends, events, lying=covers)

    first, last, both = lying(2), lying(5), lying(2, 5)
    later = lying(5, ends=(2,))
    other = Sm3Chain((), (events[1], *events[1:]))
    swapped = replace(Chain((), events).head(0, 5), sm3_root=other.head(0, 5).sm3_root)
    return {
        "the first": Heads([first.note(0, 2), first.note(0, 5)], Fault.ROOT_DIFFERS, 1),
        "the last": Heads([last.note(0, 2), last.note(0, 5)], Fault.ROOT_DIFFERS, 2),
        "both": Heads([both.note(0, 2), both.note(0, 5)], Fault.ROOT_DIFFERS, 1),
        "of the second log": Heads([later.note(0, 2), later.note(1, 5)], Fault.ROOT_DIFFERS, 2),
        "of the ended log": Heads(
            [(ended := lying(2, ends=(2,))).note(0, 2), ended.note(1, 5)], Fault.ROOT_DIFFERS, 1
        ),
        "that of other events": Heads([signed_head(swapped)], Fault.ROOT_DIFFERS, 1),
    }


def signed_head(head: Checkpoint) -> bytes:
    return signed(
        head, [log_signature(head, head.origin), *(cosignature(each, head) for each in BOTH)]
    )
