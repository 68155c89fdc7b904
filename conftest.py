"""What pytest leaves alone: that which needs torch, in an environment without it."""

from importlib.util import find_spec

collect_ignore = [] if find_spec("torch") else ["gnn/torch", "tests/gnn/torch"]
