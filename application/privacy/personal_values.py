"""Personal values as the rest of the system meets them: sealed going in, told coming out.

Whoever writes an event asks for ``sealed``, whoever reads one for ``told``; neither sees a key.
"""

from typing import Final
from uuid import UUID

from application.privacy.key_store import KeyStore
from application.privacy.refusal import Problem, Refused
from application.privacy.sealing import Place, SealedValue, seal, unseal

ERASED_TEXT: Final = "〔个人信息已依法删除〕"
"""What stands where a person's text was."""


class PersonalValues:
    """Seals and opens the texts of persons with the keys of a key store."""

    def __init__(self, keys: KeyStore) -> None:
        self._keys = keys

    def sealed(self, text: str, subject: UUID, place: Place) -> dict[str, str]:
        """Return what the event states in place of the text."""
        key = self._keys.key_of(subject)
        if key is None:
            raise Refused(Problem.ERASED, str(subject))
        return seal(text, key, place).stated()

    def told(self, stated: object, place: Place) -> str:
        """Return the text an event states, or that it was erased."""
        value = SealedValue.read(stated, place)
        key = self._keys.key_of(value.subject)
        return ERASED_TEXT if key is None else unseal(value, key, place)
