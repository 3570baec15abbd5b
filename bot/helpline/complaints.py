"""Complaints: words that are about the worker, and therefore never reach that worker. Read by no native speaker yet."""

from __future__ import annotations

from functools import cache

from bot.text.alphabet import fold

PHRASES = (
    "şikaýat, işgärden nägile, işgäriňizden nägile, bu işgär, başga işgär, başga adam bilen, işgär gödek, "
    "işgär maňa gödek, ýaramaz işgär, "
    "жалоб, жалуюсь, пожаловаться, другой работник, другого работника, другой сотрудник, другого сотрудника, "
    "другого человека, другой соцработник, ваш сотрудник, ваша сотрудница, ваш работник, грубит мне, "
    "complain, another worker, different worker"
)


def is_complaint(text: str) -> bool:
    """Say whether a text, written while a worker is in charge, may be about that worker. Doubt counts as yes."""
    skeleton = f" {fold(text)} "
    return any(f" {phrase}" in skeleton for phrase in _phrases())


@cache
def _phrases() -> tuple[str, ...]:
    return tuple(fold(phrase) for phrase in PHRASES.split(", "))
