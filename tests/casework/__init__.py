"""Casework: rules by tables, stories against a real database."""
