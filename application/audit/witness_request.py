"""What a witness is asked (C2SP tlog-witness, add-checkpoint): an earlier size, a proof, a head.

The same few lines go over HTTP and, where no line leads out, in a file or a QR code.
"""

from dataclasses import dataclass

from application.audit.merkle import HASH_LENGTH, LONGEST_PROOF
from application.audit.note import LONGEST_NOTE
from application.audit.refusal import Field, Problem, Refused
from application.audit.strict import base64_of, number_of, text_of, to_base64

OLD = "old "
LONGEST_REQUEST = LONGEST_NOTE + 8 * 1024


@dataclass(frozen=True)
class WitnessRequest:
    """A signed head, and the proof that it continues the one of size ``old``."""

    old: int
    proof: tuple[bytes, ...]
    checkpoint: bytes
    """The signed checkpoint, byte for byte."""
    checkpoint_line: int = 0
    """Where the checkpoint begins in the file it was read from."""

    @property
    def data(self) -> bytes:
        """The request as it is sent."""
        lines = [f"{OLD}{self.old}", *map(to_base64, self.proof), "", ""]
        return "\n".join(lines).encode() + self.checkpoint


def parse_witness_request(data: bytes) -> WitnessRequest:
    """Tell the parts of a request apart; nothing is verified yet."""
    text = text_of(data, LONGEST_REQUEST, Field.REQUEST)
    above, blank, checkpoint = text.partition("\n\n")
    if not blank or not checkpoint:
        raise Refused(Problem.MISSING_LINE, Field.CHECKPOINT, text.count("\n") + 1)
    first, *hashes = above.split("\n")
    if not first.startswith(OLD):
        raise Refused(Problem.MALFORMED_LINE, Field.EARLIER_SIZE, 1)
    old = number_of(first.removeprefix(OLD), Field.EARLIER_SIZE, 1)
    if len(hashes) > LONGEST_PROOF:
        raise Refused(Problem.PROOF_LENGTH_DIFFERS, Field.PROOF, 2)
    proof = tuple(
        base64_of(line, Field.PROOF, number, HASH_LENGTH) for number, line in enumerate(hashes, 2)
    )
    return WitnessRequest(old, proof, checkpoint.encode(), len(hashes) + 3)
