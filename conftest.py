"""What pytest leaves alone: that which needs torch, in an environment without it."""

from importlib.util import find_spec

NEED_TORCH = ["gnn/torch", "tests/gnn/torch", "tests/support/torch_graphs.py"]
collect_ignore = [] if find_spec("torch") else NEED_TORCH
