"""Rasa's intent classifier: our topic model."""

from __future__ import annotations

import logging
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import (
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.topic_model import TopicModel
from bot.nlu.topic_training import train

log = logging.getLogger(__name__)
FILE = "topics.npz"
RANKED = 10  # more than anybody shows


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(GraphComponent, IntentClassifier):
    """Rank the topics of a message with calibrated probabilities."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {}

    def __init__(self, model_storage: ModelStorage, resource: Resource, model: TopicModel | None = None) -> None:
        self._storage = model_storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TopicClassifier:
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> TopicClassifier:
        with model_storage.read_from(resource) as folder, np.load(folder / FILE) as arrays:
            return cls(model_storage, resource, TopicModel.from_arrays(arrays))

    def train(self, training_data: TrainingData) -> Resource:
        examples = [(example.get(TEXT), example.get(INTENT)) for example in training_data.intent_examples]
        self._model = train([text for text, _ in examples], [topic for _, topic in examples])
        with self._storage.write_to(self._resource) as folder:
            np.savez(folder / FILE, **self._model.as_arrays())
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            ranking = self._model.rank(message.get(TEXT) or "") if self._model else []
            named = [{INTENT_NAME_KEY: topic, PREDICTED_CONFIDENCE_KEY: chance} for topic, chance in ranking[:RANKED]]
            message.set(INTENT, named[0] if named else None, add_to_output=True)
            message.set(INTENT_RANKING_KEY, named, add_to_output=True)
        return messages
