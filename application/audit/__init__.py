"""The tamper-evident log: hashing, tiles, proofs, signed checkpoints. No storage, no clock."""
