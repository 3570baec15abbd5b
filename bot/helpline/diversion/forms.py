"""Forms are data: what is asked, what answers score, what a score means. Read from content/, never written here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

NAMES = ("eligibility", "assessment", "consents", "meetings", "measures", "conditions", "steps", "endings")
SPEAKS = ("title", "label", "wording", "does", "intro")  # keys whose values are words for people
ELIGIBLE, NOT_ELIGIBLE, NOT_CLEAR = "eligible", "not_eligible", "not_clear"

Words = Mapping[str, str]  # language → words; "en" is always there


class BadAnswers(ValueError):
    """Answers do not fit the form; the words name the question."""


@dataclass(frozen=True)
class Form:
    """One version of a form. `body` is what its file says, each word of it in every language."""

    name: str
    body: Mapping[str, Any]
    id: int = 0  # the stored version; 0 while it was never used
    version: int = 0

    def words(self, *place: str, key: str = "label") -> Words:
        """Return the words at a place, such as ("domains", "home", "questions", "care")."""
        found: Any = self.body
        for step in place:
            found = found.get(step, {}) if isinstance(found, Mapping) else {}
        words = found.get(key) if isinstance(found, Mapping) else None
        return words if isinstance(words, Mapping) else {"en": place[-1] if place else self.name}

    @property
    def is_example(self) -> bool:
        """Say whether its scores are only examples, since no agency has validated them."""
        return self.name == "assessment" and not self.body.get("validated_by")


@dataclass(frozen=True)
class Question:
    """A question with the answers that there are."""

    id: str
    words: Words
    answers: Mapping[str, Mapping[str, Any]]
    needed: str | None = None  # eligibility: the answer without which it does not go on


@dataclass(frozen=True)
class Domain:
    """A part of life that is looked at."""

    id: str
    words: Words
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Result:
    """What a filled-in form says: a level, the sum, and the sum by domain."""

    level: str
    score: int
    by_domain: Mapping[str, int]
    review_days: int | None = None


def in_language(words: Words, language: str) -> str:
    """Return the words in a language, else in English."""
    return words.get(language) or words["en"]


def domains(form: Form) -> tuple[Domain, ...]:
    """Return what a form asks, in order; eligibility is one domain."""
    scales = form.body.get("scales", {})
    if form.name == "eligibility":
        return (Domain("eligibility", form.body["title"], _questions(form.body["questions"], scales)),)
    return tuple(
        Domain(name, entry["label"], _questions(entry["questions"], scales))
        for name, entry in form.body["domains"].items()
    )


def weigh(form: Form, answers: Mapping[str, str]) -> Result:
    """Compute what the answers say; raises BadAnswers when one is missing or is none of the choices."""
    for domain in domains(form):
        for question in domain.questions:
            if answers.get(question.id) not in question.answers:
                raise BadAnswers(question.id)
    return _eligible(form, answers) if form.name == "eligibility" else _scored(form, answers)


def _eligible(form: Form, answers: Mapping[str, str]) -> Result:
    """Decide: a "no" where a "yes" is needed ends it, and what is not known is not yet a yes."""
    wrong = [one for one in domains(form)[0].questions if one.needed and answers[one.id] != one.needed]
    if not wrong:
        return Result(ELIGIBLE, 0, {})
    is_open = all(answers[one.id] == "unknown" for one in wrong)
    return Result(NOT_CLEAR if is_open else NOT_ELIGIBLE, 0, {})


def _scored(form: Form, answers: Mapping[str, str]) -> Result:
    sums = {
        domain.id: sum(int(one.answers[answers[one.id]]["score"]) for one in domain.questions)
        for domain in domains(form)
    }
    total = sum(sums.values())
    levels = sorted(form.body["levels"].items(), key=lambda one: int(one[1]["from"]))
    name, level = [one for one in levels if int(one[1]["from"]) <= total][-1]
    return Result(name, total, sums, int(level["review_days"]))


def faults(name: str, body: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with a form, one plain phrase each."""
    if name not in NAMES:
        return [f"{name}: no such form (there are: {', '.join(NAMES)})"]
    try:
        return [f"{name}: {fault}" for fault in _CHECKS.get(name, _no_faults)(Form(name, body))]
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        return [f"{name}: {type(fault).__name__} at {fault}"]


def _questions(raw: Mapping[str, Any], scales: Mapping[str, Any]) -> tuple[Question, ...]:
    return tuple(
        Question(
            name, entry["label"], entry.get("answers") or scales[entry["scale"]]["answers"], needed=entry.get("needed")
        )
        for name, entry in raw.items()
    )


def _eligibility_faults(form: Form) -> list[str]:
    found = []
    for question in domains(form)[0].questions:
        if "unknown" not in question.answers:
            found.append(f"{question.id} has no answer `unknown`")
        if question.needed is not None and question.needed not in question.answers:
            found.append(f"{question.id} needs an answer that it does not have")
    return found


def _assessment_faults(form: Form) -> list[str]:
    found, seen = [], set()
    for domain in domains(form):
        for question in domain.questions:
            if question.id in seen:
                found.append(f"{question.id} is asked twice")
            seen.add(question.id)
            scores = {key: int(answer["score"]) for key, answer in question.answers.items()}
            if scores.get("unknown", 0) <= min(scores.values()):
                found.append(f"{question.id}: what is not known must count as risk (score of `unknown`)")
    starts = [int(level["from"]) for level in form.body["levels"].values()]
    if 0 not in starts or len(set(starts)) != len(starts):
        found.append("levels must begin at 0 and at different scores")
    if any(int(level["review_days"]) < 1 for level in form.body["levels"].values()):
        found.append("each level needs review_days")
    return found


def _consent_faults(form: Form) -> list[str]:
    needed = ("child_assent", "parent_consent", "person_harmed_consent", "inspector_may_take_part", "reminders")
    found = [f"no wording {name}" for name in needed if name not in form.body["wordings"]]
    names = form.body["wordings"]["inspector_may_take_part"].get("names") or []
    return found + ([] if "inspector" in names else ["inspector_may_take_part must name the inspector"])


def _no_faults(_: Form) -> list[str]:
    return []


_CHECKS = {"eligibility": _eligibility_faults, "assessment": _assessment_faults, "consents": _consent_faults}
