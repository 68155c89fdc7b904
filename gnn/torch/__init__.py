"""What needs torch; asked for by `gnn.extra.torch_part`, imported by nobody else.

Imports are absolute everywhere, so here too `import torch` is the library.
"""
