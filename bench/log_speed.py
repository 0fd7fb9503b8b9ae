"""``python -m bench.log_speed [leaves]``: appending in memory, proving, verifying."""

import random
import sys
import time

from application.audit import ed25519
from application.audit.merkle import SHA256, verify_consistency, verify_inclusion
from application.audit.proofs import consistency_proof, inclusion_proof, root
from application.audit.tiles import Frontier
from bench.timing import heading, percentile
from tests.application.audit.signing import TestSigner
from tests.application.audit.trees import KeptTiles

ENTRY = b"x" * 600
PROOFS = 2_000
BATCHES = (1, 10, 1_000)


def main() -> None:
    """Print the figures; nothing is judged, for there is nothing beside it to compare with."""
    leaves = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    tiles = KeptTiles()
    for batch in BATCHES:
        tiles = append(leaves, batch)
    prove(leaves, tiles)
    verify_signatures()


def append(leaves: int, batch: int) -> KeptTiles:
    """Hash and append entries of 600 bytes, so many at a time; return the tiles."""
    edge, tiles, begin = Frontier(), KeptTiles(), time.process_time()
    for start in range(0, leaves, batch):
        hashes = [
            SHA256.leaf(b"%d" % number + ENTRY)
            for number in range(start, min(leaves, start + batch))
        ]
        edge = tiles.append(edge, hashes)
    seconds = time.process_time() - begin
    heading(f"{leaves} leaves, {batch} at a time")
    print(f"   {leaves / seconds:,.0f} leaves/s ({seconds:.1f} s), tiles changed included")
    return tiles


def prove(leaves: int, tiles: KeptTiles) -> None:
    """Prove random leaves and random earlier sizes; verify each proof."""
    chance, head = random.Random(1), root(leaves, tiles)
    made: dict[str, list[float]] = {"inclusion": [], "consistency": []}
    verified: dict[str, list[float]] = {"inclusion": [], "consistency": []}
    for _ in range(PROOFS):
        index, first = chance.randrange(leaves), chance.randrange(leaves) + 1
        leaf = SHA256.leaf(b"%d" % index + ENTRY)
        begin = time.process_time()
        proof = inclusion_proof(index, leaves, tiles)
        made["inclusion"].append(time.process_time() - begin)
        begin = time.process_time()
        verify_inclusion(leaf, index, leaves, proof, head)
        verified["inclusion"].append(time.process_time() - begin)
        first_root = root(first, tiles)
        begin = time.process_time()
        proof = consistency_proof(first, leaves, tiles)
        made["consistency"].append(time.process_time() - begin)
        begin = time.process_time()
        verify_consistency(first, leaves, proof, first_root, head)
        verified["consistency"].append(time.process_time() - begin)
    heading(f"proofs of a log of {leaves} leaves, processor time")
    for kind, seconds in made.items():
        for what, taken in (("made", seconds), ("verified", verified[kind])):
            p50, p99 = (percentile(taken, share) * 1e3 for share in (0.5, 0.99))
            print(f"   {kind} {what}: p50 {p50:.3f} ms, p99 {p99:.3f} ms")


def verify_signatures() -> None:
    """Verify Ed25519 signatures in pure Python."""
    signer = TestSigner.named("bench")
    public, signature = signer.public, signer.sign(ENTRY)
    begin = time.process_time()
    for _ in range(100):
        ed25519.verify(public, ENTRY, signature)
    heading("Ed25519 in pure Python, processor time")
    print(f"   verified: {(time.process_time() - begin) * 10:.2f} ms")


if __name__ == "__main__":
    main()
