"""Rasa's entity extractor: what a text tells about the person (bot.text.entities)."""

from __future__ import annotations

from typing import Any

import yaml
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_END,
    ENTITY_ATTRIBUTE_START,
    ENTITY_ATTRIBUTE_TYPE,
    ENTITY_ATTRIBUTE_VALUE,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.corpus import ROOT
from bot.text.entities import Places, places_from, read_entities

REGIONS = ROOT / "content" / "regions.yml"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class ToldEntities(GraphComponent, EntityExtractorMixin):
    """Add age, region and relation. They span the whole text: they are told by it, not written in one place."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {}

    def __init__(self, places: Places) -> None:
        self._places = places

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ToldEntities:
        return cls(places_from(yaml.safe_load(REGIONS.read_text(encoding="utf-8"))))

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT) or ""
            told = read_entities(text, self._places)
            found = [
                {
                    ENTITY_ATTRIBUTE_TYPE: name,
                    ENTITY_ATTRIBUTE_VALUE: value,
                    ENTITY_ATTRIBUTE_START: 0,
                    ENTITY_ATTRIBUTE_END: len(text),
                }
                for name, value in (("age", told.age), ("region", told.region), ("relation", told.relation))
                if value is not None
            ]
            message.set(ENTITIES, message.get(ENTITIES, []) + self.add_extractor_name(found), add_to_output=True)
        return messages
