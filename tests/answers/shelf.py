"""A small library on disk, for tests that need words of their own."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from bot.answers import catalogs
from bot.answers.library import Library

TOPICS = """
justice:
  lawyer: {audience: all, urgency: routine, is: "Right to a lawyer."}
  colony_visits: {audience: parent, urgency: routine, is: "Visits."}
  police_stop: {audience: all, urgency: immediate, danger: police_now, is: "Held by the police."}
  detention_length: {audience: all, urgency: same_day, is: "How long."}
  unanswered: {audience: all, urgency: routine, is: "Nobody wrote this yet."}
service:
  thank: {audience: all, urgency: routine, is: "Thanks."}
"""
ANSWERS = """
lawyer:
  facts: [lawyer_must]
  short: {all: "A lawyer must take part."}
  more:
    - child: "You may ask for one."
      parent: "Your child may ask for one."
    - all: "There are 5 boards of lawyers."
  simpler: "A lawyer must help."
  next: {related: [colony_visits, police_stop]}
colony_visits:
  safe_advice: [whom_to_ask]
  short: {parent: "Ask at the colony."}
  next: {offer: service}
police_stop:
  safe_advice: [calm]
  short: {child: "Stay calm.", parent: "Ask where your child is."}
  more: [{all: "Ask for a lawyer."}]
  next: {offer: social_worker}
detention_length:
  facts: [hours]
  short: {all: "As far as we know, up to 72 hours."}
  more: [{all: "Ask for a lawyer."}]
  next: {offer: social_worker}
thank:
  safe_advice: [own_service]
  short: {all: "Glad to help."}
  next: {}
"""
FACTS = """
- {id: lawyer_must, statement: "A lawyer must take part; there are 5 boards.", numbers: ["5"],
   use: state, confidence: sourced, source: "Law; 2009"}
- {id: hours, statement: "72 hours.", numbers: ["72 hours"], use: hedge, confidence: sourced-secondary, source: "News"}
- {id: secret, statement: "Not to be sent.", numbers: [], use: staff, confidence: unsourced-recall, source: ""}
"""
TEXTS = """
consent.ask: {child: "May one write to you?", parent: "May one write?", note: "Before anybody writes."}
consent.unreviewed: {all: "A person will answer this better. May one write?"}
offer.person: {all: "Do you need a person?"}
label.yes: {all: "Yes"}
label.no: {all: "No"}
label.more: {all: "More"}
label.person: {all: "A person"}
talk.no_more: {all: "That is all."}
services.checked: {all: "Checked on {date}."}
"""
MENUS = """
groups:
  police: [police_stop, lawyer, detention_length, colony_visits, unanswered]
labels: {police: Police, police_stop: Held by police, lawyer: Lawyer, detention_length: How long, colony_visits: Visits,
  unanswered: Unanswered, next_page: More, person: A person, none_of_these: None of these, find_service: Where to go,
  thank: Thanks}
"""


def write_shelf(root: Path, **changed: str) -> Path:
    """Write a small content folder under `root`; a keyword replaces a file ("answers", "facts", "texts" …)."""
    files = {"topics": TOPICS, "answers": ANSWERS, "facts": FACTS, "texts": TEXTS, "menus": MENUS, **changed}
    places = {"answers": "answers/justice.yml", "facts": "facts/justice.yml", "texts": "texts/talk.yml"}
    for name, words in files.items():
        path = root / "content" / places.get(name, f"{name}.yml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(words), encoding="utf-8")
    return root


def small_library(root: Path, translated: dict[str, dict[str, str]] | None = None, **changed: str) -> Library:
    """Return a library over a small shelf; `translated`: language → context → words."""
    write_shelf(root, **changed)
    catalogs.update(root)
    for language, words in (translated or {}).items():
        catalogs.fill(root, language, list(words.items()))
    return Library.load(root / "content", root / "locales")
