"""Letters: whoever gets many texts in Turkmen is asked, once, whether simple letters will do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.answers.phrasing import saved_segments
from bot.deeds import Ask, Deed
from bot.desk.scene import Scene
from bot.helpline.records import Mode

ASKED, SAVED = "_letters_asked", "_letters_save"  # in the talk
WORTH_ASKING = 3  # segments that simple letters would have saved so far
QUESTION = Ask("letters.ask", (("letters:simple", ""), ("letters:native", "")), numbered=False)


def count(scene: Scene, texts: Iterable[str]) -> None:
    """Remember how many segments simple letters would have saved this person."""
    if not _is_open(scene):
        return
    saved = sum(saved_segments(text) for text in texts)
    if saved > 0:
        scene.remember(**{SAVED: _saved(scene) + saved})


def ask_when_it_pays(scene: Scene, pieces: Sequence[Deed | str]) -> list[Deed | str]:
    """Put the question behind an answer that needs no other one; an offer that may be left out makes room for it."""
    asked = [piece for piece in pieces if isinstance(piece, Ask)]
    may_be_left_out = all(piece.context.get("least") == 0 for piece in asked)
    if not (_is_open(scene) and may_be_left_out and _saved(scene) >= WORTH_ASKING and scene.conversation.greeted_at):
        return list(pieces)
    scene.remember(**{ASKED: True})
    return [*(piece for piece in pieces if piece not in asked), QUESTION]


def _is_open(scene: Scene) -> bool:
    """Say whether nobody has chosen yet: not the person, not the deployment; and the person was not asked."""
    is_asked = scene.conversation.talk.extra.get(ASKED)
    return (
        scene.reader.language == "tk"
        and scene.reader.simple is None
        and not is_asked
        and scene.conversation.mode is Mode.ASSISTANT
    )


def _saved(scene: Scene) -> int:
    return int(scene.conversation.talk.extra.get(SAVED) or 0)
