"""Logs after one another over the events of a bundle, and ways to tell of them falsely."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from application.audit.checkpoint import Checkpoint, signed
from application.audit.keys import KeyType, VerifierKey
from application.audit.merkle import SHA256
from application.audit.proof_file import ProofFile
from interfaces.documents.log_lines import link_line, proof_line
from interfaces.verifier.finding import Fault
from tests.application.audit.heads import ORIGIN, POLICY_TEXT, cosignature, log_signature
from tests.application.audit.signing import TestSigner
from tests.application.audit.trees import NaiveTree
from tests.interfaces.documents.bundles import EVENTS
from tests.interfaces.verifier.signed import BOTH

NAMES = (ORIGIN, "renda.example/zhuoluo/2027", "renda.example/zhuoluo/2028")
POLICY_OF_ALL = (
    "".join(
        f"log {VerifierKey(name, KeyType.LOG, TestSigner.named(name).public).vkey}\n"
        for name in NAMES[1:]
    )
    + POLICY_TEXT
).encode()


@dataclass(frozen=True)
class Chain:
    """Every log but the last has an end: the last event its last checkpoint covers."""

    ends: tuple[int, ...]
    events: tuple[bytes, ...] = EVENTS

    def first(self, log: int) -> int:
        return self.ends[log - 1] if log else 1

    def size(self, log: int, covers: int) -> int:
        return covers - self.first(log) + 1

    def tree(self, log: int) -> NaiveTree:
        leaves = [SHA256.leaf(line.removesuffix(b"\n")) for line in self.events]
        if not log:
            return NaiveTree(leaves)
        before = self.note(log - 1, self.first(log), ())
        return NaiveTree([SHA256.leaf(before), *leaves[self.first(log) :]])

    def note(
        self,
        log: int,
        covers: int,
        witnesses: tuple[int, ...] = BOTH,
        signer: str | None = None,
    ) -> bytes:
        """Return the checkpoint of one log up to an event."""
        return _note(self, log, covers, witnesses, signer or NAMES[log])

    def head(self, log: int, covers: int) -> Checkpoint:
        """Return what that checkpoint states."""
        size = self.size(log, covers)
        return Checkpoint(NAMES[log], size, self.tree(log).root(size))

    def link(self, log: int, covers: int, name: str | None = None) -> bytes:
        path = self.tree(log).path(0, self.size(log, covers))
        return link_line(name or NAMES[log], path)

    def proof(self, log: int, sequence: int, covers: int) -> bytes:
        path = self.tree(log).path(sequence - self.first(log), self.size(log, covers))
        return proof_line(sequence, path)

    def receipt(self, log: int, sequence: int, covers: int) -> bytes:
        index = sequence - self.first(log)
        path = self.tree(log).path(index, self.size(log, covers))
        entry = self.events[sequence - 1].removesuffix(b"\n")
        return ProofFile(index, tuple(path), self.note(log, covers), entry).data


@cache
def _note(chain: Chain, log: int, covers: int, witnesses: tuple[int, ...], signer: str) -> bytes:
    head = chain.head(log, covers)
    cosigned = [cosignature(each, head) for each in witnesses]
    return signed(head, [log_signature(head, signer), *cosigned])


class Heads(NamedTuple):
    """The checkpoints of a whole bundle, and what is wrong with them, where."""

    notes: Sequence[bytes]
    fault: Fault | None = None
    line: int | None = None
    policy: bytes = POLICY_OF_ALL


def empty(log: int) -> bytes:
    head = Checkpoint(NAMES[log], 0, SHA256.empty())
    return signed(head, [log_signature(head, NAMES[log]), *(cosignature(w, head) for w in BOTH)])


def told_truly(events: tuple[bytes, ...]) -> dict[str, Heads]:
    once, twice = Chain((2,), events), Chain((2, 4), events)
    return {
        "two logs": Heads([once.note(0, 2), once.note(1, 5)]),
        "three logs": Heads([twice.note(0, 2), twice.note(1, 4), twice.note(2, 5)]),
        "the first head over the last one alone": Heads([once.note(0, 2), once.note(1, 2)]),
        "many heads": Heads(
            [once.note(0, 1), once.note(0, 2), *(once.note(1, each) for each in (2, 3, 5))]
        ),
        "witnesses of the last alone": Heads(
            [twice.note(0, 2, ()), twice.note(1, 4, ()), twice.note(2, 4, ()), twice.note(2, 5)]
        ),
        "not yet up to the end": Heads([once.note(0, 2), once.note(1, 4)]),
        "rotated at once": Heads(
            [Chain((2, 2), events).note(log, covers) for log, covers in ((0, 2), (1, 2), (2, 5))]
        ),
    }


def told_falsely(events: tuple[bytes, ...]) -> dict[str, Heads]:
    once, other, twice = Chain((2,), events), Chain((1,), events), Chain((2, 4), events)
    old_policy = POLICY_TEXT.encode()
    return {
        "begun on another head": Heads([once.note(0, 2), other.note(1, 4)], Fault.ROOT_DIFFERS, 2),
        "the last head left out": Heads([once.note(0, 1), once.note(1, 4)], Fault.ROOT_DIFFERS, 2),
        "the old log left out": Heads([once.note(1, 4)], Fault.ROOT_DIFFERS, 1),
        "a log left out between": Heads(
            [twice.note(0, 2), twice.note(2, 5)], Fault.ROOT_DIFFERS, 2
        ),
        "the old log goes on": Heads(
            [once.note(0, 2), once.note(1, 4), once.note(0, 5)], Fault.WRONG_LOG, 3
        ),
        "empty": Heads([once.note(0, 2), empty(1)], Fault.CHECKPOINTS_NOT_ASCENDING, 2),
        "going back": Heads(
            [once.note(0, 2), once.note(1, 4), once.note(1, 3)],
            Fault.CHECKPOINTS_NOT_ASCENDING,
            3,
        ),
        "a log nobody named": Heads(
            [once.note(0, 2), once.note(1, 5)], Fault.WRONG_LOG, 2, old_policy
        ),
        "signed by the old key": Heads(
            [once.note(0, 2), once.note(1, 5, signer=ORIGIN)], Fault.UNSIGNED_CHECKPOINT, 2
        ),
        "too few witnesses": Heads(
            [once.note(0, 2), once.note(1, 5, (0,))], Fault.QUORUM_NOT_MET, 2
        ),
        "another history after it": Heads(
            [once.note(0, 2), Chain((2,), (*events[:2], *events[1:-1])).note(1, 5)],
            Fault.ROOT_DIFFERS,
            2,
        ),
        "another history before it": Heads(
            [Chain((2,), (events[1], *events[1:])).note(0, 2), once.note(1, 5)],
            Fault.ROOT_DIFFERS,
            1,
        ),
    }


class Part(NamedTuple):
    """A partial bundle: which events, under which heads, with which lines of proofs."""

    places: Sequence[int]
    notes: Sequence[bytes]
    proofs: Sequence[bytes]
    fault: Fault | None = None
    path: str | None = None
    line: int | None = None


def parts(events: tuple[bytes, ...]) -> dict[str, Part]:
    chain, end = Chain((2, 4), events), 5
    places, of_logs = (1, 3, 5), ((0, 1, 2), (1, 3, 4), (2, 5, end))
    notes = [chain.note(0, 2), chain.note(1, 4), chain.note(2, end)]
    links = [chain.link(1, 4), chain.link(2, end)]
    lines = [chain.proof(*each) for each in of_logs]
    log = "log/proofs.jsonl"

    def spoiled(changed: Sequence[bytes], fault: Fault, line: int) -> Part:
        return Part(places, notes, changed, fault, log, line)

    malformed, absent = Fault.MALFORMED_PROOF, Fault.NOT_INCLUDED
    renamed = chain.link(1, 4, "other")
    twice = [notes[0], chain.note(1, 3), *notes[1:]]
    return {
        "over three logs": Part(places, notes, [*links, *lines]),
        "of the last log alone": Part((5,), notes, [*links, lines[2]]),
        "of the first log alone": Part((1,), notes, [*links, lines[0]]),
        "of events at the ends of their logs": Part(
            (2, 4), notes, [*links, chain.proof(0, 2, 2), chain.proof(1, 4, 4)]
        ),
        "without links": spoiled(lines, malformed, 1),
        "without the second link": spoiled([links[0], *lines], malformed, 2),
        "without proofs": spoiled(links, malformed, 3),
        "without the last proof": spoiled([*links, *lines[:2]], malformed, 5),
        "with nothing": spoiled([], malformed, 1),
        "with one proof too many": spoiled([*links, *lines, lines[2]], malformed, 6),
        "links swapped": spoiled([*links[::-1], *lines], malformed, 1),
        "a link of another log": spoiled([renamed, links[1], *lines], malformed, 1),
        "a link after the proofs": spoiled([links[0], *lines, links[1]], malformed, 2),
        "a link with another path": spoiled(
            [link_line(NAMES[1], [bytes(32)] * 2), links[1], *lines], absent, 1
        ),
        "a link without a path": spoiled([link_line(NAMES[1], []), links[1], *lines], absent, 1),
        "a proof under another log": spoiled(
            [*links, lines[0], Chain((), events).proof(0, 3, 5), lines[2]], absent, 4
        ),
        "a link with more in it": spoiled(
            [links[0].replace(b"}", b',"x":1}'), links[1], *lines], malformed, 1
        ),
        "two heads of one log": Part(
            places, twice, [*links, *lines], Fault.MALFORMED_CHECKPOINT, "log/checkpoints.jsonl", 3
        ),
    }
