"""Set up: what a provider cannot do without is asked for when the service starts, not when a child has written."""

from __future__ import annotations

from collections.abc import Mapping


class ProviderNotSetUp(RuntimeError):
    """A setting that the provider cannot do without is missing. The words are for a person at a terminal."""


def check_set(provider: str, wanted: Mapping[str, object]) -> None:
    """Raise ProviderNotSetUp, naming every setting that is empty."""
    missing = [name for name, value in wanted.items() if not value]
    if missing:
        raise ProviderNotSetUp(f"PROVIDER={provider} needs {', '.join(missing)}.")
