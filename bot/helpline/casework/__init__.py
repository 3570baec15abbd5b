"""Casework: what is written down of a case, who may be told, and what is still to be done. Pure."""
