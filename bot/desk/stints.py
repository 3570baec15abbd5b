"""Stints: which of a number's texts are whose, when several people write from one phone."""

from __future__ import annotations

from bot.desk.scene import Scene
from bot.helpline.casework import writers


def spans_of(scene: Scene, person_id: int) -> list[tuple[int, int | None]]:
    """Return which of the number's texts are this person's: from a text's id, up to another's (None: to the end)."""
    stints = scene.work.casework.stints.of(scene.conversation.id)
    return writers.texts_of(stints, person_id, scene.conversation.person_id)
