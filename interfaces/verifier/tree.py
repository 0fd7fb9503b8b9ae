"""The Merkle tree over a bundle's events, grown leaf by leaf."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from application.audit.merkle import HASH_LENGTH, SHA256, Hashing


class Leaves:
    """The leaf hash of each event, in the order of the events."""

    def __init__(self) -> None:
        self._hashes = bytearray()

    def __len__(self) -> int:
        return len(self._hashes) // HASH_LENGTH

    def __getitem__(self, index: int) -> bytes:
        return bytes(self._hashes[index * HASH_LENGTH : (index + 1) * HASH_LENGTH])

    def add(self, entry: bytes) -> None:
        """Take the next entry of the log."""
        self._hashes += SHA256.leaf(entry)

    def roots(
        self, sizes: Iterable[int], after: int = 0, lead: Sequence[bytes] = ()
    ) -> dict[int, bytes]:
        """Return the root of a tree over its first leaves, for each of these numbers of them.

        Its leaves are those of ``lead``, then those of the events that follow the first ``after``.
        """
        wanted, tree, found = sorted(set(sizes)), GrowingTree(), dict[int, bytes]()
        before, shift = len(lead), after - len(lead)
        for size in wanted:
            for index in range(tree.size, size):
                tree.add(lead[index] if index < before else self[index + shift])
            found[size] = tree.root()
        return found


class GrowingTree:
    """A tree of which only the perfect subtrees at its right edge are kept."""

    def __init__(self, hashing: Hashing = SHA256) -> None:
        self.size = 0
        self._hashing = hashing
        self._peaks: list[bytes] = []

    def add(self, leaf_hash: bytes) -> None:
        """Append a leaf; each subtree it completes is hashed once."""
        root, below = leaf_hash, self.size
        while below & 1:
            root = self._hashing.node(self._peaks.pop(), root)
            below >>= 1
        self._peaks.append(root)
        self.size += 1

    def root(self) -> bytes:
        """Return the root as RFC 6962 defines it for this size."""
        if not self._peaks:
            return self._hashing.empty()
        root = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            root = self._hashing.node(peak, root)
        return root
