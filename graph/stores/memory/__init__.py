"""The reference store, in this process's memory."""
