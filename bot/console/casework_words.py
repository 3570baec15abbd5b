"""Casework's words: lists and states in the language of the page."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from bot.answers.library import Library
from bot.console.room import desk
from bot.desk.directory import service_named
from bot.web.locale import language


@dataclass(frozen=True)
class Lists:
    """The lists of content/casework.yml, labelled."""

    library: Library

    def of(self, name: str) -> list[tuple[str, str]]:
        """Return (id, words) of one list."""
        return [(key, self.label(name, key)) for key in self.library.casework.lists[name]]

    def label(self, name: str, key: str | None) -> str:
        """Return the words of one choice; nothing for none."""
        return str(self.library.label(f"casework/{name}.{key}", language())) if key else ""

    def categories(self) -> list[tuple[str, str, list[tuple[str, str]]]]:
        """Return (category, words, its subcategories as (`category/subcategory`, words))."""
        return [
            (
                name,
                self.label("categories", name),
                [(f"{name}/{sub}", self.label("categories", f"{name}.{sub}")) for sub in subs],
            )
            for name, subs in self.library.casework.subcategories.items()
        ]

    def service(self, service_id: str | None) -> str:
        """Return what an agency is called."""
        found = service_named(desk(), service_id) if service_id else None
        return found.name(language()) if found else ""

    def referral_state(self, state: str) -> str:
        """Return where a referral stands."""
        known = {
            "in_progress": _("waits for an answer"),
            "accepted": _("accepted"),
            "rejected": _("rejected"),
            "done": _("done"),
            "revoked": _("revoked"),
        }
        return str(known[state])

    def consent_kind(self, kind: str) -> str:
        """Return what was said."""
        known = {
            "given": _("agreed"),
            "refused": _("refused"),
            "withdrawn": _("taken back"),
            "override": _("without consent, with a reason"),
        }
        return str(known[kind])


def why_no_letter(why: str | None) -> str:
    """Return why a letter did not go; nothing where none was wanted."""
    known = {
        "no_server": _("The mail server does not answer."),
        "no_tls": _(
            "The mail server does not encrypt safely, so nothing was given to it. Please tell your administrator."
        ),
        "login_refused": _("The mail server refused the helpline's own login. Please tell your administrator."),
        "address_refused": _("The mail server does not accept this address. Is it right?"),
        "busy": _("The mail server asks to try again later."),
    }
    return str(known[why]) if why else ""
