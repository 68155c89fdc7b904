"""Graphs with known answers and strategies for random ones, shipped for tests."""
