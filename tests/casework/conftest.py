"""Fixtures of casework's stories."""

from tests.conversations.conftest import ayna, child, helpline, merdan, oraz

__all__ = ["ayna", "child", "helpline", "merdan", "oraz"]
