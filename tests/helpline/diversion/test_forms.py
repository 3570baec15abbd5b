"""Forms are data: what they say is computed, what is wrong with them is named."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

from bot.answers import forms as files
from bot.answers.library import Library
from bot.helpline.diversion import forms
from bot.helpline.diversion.forms import BadAnswers, domains, faults, weigh

ROOT = Path(__file__).resolve().parents[3]
LIBRARY = Library.load(ROOT / "content", ROOT / "locales")
FORMS = LIBRARY.forms


def filled(form: str, answer: str, **other: str) -> dict[str, str]:
    return {one.id: answer for domain in domains(FORMS[form]) for one in domain.questions} | other


@pytest.mark.parametrize(
    ("answers", "level", "because"),
    [
        (filled("eligibility", "yes"), "eligible", "everything that is needed is there"),
        (filled("eligibility", "yes", lawyer_spoken="unknown"), "not_clear", "what is not known is not yet a yes"),
        (filled("eligibility", "yes", child_free="no"), "not_eligible", "a child who is pressed does not take part"),
        (filled("eligibility", "unknown", is_safe="no"), "not_eligible", "one no is enough"),
    ],
)
def test_whether_it_can_be_tried(answers, level, because):
    assert weigh(FORMS["eligibility"], answers).level == level, because


@pytest.mark.parametrize(
    ("answers", "level", "score"),
    [
        (filled("assessment", "none"), "low", 0),
        (filled("assessment", "unknown"), "medium", 13),
        (filled("assessment", "some", peace="strong"), "high", 14),
        (filled("assessment", "none", **dict.fromkeys(("care", "peace", "means"), "strong")), "low", 6),
        (filled("assessment", "none", mood="some", **dict.fromkeys(("care", "peace", "means"), "strong")), "medium", 7),
    ],
)
def test_the_level_is_computed_from_the_answers(answers, level, score):
    result = weigh(FORMS["assessment"], answers)
    assert (result.level, result.score) == (level, score)
    assert sum(result.by_domain.values()) == score


def test_a_question_without_an_answer_is_named():
    with pytest.raises(BadAnswers, match="mood"):
        weigh(FORMS["assessment"], filled("assessment", "none", mood="often"))


def test_scores_are_examples_until_an_agency_has_validated_its_own():
    assert FORMS["assessment"].is_example
    body = {**FORMS["assessment"].body, "validated_by": "Agency"}
    assert not forms.Form("assessment", body).is_example


def test_every_word_of_every_form_is_there_in_both_languages():
    for form in FORMS.values():
        for words in _words(form.body):
            assert set(words) == {"en", "tk", "ru"}
            assert len(set(words.values())) > 1, words


def test_the_forms_have_no_fault_and_never_name_a_child_after_what_happened():
    assert list(files.problems(FORMS)) == []


BROKEN = [
    ("assessment", ("scales", "concern", "answers", "unknown", "score"), 0, "must count as risk"),
    ("assessment", ("levels", "low", "from"), 1, "begin at 0"),
    ("assessment", ("levels", "low", "review_days"), 0, "review_days"),
    ("assessment", ("domains",), None, "AttributeError"),
    ("eligibility", ("questions", "is_safe", "needed"), "maybe", "needs an answer"),
    ("consents", ("wordings", "inspector_may_take_part", "names"), [], "must name the inspector"),
]


@pytest.mark.parametrize(("name", "place", "value", "said"), BROKEN)
def test_what_is_wrong_with_a_form_is_said_in_words(name, place, value, said):
    body = copy.deepcopy(dict(FORMS[name].body))
    found = body
    for step in place[:-1]:
        found = found[step]
    found[place[-1]] = value
    assert any(said in fault for fault in faults(name, body))


def test_a_question_that_is_asked_twice_is_named():
    body = copy.deepcopy(dict(FORMS["assessment"].body))
    body["domains"]["home"]["questions"]["mood"] = body["domains"]["health"]["questions"]["mood"]
    assert "assessment: mood is asked twice" in faults("assessment", body)


@pytest.mark.parametrize("words", ["The offender says sorry", "Преступление", "I confess", "günäkär"])
def test_words_that_label_a_child_are_refused(words):
    body = copy.deepcopy(dict(FORMS["meetings"].body))
    body["title"] = {"en": words}
    found = list(files.problems({**FORMS, "meetings": forms.Form("meetings", body)}))
    assert len(found) == 1
    assert "never" in found[0]


def test_a_form_that_is_missing_is_named():
    left = {name: form for name, form in FORMS.items() if name != "steps"}
    assert list(files.problems(left)) == ["diversion/steps.yml is not there"]


def _words(body):
    if isinstance(body, dict):
        for key, value in body.items():
            if key in forms.SPEAKS and isinstance(value, dict):
                yield value
            else:
                yield from _words(value)
