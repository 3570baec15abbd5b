"""Bench: how fast the whole service answers, beside a bare call of the same model. `make bench`."""
