"""A witness outside the operator: it countersigns a log that only ever grows, as it saw it grow.

It knows a log by its key, and remembers of each name the head it countersigned last. A log that
shows it two histories is refused the second, however well signed.
"""

from collections.abc import Callable
from typing import Protocol

from application.audit.checkpoint import Checkpoint, cosign, open_checkpoint, parse_checkpoint
from application.audit.keys import Signer, VerifierKey
from application.audit.merkle import SHA256, verify_consistency
from application.audit.note import parse_note, with_signatures
from application.audit.refusal import Field, Problem, Refused, Sentences
from application.audit.witness_request import WitnessRequest, parse_witness_request


class WitnessMemory(Protocol):
    """Where a witness remembers the heads it countersigned last, one of each log."""

    def recall(self, origin: str) -> bytes | None:
        """Return the text of that head of the log of this name; ``None`` before the first."""
        ...

    def remember(self, text: bytes) -> None:
        """Return once it is durable."""
        ...


class Behind(Refused):
    """The request continues another head than the one the witness saw last."""

    def __init__(self, size: int) -> None:
        reason = Sentences(f"上次见过{size}条", f"it last saw {size}")
        super().__init__(Problem.WITNESS_AHEAD, Field.EARLIER_SIZE, 1, reason)
        self.size = size
        """The size a request must continue from."""


class Witness:
    """Countersigns the heads of one log."""

    def __init__(
        self,
        name: str,
        key: Signer,
        log: VerifierKey,
        memory: WitnessMemory,
        clock: Callable[[], float],
    ) -> None:
        self._name = name
        self._signer = key
        self._log = log
        self._memory = memory
        self._clock = clock

    def countersign(self, data: bytes) -> bytes:
        """Return the head of a request with this witness's countersignature added.

        Raises ``Refused`` unless the head is signed by the log and proven to continue the one
        seen before; ``Behind`` names the size to continue from.
        """
        request, head = self._opened(data)
        seen = self._seen()
        if request.old != seen.size:
            raise Behind(seen.size)
        verify_consistency(seen.size, head.size, request.proof, seen.root, head.root)
        self._memory.remember(head.text.encode())
        return self._signed(request, head)

    def countersign_again(self, data: bytes) -> bytes | None:
        """Countersign anew the very head countersigned last; ``None`` for any other.

        Its answer may have been lost on the way back, and a request that was carried by hand
        names the size it continued from for good. Over HTTP the specification has the log ask
        again from the size it is told.
        """
        request, head = self._opened(data)
        return self._signed(request, head) if head == self._seen() else None

    def _opened(self, data: bytes) -> tuple[WitnessRequest, Checkpoint]:
        request = parse_witness_request(data)
        opened = open_checkpoint(request.checkpoint, [self._log], (), request.checkpoint_line)
        return request, opened.checkpoint

    def _signed(self, request: WitnessRequest, head: Checkpoint) -> bytes:
        signature = cosign(head, self._name, int(self._clock()), self._signer)
        note = parse_note(request.checkpoint, request.checkpoint_line)
        return with_signatures(note, [signature]).data

    def _seen(self) -> Checkpoint:
        text = self._memory.recall(self._log.name)
        if text is None:
            return Checkpoint(self._log.name, 0, SHA256.empty())
        return parse_checkpoint(text.decode())
