"""The tamper-evident history: entries, their Merkle tree, signed checkpoints and proofs."""
