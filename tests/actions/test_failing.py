"""An action that fails says nothing, so that the desk holds the line; and nothing of the text gets out."""

from __future__ import annotations

from rasa_sdk.executor import CollectingDispatcher

from actions.talking import TalkAction
from tests.actions.asking import tracker
from tests.quiet import LogLines


class ActionThatFails(TalkAction):
    action_name = "action_that_fails_in_a_test"

    def deeds(self, turn):
        raise ValueError(f"cannot read {turn.text}")


def test_a_failing_action_says_nothing_and_logs_no_word(secrets_in_logs: LogLines) -> None:
    secrets_in_logs.register("meniň syrym bar")
    dispatcher = CollectingDispatcher()
    assert ActionThatFails().run(dispatcher, tracker("meniň syrym bar"), {}) == []
    assert dispatcher.messages == []


def test_a_turn_hides_the_text_from_whoever_prints_it() -> None:
    from actions.library import library
    from actions.turn import Turn

    assert "meniň syrym" not in repr(Turn.of(tracker("meniň syrym bar"), library()))
