"""The ledger: a Merkle tree over leaves, so that nothing changes or vanishes unseen."""
