"""Bundles whose log is signed and witnessed, whole and partial, and what units keep of them."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from unittest.mock import patch

from application.audit import ed25519, keys
from application.audit.checkpoint import Checkpoint, signed
from application.audit.proof_file import ProofFile
from interfaces.documents.bundle import AuditBundle, Member
from interfaces.documents.log_lines import checkpoint_line, proof_line
from interfaces.documents.manifest import EVENTS_PATH, MANIFEST_PATH, Manifest, MemberKind
from interfaces.verifier.bundle_check import Beside
from interfaces.verifier.kept import Given
from tests.application.audit.heads import ORIGIN, POLICY_TEXT, cosignature, log_signature
from tests.application.audit.trees import NaiveTree, sha256
from tests.interfaces.documents.bundles import EVENTS, ONE_UNIT, contents
from tests.interfaces.verifier.replaying import Bundle

POLICY = POLICY_TEXT.encode()
BOTH = (0, 1)
"""Two of the three witnesses: as many as the quorum asks for."""


def tree(events: Iterable[bytes] = EVENTS) -> NaiveTree:
    return NaiveTree(sha256(b"\0" + line.removesuffix(b"\n")) for line in events)


@cache
def note(
    size: int,
    witnesses: tuple[int, ...] = BOTH,
    root: bytes | None = None,
    origin: str = ORIGIN,
    signer: str = ORIGIN,
    events: tuple[bytes, ...] = EVENTS,
) -> bytes:
    """Return a checkpoint of the events, signed by the log and cosigned by these witnesses."""
    head = Checkpoint(origin, size, root or tree(events).root(size))
    cosigned = [cosignature(each, head) for each in witnesses]
    return signed(head, [log_signature(head, signer), *cosigned])


def log_files(
    notes: Sequence[bytes], policy: bytes = POLICY, proofs: Sequence[bytes] | None = None
) -> list[Member]:
    lines = [checkpoint_line(each.decode()) for each in notes]
    members = [
        Member("log/policy.txt", MemberKind.LOG, [policy]),
        Member("log/checkpoints.jsonl", MemberKind.LOG, lines),
    ]
    if proofs is not None:
        members.append(Member("log/proofs.jsonl", MemberKind.LOG, proofs))
    return members


def whole(*notes: bytes, policy: bytes = POLICY, events: tuple[bytes, ...] = EVENTS) -> bytes:
    return contents(events, more=log_files(notes, policy))


def proofs(
    places: Sequence[int], size: int = 5, events: tuple[bytes, ...] = EVENTS
) -> list[bytes]:
    return [proof_line(place, tree(events).path(place - 1, size)) for place in places]


def partial(places: Sequence[int], notes: Sequence[bytes], lines: Sequence[bytes]) -> bytes:
    """Return a bundle of the events at these places alone, with these lines of proofs."""
    events = [EVENTS[place - 1] for place in places]
    return contents(events, 5, ONE_UNIT, log_files(notes, proofs=lines))


def receipt(
    sequence: int, head: bytes, events: tuple[bytes, ...] = EVENTS, size: int = 5
) -> bytes:
    """Return what a unit keeps of the event with this sequence."""
    proof = tree(events).path(sequence - 1, size)
    entry = events[sequence - 1].removesuffix(b"\n")
    return ProofFile(sequence - 1, tuple(proof), head, entry).data


def resigned(told: Bundle, events: tuple[bytes, ...], *notes: bytes) -> bytes:
    """Return the export of a county with signed heads put into it."""
    manifest = Manifest.from_bytes(told.files[MANIFEST_PATH])
    members = [
        Member(each.path, each.kind, [told.files[each.path]])
        for each in manifest.files
        if each.path != EVENTS_PATH
    ]
    members += log_files(notes)
    return b"".join(AuditBundle(manifest.scope, events, members, manifest.generation))


def kept(*, checkpoint: bytes | None = None, receipt: bytes | None = None) -> Beside:
    return Beside(
        None,
        [] if checkpoint is None else [Given("kept.txt", checkpoint)],
        [] if receipt is None else [Given("receipt.txt", receipt)],
    )


@contextmanager
def each_signature_verified_once() -> Iterator[None]:
    """Remember the answer about each: most falsified bundles carry the same signatures."""
    with (
        patch.object(keys, "verify", cache(ed25519.verify)),
        patch.object(keys, "is_strong", cache(ed25519.is_strong)),
    ):
        yield
