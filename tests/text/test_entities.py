"""What a text tells about the person: age, place, whose matter it is."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.text.entities import Places, places_from, read_entities

REGIONS = Path(__file__).resolve().parents[2] / "content" / "regions.yml"


@pytest.fixture(scope="module")
def places() -> Places:
    return places_from(yaml.safe_load(REGIONS.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("text", "age", "why"),
    [
        ("мне 14 лет, меня забрали в полицию", 14, "the plain way"),
        ("мне 14, отец бьет", 14, "without the word for years"),
        ("Сыну четырнадцать лет", 14, "in words"),
        ("дочке уже 15 а она курит", 15, "with a word between"),
        ("14-летнего сына вызывают на допрос", 14, "as an adjective"),
        ("Ýaşym 13, kakam urýar", 13, "Turkmen, the age after"),
        ("men 16 ýaşymda", 16, "Turkmen, the age before"),
        ("14yasynda oglum bar", 14, "ASCII, without a space"),
        ("oglum on dört ýaşynda", 14, "Turkmen, in words"),
        ("on bas yashly gyzym", 15, "beside yaş, `bas` is five and not head"),
        ("мениң яшым 12", 12, "Cyrillic Turkmen"),
        ("mne 15 let pomogite", 15, "Russian in Latin letters"),
        ("Men 13, ol 17. Bile etdik", 13, "of two the first"),
        ("мне 40 лет, сыну 15", 15, "a child's age before an adult's"),
        ("ему всего 9, он один дома", 9, "only nine"),
        ("gyzym 7 yasynda, mekdebe alanok", 7, "one digit"),
    ],
)
def test_an_age_is_read(text: str, age: int, why: str) -> None:
    assert read_entities(text).age == age, why


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("дали 5 лет колонии", "years of prison"),
        ("2 года назад развелись", "how long ago"),
        ("14 ýaşdan jogap berýämi?", "the law's age is nobody's own"),
        ("мне 100 манат должны", "money"),
        ("men 8 klasda okaýan", "a class"),
        ("mne 2 chasa ne otvechayut", "hours"),
        ("14 апреля суд", "a date"),
        ("başym agyrýar, ýaş çaga bar", "head and young, no number"),
        ("K4F2", "a case code"),
        ("", "nothing"),
    ],
)
def test_a_number_that_is_no_age_is_not_read_as_one(text: str, why: str) -> None:
    assert read_entities(text).age is None, why


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("Maryda psiholog barmy?", "mary_city"),
        ("Mary welaýatynda ýaşaýan", "mary"),
        ("я из Туркменабата", "lebap_turkmenabat"),
        ("Turkmenabatda", "lebap_turkmenabat"),
        ("в Ашхабаде", "ashgabat"),
        ("ашгабатда", "ashgabat"),
        ("Asgabatdan 30 km", "ashgabat"),
        ("Tejende", "ahal_tejen_city"),
        ("живу в Лебапском велаяте", "lebap"),
        ("Daşoguzyň Köneürgenç etrabynda", "dasoguz_koneurgench"),
    ],
)
def test_a_place_is_found_in_any_spelling_and_case(places: Places, text: str, region: str) -> None:
    found = read_entities(text, places).region
    assert found == region


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("kakam urýar", "kakam is my father, not the town of Kaka"),
        ("kaka näme edeýin", "father again"),
        ("tagtanyň öňünde durdum", "the blackboard"),
        ("мама бьёт", "no place"),
    ],
)
def test_an_ordinary_word_is_no_place(places: Places, text: str, why: str) -> None:
    assert read_entities(text, places).region is None, why


def test_a_name_that_is_a_word_too_is_a_place_beside_the_word_for_one(places: Places) -> None:
    assert read_entities("Kaka etrabynda ýaşaýan", places).region == "ahal_kaka"


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("сына забрали в полицию", "own_child"),
        ("мой ребенок не спит", "own_child"),
        ("какие права у детей", None),
        ("ребенок может работать?", None),
        ("oglumy alyp gitdiler", "own_child"),
        ("гызым өйден гитди", "own_child"),
        ("у соседей ребенка бьют каждый день", "other_child"),
        ("goňşymyzyň çagasy aglaýa", "other_child"),
        ("внука не пускают ко мне", "other_child"),
        ("моя ученица с синяками", "other_child"),
        ("inimi klasda urýarlar", "sibling"),
        ("сестру хотят выдать замуж", "sibling"),
        ("мне 14, отчим бьет", "self"),
        ("kakam meni urýar", "self"),
        ("какая погода", None),
    ],
)
def test_whose_matter_it_is(text: str, relation: str | None) -> None:
    assert read_entities(text).relation == relation
