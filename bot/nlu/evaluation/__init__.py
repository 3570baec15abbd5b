"""Measure how well texts are understood, on rows whose authors never saw the training examples."""
