"""A small log with its signer, three witnesses and a policy, to prove things with."""

from application.audit.checkpoint import Checkpoint, cosign, signed
from application.audit.keys import KeyType, VerifierKey
from application.audit.note import Signature, sign_note
from application.audit.policy import Policy, parse_policy
from application.audit.proof_file import ProofFile
from application.audit.proofs import inclusion_proof
from tests.application.audit.signing import TestSigner
from tests.application.audit.trees import KeptTiles, NaiveTree

ORIGIN = "renda.example/zhuoluo/2026"
WITNESSES = ("congress.example/w1", "archive.example/w2", "audit.example/w3")
NAMES = ("人大机", "档案馆", "审计局")
AT = 1_795_600_000
SIZE = 300
INDEX = 77
LEAF = b"leaf 77"

LOG_KEY = VerifierKey(ORIGIN, KeyType.LOG, TestSigner.named(ORIGIN).public)
WITNESS_KEYS = tuple(
    VerifierKey(name, KeyType.WITNESS, TestSigner.named(name).public) for name in WITNESSES
)
TREE = NaiveTree.of(SIZE)
CHECKPOINT = Checkpoint(ORIGIN, SIZE, TREE.root(SIZE))
POLICY_TEXT = (
    "# 县人大监督系统\n"
    f"log {LOG_KEY.vkey}\n"
    + "".join(f"witness {a} {b.vkey}\n" for a, b in zip(NAMES, WITNESS_KEYS, strict=True))
    + f"group 见证 2 {' '.join(NAMES)}\n"
    + "quorum 见证\n"
)


def policy() -> Policy:
    return parse_policy(POLICY_TEXT.encode())


def log_signature(checkpoint: Checkpoint = CHECKPOINT, signer: str = ORIGIN) -> Signature:
    return sign_note(checkpoint.text, checkpoint.origin, TestSigner.named(signer))


def cosignature(witness: int, checkpoint: Checkpoint = CHECKPOINT, at: int = AT) -> Signature:
    name = WITNESSES[witness]
    return cosign(checkpoint, name, at + witness, TestSigner.named(name))


def head(*witnesses: int) -> bytes:
    """Return the checkpoint signed by the log and cosigned by these witnesses."""
    return signed(CHECKPOINT, [log_signature(), *map(cosignature, witnesses)])


def proof_file(*witnesses: int, index: int = INDEX, extra: bytes | None = None) -> bytes:
    tiles = KeptTiles.of(TREE.leaf_hashes)
    proof = tuple(inclusion_proof(index, SIZE, tiles))
    return ProofFile(index, proof, head(*witnesses), extra).data
