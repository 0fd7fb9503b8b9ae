"""Personal values as the rest of the system meets them: sealed going in, told coming out.

Whoever writes an event asks for ``sealed``, whoever reads one for ``told``; neither sees a key.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from application.privacy.key_store import KeyStore, Standing
from application.privacy.refusal import Problem, Refused
from application.privacy.sealing import Opening, Place, SealedValue, opening_of, seal
from domain.text import PLACEHOLDER

SHOWN_OF_SUBJECT = 12
UNUSABLE = {
    Standing.USED: Problem.RESTRICTED,
    Standing.RESTRICTED: Problem.RESTRICTED,
    Standing.DESTROYED: Problem.ERASED,
    Standing.LOST: Problem.UNKNOWN_SUBJECT,
}
"""Why nothing is sealed for a person whose key was not given out; one lifted just now waits."""


def marker_of(subject: UUID) -> str:
    """Return what stands where a person's text may no longer be shown; no two look alike."""
    return f"〔个人信息已停止处理·{subject.hex[:SHOWN_OF_SUBJECT]}〕"


class PersonalValues:
    """Seals and opens the texts of persons with the keys of a key store."""

    def __init__(self, keys: KeyStore, clock: Callable[[], datetime]) -> None:
        self._keys = keys
        self._clock = clock

    def make_known(self, names: Iterable[str]) -> None:
        """Make whoever is new of these names known and have their keys at hand, all at once."""
        persons = [name for name in names if not PLACEHOLDER.fullmatch(name)]
        self._keys.keys_of(self._keys.subjects_of(persons, self._clock()))

    def sealed_name(self, name: str, place: Place) -> dict[str, str] | str:
        """Return what the event states in place of a person's name.

        The person is in the key store when this returns. The marker of an erased person stays as
        it is; while somebody is only restricted it is refused, for it would outlast the lifting.
        """
        if marker := PLACEHOLDER.fullmatch(name):
            self._require_none_restricted(marker[1])
            return name
        return self.sealed(name, self._keys.subject_of(name, self._clock()), place)

    def sealed(self, text: str, subject: UUID, place: Place) -> dict[str, str]:
        """Return what the event states in place of a text of this person."""
        key = self._keys.key_of(subject)
        if key is None:
            raise Refused(UNUSABLE[self._keys.standing(subject)], str(subject))
        return seal(text, key, place).stated()

    def _require_none_restricted(self, digits: str) -> None:
        subject = self._keys.restricted_beginning(digits)
        if subject is not None:
            raise Refused(Problem.RESTRICTED, str(subject))

    def told(self, stated: object, place: Place) -> str:
        """Return the text an event states, or the marker of a person of whom none is told."""
        value = SealedValue.read(stated, place)
        opening = self._opening(value, place)
        return marker_of(value.subject) if opening is None else opening.text

    def opening(self, stated: object, place: Place) -> Opening | None:
        """Return what proves the text an event states; ``None`` where it is not to be told."""
        return self._opening(SealedValue.read(stated, place), place)

    def _opening(self, value: SealedValue, place: Place) -> Opening | None:
        key = self._keys.key_of(value.subject)
        return None if key is None else opening_of(value, key, place)

    def latest_change(self) -> UUID | None:
        """Return the latest change of what may be told of anybody; ``None`` before the first."""
        return self._keys.latest_change()

    def forget(self) -> None:
        """Use no key any more without asking the key store for it anew."""
        self._keys.forget()
