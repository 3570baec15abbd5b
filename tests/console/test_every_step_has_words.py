"""Every verb that the code can note on a timeline or in the audit has words in the language of the page."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.console import words
from bot.console.audit_words import audit_verb, audit_who
from bot.helpline.casework.referrals import REFERRAL

BOT = Path(__file__).resolve().parents[2] / "bot"
TREES = [ast.parse(path.read_text()) for path in [*BOT.glob("desk/*.py"), *BOT.glob("console/*.py")]]
FUNCTIONS = [node for tree in TREES for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
HOME = {within: tree for tree in TREES for within in ast.walk(tree)}
CALLS = [(within, node) for within in FUNCTIONS for node in ast.walk(within) if isinstance(node, ast.Call)]
ACTORS = ("system", "person", "command_line", "link")
SHOWN_OTHERWISE = {"wrote", "note"}  # the text and the note stand on the timeline themselves
WRITERS = ("note", "save")  # what writes the line in the end


def is_audits(call: ast.Call) -> bool:
    of = call.func.value if isinstance(call.func, ast.Attribute) else None
    return isinstance(of, ast.Attribute) and of.attr == "audit"


def given(
    function: str, place: int, keyword: str = "", *, by_audit: bool = False, home: ast.AST | None = None
) -> Iterator[str]:
    """Find what all calls of a function (of one module, its home) give at this place, or under this name."""
    for within, call in CALLS:
        if home is not None and HOME[within] is not home:
            continue
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if name != function or is_audits(call) != by_audit:
            continue
        if name == "save" and ast.unparse(call.func) != "errand.save":
            continue  # services and rows of tables are saved too
        named = [word.value for word in call.keywords if word.arg == keyword]
        for node in named or call.args[place : place + 1]:
            yield from read(node, within)


def read(node: ast.expr, within: ast.FunctionDef) -> Iterator[str]:
    """Return every word that an expression can stand for; what cannot be read has to be taught to this test."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*read(node.body, within), *read(node.orelse, within))
    elif isinstance(node, ast.JoinedStr):
        assert ast.unparse(node) == "f'referral_{answered.state}'", ast.unparse(node)
        yield from (f"referral_{state}" for state in REFERRAL.values())
    elif isinstance(node, ast.Name) and node.id == "verb" and within.name not in WRITERS:
        yield from handed_to(within, node.id)
    else:
        assert within.name in WRITERS, f"{within.name}: {ast.unparse(node)}"


def handed_to(function: ast.FunctionDef, variable: str) -> Iterator[str]:
    """Find what a function gets for one of its variables, from itself or from who calls it."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and any(getattr(to, "id", "") == variable for to in node.targets):
            yield from read(node.value, function)
    names = [one.arg for one in (*function.args.args, *function.args.kwonlyargs)]
    if variable in names:
        home = HOME[function] if function.name.startswith("_") else None
        yield from given(function.name, names.index(variable), variable, home=home)


def steps() -> set[str]:
    """Return the verbs of timelines."""
    return {*given("note", 1), *given("save", 1), *given("CaseAction", 3)} - SHOWN_OTHERWISE


def audited() -> set[str]:
    """Return the verbs of the audit."""
    return {*given("note", 1, by_audit=True), *given("write_down", 2)}


def test_the_collectors_see_what_is_there():
    assert {"opened", "stopped", "other_writes", "spoke", "referral_done", "released", "taken"} <= steps()
    assert {"erased", "referral_done", "saved_service", "changed_password", "stopped"} <= audited()


@pytest.mark.parametrize("language", ["tk", "ru"])
@pytest.mark.parametrize("told", [lambda verb: words.step(verb, {}), audit_verb], ids=["timeline", "audit"])
def test_every_verb_has_words(house, language, told):
    verbs = audited() if told is audit_verb else steps()
    with house.app.test_request_context("/?language=en"):
        english = {verb: told(verb) for verb in verbs}
    with house.app.test_request_context(f"/?language={language}"):
        assert [verb for verb in sorted(verbs) if told(verb) in (english[verb], verb, verb.replace("_", " "))] == []


@pytest.mark.parametrize("language", ["tk", "ru"])
def test_who_is_not_of_the_staff_has_words(house, language):
    with house.app.test_request_context("/?language=en"):
        english = [audit_who(actor) for actor in ACTORS]
    with house.app.test_request_context(f"/?language={language}"):
        assert not set(english) & {audit_who(actor) for actor in ACTORS}
    assert not set(english) & set(ACTORS)
