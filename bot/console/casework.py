"""Casework: the panel beside a conversation, tasks, calls and visits, what waits for one's word, retention."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, render_template, request, session
from flask_babel import gettext as _

from bot.console import casework_acts, conversation
from bot.console.casework_words import Lists
from bot.console.kept import typed
from bot.console.room import desk, i_may, me
from bot.desk import case_file, closed, contacts, directory, retain, tasks, wrap_up
from bot.desk.desk import Desk
from bot.helpline.casework.wrap_up import WrapUp
from bot.helpline.hours import local
from bot.helpline.records import Worker
from bot.web.locale import language

MONTH = timedelta(days=31)


def add_views(console: Blueprint) -> None:
    """Add the views."""
    console.add_url_rule("/tasks", "tasks", all_tasks)
    console.add_url_rule("/closed", "closed", all_closed)
    console.add_url_rule("/handed", "handed", handed)
    console.add_url_rule("/contacts", "contacts", all_contacts)
    console.add_url_rule("/retention", "retention", retention)
    casework_acts.add_views(console)
    conversation.PANELS["casework"] = panel


def panel(desk: Desk, worker: Worker, case_id: int) -> dict[str, Any]:
    """Return what the panel of a case shows."""
    file = case_file.read_file(desk, worker, case_id)
    return {
        "file": file,
        "lists": Lists(desk.library),
        "services": [(one.id, one.name(language())) for one in directory.services_now(desk)],
        "tomorrow": (local(desk.clock.now()) + timedelta(days=1)).date().isoformat(),
        "wrap_up": _kept("casework_wrap_up"),
        "describe": _kept("casework_describe"),
        "may_approve": i_may("casework.approve"),
        "link": session.pop(casework_acts.LINK, None),
    }


def _kept(view: str) -> WrapUp | None:
    """Return the description that was sent to this view and refused."""
    return casework_acts.form() if typed(view) else None


def all_tasks() -> str:
    """List what is not done, the longest overdue first; and the cases that are closed and not wrapped up."""
    found, left = tasks.list_tasks(desk(), me().id), wrap_up.to_wrap_up(desk(), me())
    return render_template("console/casework/tasks.html", tasks=found, to_wrap_up=left)


def all_closed() -> str:
    """List the closed cases, the newest first."""
    page = max(request.args.get("page", 1, type=int), 1)
    found = closed.closed_cases(desk(), me(), page)
    return render_template("console/casework/closed.html", found=found, page=page)


def handed() -> str:
    """List the transfers and referrals that wait for this worker's word."""
    return render_template("console/casework/handed.html", waiting=case_file.handed_to(desk(), me().id))


def all_contacts() -> str:
    """Show the form for a call or a visit, and those of the last month."""
    now = desk().clock.now()
    return render_template(
        "console/casework/contacts.html",
        lists=Lists(desk().library),
        kept=_kept("contacts_add"),
        regions=[(name, desk().library.regions[name]) for name in desk().library.regions],
        found=contacts.list_contacts(desk(), me().id, now - MONTH, now + timedelta(seconds=1))[::-1],
        counts=contacts.count_contacts(desk(), now - MONTH, now + timedelta(seconds=1)),
        now=now,
    )


def retention() -> str:
    """Show how long things are kept, what is past its day, and what the last night did."""
    told = retain.report(desk())
    last = datetime.fromisoformat(told["last"]["at"]) if told["last"] else None
    return render_template("console/casework/retention.html", told=told, last=last, classes=class_names())


def class_names() -> dict[str, str]:
    """Return what the classes of retention are called."""
    return {
        "talk": _("Texts of talks without a case"),
        "case": _("Words of closed cases"),
        "danger": _("Words of closed cases of danger"),
        "diversion": _("Words of ended diversion cases"),
        "contact": _("Notes on calls and visits"),
        "number": _("Numbers that have not written"),
        "reading": _("Audit, and timelines of closed cases"),
    }
