"""Learned scores over the graph; the one package that may import torch."""
