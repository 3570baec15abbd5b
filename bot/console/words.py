"""Words: what the console calls roles, severities, states and reasons, in the language of the page."""

from __future__ import annotations

from flask_babel import gettext as _


def role(name: str) -> str:
    """Return a role's name."""
    known = {
        "counsellor": _("counsellor"),
        "social_worker": _("social worker"),
        "psychologist": _("psychologist"),
        "lawyer": _("lawyer"),
        "inspector": _("inspector on minors' affairs"),
        "supervisor": _("supervisor"),
        "content_editor": _("content editor"),
        "data_analyst": _("data analyst"),
        "administrator": _("administrator"),
    }
    return str(known.get(name, name))
