"""The core: facts, stores, snapshots, algorithms and the analyses on them."""
