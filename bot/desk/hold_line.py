"""Hold the line: somebody is in danger and waits for a human. The bot says only that."""

from __future__ import annotations

from datetime import timedelta

from bot.desk.scene import Scene
from bot.desk.thread import is_quiet_since, was_said
from bot.helpline.records import Case, Message, Status

ENOUGH = timedelta(minutes=2)  # after a text of ours there is nothing to add
AGAIN = timedelta(minutes=10)


def hold_the_line(scene: Scene, case: Case, texts: list[Message]) -> None:
    """Lay the texts into the case; tell the person that a human is being called, unless that was said just now."""
    lay_into(scene, case, texts)
    told = "safety.nobody_yet" if is_exhausted(scene, case) else "safety.holding_line"
    if is_quiet_since(scene, ENOUGH) and not was_said(scene, told, AGAIN):
        scene.say(told, case=case)


def lay_into(scene: Scene, case: Case, texts: list[Message]) -> None:
    """Keep the texts for whoever takes the case."""
    scene.settle(texts, Status.PASSED_ON, case_id=case.id)
    scene.note(case, "wrote", actor="person", texts=[text.id for text in texts])


def is_exhausted(scene: Scene, case: Case) -> bool:
    """Say whether nobody was reached, so that only the truth may be told."""
    return case.status != "taken" and any(line.verb == "told_truth" for line in scene.work.cases.timeline(case.id))
