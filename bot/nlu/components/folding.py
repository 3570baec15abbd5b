"""Lay the skeleton of a text beside the original, or, for Rasa's own classifiers, in its place."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.text.alphabet import fold

SKELETON = "skeleton"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class Folding(GraphComponent):
    """Set `skeleton` on each message; with `instead: true` set it as the text."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"instead": False}

    def __init__(self, config: dict[str, Any]) -> None:
        self._key = TEXT if config["instead"] else SKELETON

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Folding:
        return cls(config)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if text := message.get(TEXT):
                # A text of emoji alone has no skeleton, and Rasa's tokenizers need something to read.
                message.set(self._key, fold(text) or ("0" if self._key == TEXT else ""), add_to_output=False)
        return messages
