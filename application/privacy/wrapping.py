"""The wrapping key: the one secret that opens a key store, kept in a file apart from it."""

import binascii
from hashlib import sha256
from os import urandom
from uuid import UUID

from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from application.audit.strict import to_base64
from application.privacy.refusal import Problem, Refused
from application.privacy.sealing import KEY_LENGTH

PREFIX = "ZHUOLUO+WRAPPING+KEY+"
ID_TAG = b"zhuoluo/wrapping-key/1\n"
ID_LENGTH = 8


class WrappingKey:
    """Wraps keys with AES-256 as in RFC 3394, each together with whose key it is.

    So a wrapped key put into another person's row is found out when it is unwrapped.
    """

    def __init__(self, material: bytes) -> None:
        self._material = material
        self.id = sha256(ID_TAG + material).digest()[:ID_LENGTH].hex()
        """Names the key without telling anything of it."""

    @classmethod
    def generate(cls) -> "WrappingKey":
        """Make a new one."""
        return cls(urandom(KEY_LENGTH))

    @classmethod
    def of_line(cls, line: bytes, where: str) -> "WrappingKey":
        """Read the line of a key file, in its one form and no other."""
        try:
            key_id, encoded = line.decode("ascii").removeprefix(PREFIX).split("+", 1)
            key = cls(_material_of(encoded))
        except ValueError:
            raise Refused(Problem.MALFORMED_KEY, where) from None
        if key.id != key_id:
            raise Refused(Problem.KEY_ID_DIFFERS, where)
        if key.line != line:
            raise Refused(Problem.MALFORMED_KEY, where)
        return key

    @property
    def line(self) -> bytes:
        """The line of its file."""
        return f"{PREFIX}{self.id}+{to_base64(self._material)}\n".encode()

    def wrap(self, owner: UUID, key: bytes) -> bytes:
        """Wrap a key as that of its owner."""
        return aes_key_wrap(self._material, owner.bytes + key)

    def unwrap(self, owner: UUID, wrapped: bytes) -> bytes:
        """Return the key of this owner."""
        try:
            unwrapped = aes_key_unwrap(self._material, wrapped)
        except InvalidUnwrap:
            raise Refused(Problem.KEY_DAMAGED, str(owner)) from None
        if unwrapped[:-KEY_LENGTH] != owner.bytes:
            raise Refused(Problem.KEY_DAMAGED, str(owner))
        return unwrapped[-KEY_LENGTH:]


def _material_of(encoded: str) -> bytes:
    material = binascii.a2b_base64(encoded)
    if len(material) != KEY_LENGTH:
        msg = "a wrapping key has 32 bytes"
        raise ValueError(msg)
    return material
