"""Desk: what the helpline does with a text, one verb per file. Knows no framework, no provider and no database."""
