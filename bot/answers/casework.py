"""Casework's lists, read from content/casework.yml."""

from __future__ import annotations

from pathlib import Path

from bot.answers.content import BadContent, read_yaml
from bot.helpline.casework.taxonomy import BadTaxonomy, Taxonomy

CONTEXT = "casework/"  # before the label's id, in the catalogs


def read_casework(content: Path) -> Taxonomy:
    """Read casework.yml (none: no lists). Raises BadContent."""
    path = content / "casework.yml"
    if not path.exists():
        return Taxonomy()
    try:
        return Taxonomy.read(read_yaml(path))
    except BadTaxonomy as fault:
        raise BadContent(str(fault)) from None
