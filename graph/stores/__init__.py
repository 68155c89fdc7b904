"""Stores of bitemporal facts; `open_store` picks one by URL."""
