"""Compiled loops over plain arrays: no ids, no dates, no Python objects.

Each kernel is compiled by numba on first use, releases the interpreter lock, and gives
the same answer when the compiler is switched off (``NUMBA_DISABLE_JIT=1``).
"""
