"""A snapshot's firms scored, by a model or by rules, with reasons in words."""
