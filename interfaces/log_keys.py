"""Private keys of the signer and of witnesses: one line in a file only its owner may read.

The line is that of Go's note package, ``PRIVATE+KEY+<name>+<key ID>+<Base64 of type and seed>``,
so that other tools for signed notes can use it.
"""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from application.audit.keys import KeyType, VerifierKey
from application.audit.refusal import Field, Problem, Refused
from application.audit.strict import base64_of, to_base64
from interfaces.durable_file import is_private, write_private

PREFIX = "PRIVATE+KEY+"
SEED_LENGTH = 32
LONGEST = 1_024


class PrivateKey:
    """A private key with the name it signs under."""

    def __init__(self, name: str, kind: KeyType, seed: bytes) -> None:
        self.name = name
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.verifier = VerifierKey(name, kind, self.public)

    @property
    def public(self) -> bytes:
        """The 32 bytes of the public key."""
        return self._key.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """Return the 64 bytes of a signature."""
        return self._key.sign(message)


def make_key(path: Path, name: str, kind: KeyType) -> VerifierKey:
    """Make a key and write it to a new file; return what verifies it."""
    seed = Ed25519PrivateKey.generate().private_bytes_raw()
    verifier = PrivateKey(name, kind, seed).verifier
    typed = to_base64(bytes([kind]) + seed)
    write_private(path, f"{PREFIX}{name}+{verifier.key_id.hex()}+{typed}\n".encode())
    return verifier


def read_key(path: Path, kind: KeyType) -> PrivateKey:
    """Read a key of this kind; refuse a file that others may read, or that is no such key."""
    if not is_private(path):
        raise Refused(Problem.KEY_EXPOSED, Field.KEY)
    line = path.read_bytes()[:LONGEST].decode(errors="replace")
    name, key_id, typed = _parts(line)
    material = base64_of(typed, Field.KEY, 1)
    if material[:1] != bytes([kind]):
        raise Refused(Problem.UNSUPPORTED_KEY, Field.KEY, 1)
    if len(material) != 1 + SEED_LENGTH:
        raise Refused(Problem.WRONG_LENGTH, Field.KEY, 1)
    key = PrivateKey(name, kind, material[1:])
    if key.verifier.key_id.hex() != key_id:
        raise Refused(Problem.KEY_ID_DIFFERS, Field.KEY, 1)
    return key


def _parts(line: str) -> tuple[str, str, str]:
    parts = line.removeprefix(PREFIX).removesuffix("\n").split("+", 2)
    if not line.startswith(PREFIX) or not line.endswith("\n") or len(parts) != 3:  # noqa: PLR2004 - name, ID, seed
        raise Refused(Problem.MALFORMED_KEY, Field.KEY, 1)
    return parts[0], parts[1], parts[2]
