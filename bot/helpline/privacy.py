"""
Privacy: what is taken out of words before another person reads them, what makes a text wait, and who may do what.

`PERMISSIONS` is the one table of rights: a role's permissions, and the views of the console that a permission opens.
The console's guard asks `may_open` for each request; a view that no permission names is closed to everybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

# Five digits and more, however they are spaced: a phone, a passport, a card. Years, times and 02 / 03 stay, and so do
# "13, 14, 15": what counts things has room after its comma.
_BETWEEN = "(?:[\\s().\u2010-\u2015*_\ufe0f\u20e3-]{0,3}|[,/;+])"
NUMBER = re.compile(rf"\+?\d(?:{_BETWEEN}\d){{4,}}[\ufe0f\u20e3]*")
_DIGIT_NAMES = (
    "nol|noly|bir|iki|üç|uç|uc|dört|dort|bäş|bäs|baş|bas|alty|ýedi|yedi|sekiz|dokuz|"
    "ноль|ноли|один|два|три|четыре|пять|шесть|семь|восемь|девять|"
    "нол|бир|ики|үч|уч|дөрт|дорт|бәш|баш|алты|еди|секиз|докуз"
)
# Words for digits in a row, with or without digits between them.
_SPOKEN = re.compile(rf"\b(?:{_DIGIT_NAMES}|\d{{1,3}})\b(?:[\s.,-]+(?:{_DIGIT_NAMES}|\d{{1,3}})\b)*", re.IGNORECASE)
_SPOKEN_ENOUGH = 5
LINK = re.compile(
    r"(?:https?://|www\.|\b[\w-]+\.(?:com|ru|tm|net|org|me|io|link|site)\b|\bt\s?\.\s?me\b|@\w{3,})", re.IGNORECASE
)
# Long names with whatever is hung on to them; short ones only with the endings of cases, since imam is no messenger.
_ENDING = (
    "(?:-?(?:da|dan|daky|ga|ma|m|my|ny|nyň|nyn|ň|n|ym|ymda|yň|yn|y|a|ya|ýa|да|дан|га|ма|м|ны|де|е|ы|у|а|шк[аеиу]))?"
)
MESSENGERS = re.compile(
    r"\b(?:(?:whats\s?app|wh?ats?ap|vats?ap|w[oa]tsap|votsap|telegram|telega|viber|vaýber|vayber|waýber|wayber|instagram|"
    r"tik\s?tok|facebook|messenger|discord|snapchat|"
    r"ватс?ап|вотс?ап|вацап|телеграм|вайбер|инстаграм|тик\s?ток|фейсбук|снапчат|дискорд|"
    r"вконтакте|одноклассник)\w*|телег[ауеи]|инст[ауе]|"
    rf"(?:imo|insta|signal|vk|tg|bip|botim|имо|инста|тг|вк){_ENDING})\b",
    re.IGNORECASE,
)


def mask_numbers(text: str) -> str:
    """
    Hide numbers of five digits and more, but for the last two digits.

    >>> mask_numbers("jaň ediň +993 61 00-00-42")
    'jaň ediň ••42'
    """
    spelled = _SPOKEN.sub(lambda found: "••" if _is_number(found.group()) else found.group(), text)
    return NUMBER.sub(lambda found: "••" + re.sub(r"\D", "", found.group())[-2:], spelled)


def holds_contact(text: str) -> bool:
    """Say whether a text holds a phone number, a link or a messenger's name."""
    spoken = any(_is_number(found.group()) for found in _SPOKEN.finditer(text))
    return bool(spoken or NUMBER.search(text) or LINK.search(text) or MESSENGERS.search(text))


def _is_number(run: str) -> bool:
    """Say whether a run of digits and their names is long enough for a number, and more than digits (NUMBER's work)."""
    return len(re.findall(r"\w+", run)) >= _SPOKEN_ENOUGH and not re.fullmatch(r"[\d\W]*", run)


# ── who may do what ────────────────────────────────────────────────────────────────────────────────

# What each permission opens: endpoints of the console without their "console.".
VIEWS: Mapping[str, frozenset[str]] = {
    "enter": frozenset({"home", "account", "conduct", "accept_conduct"}),
    "queue.work": frozenset({"queue", "queue_rows", "queue_light", "next_person", "accept_offer", "pass_offer"}),
    "case.work": frozenset({"case", "case_thread", "case_send", "case_take", "case_pass", "case_note", "case_resend"}),
    "number.reveal": frozenset({"case_reveal"}),
    "shift.oversee": frozenset({"live", "live_rows"}),
    "held.judge": frozenset({"held", "held_release", "held_refuse"}),
    "audit.read": frozenset({"audit"}),
    "casework.read": frozenset({"tasks", "closed", "contacts"}),
    # One's own referrals and transfers: the code and what is asked, nothing else of the case.
    "handed.answer": frozenset({"handed", "handed_answer"}),
    "casework.write": frozenset(
        {
            "casework_describe",
            "casework_wrap_up",
            "casework_not_counselling",
            "casework_reopen",
            "casework_watch",
            "casework_task",
            "casework_task_done",
            "casework_consent",
            "casework_consent_ask",
            "casework_override",
            "casework_refer",
            "casework_transfer",
            "casework_flag",
            "casework_who",
            "casework_referral",
            "contacts_add",
            "contacts_none",
        }
    ),
    "casework.approve": frozenset({"person", "person_check", "person_export", "person_erase"}),
    "diversion.read": frozenset(
        {"diversion", "diversion_case", "diversion_consent", "diversion_form", "diversion_weigh", "diversion_plan"}
    ),
    "diversion.write": frozenset(
        {
            "diversion_new",
            "diversion_open",
            "diversion_party",
            "diversion_leave",
            "diversion_agree",
            "diversion_withdraw",
            "diversion_fill",
            "diversion_meet",
            "diversion_met",
            "diversion_agreement",
            "diversion_condition",
            "diversion_task",
            "diversion_go_on",
            "diversion_end",
            "diversion_handover",
            "diversion_handover_answer",
        }
    ),
    "diversion.approve": frozenset({"diversion_judge", "diversion_judge_plan"}),
    "content.edit": frozenset(
        {
            "services",
            "services_new",
            "services_add",
            "services_edit",
            "services_save",
            "services_retire",
            "services_bring_back",
            "services_history",
        }
    ),
    "content.read": frozenset({"content", "content_item"}),
    # Whoever makes accounts does not vouch for texts as well. Which aspect an account may vouch for, the desk decides:
    # `bot.desk.content_review.vouches_for`.
    "content.review": frozenset({"content_read"}),
    "reports.read": frozenset({"retention"}),
    "staff.manage": frozenset(),
}

_ANSWERS = frozenset(
    {
        "enter",
        "queue.work",
        "case.work",
        "casework.read",
        "casework.write",
        "handed.answer",
        "diversion.read",
        "diversion.write",
    }
)
# A role that is not named here may enter nothing. What a role may do with ONE case (its own, offered, anybody's) the
# desk decides: `bot.desk.take.may_see`.
PERMISSIONS: Mapping[str, frozenset[str]] = {
    "counsellor": _ANSWERS - {"diversion.read", "diversion.write"},
    "social_worker": _ANSWERS | {"number.reveal"},
    "psychologist": _ANSWERS,
    "lawyer": _ANSWERS | {"content.read", "content.review"},
    # Police: no case without a consent that names the inspector, no queue to look around in, no number. A referral
    # that such a consent allows is answered here as by SMS (bot.desk.referred.stands).
    "inspector": frozenset({"enter", "handed.answer", "diversion.read", "diversion.write"}),
    "supervisor": _ANSWERS
    | {
        "number.reveal",
        "shift.oversee",
        "held.judge",
        "audit.read",
        "casework.approve",
        "diversion.approve",
        "reports.read",
        "content.edit",
        "content.read",
        "content.review",
    },
    "content_editor": frozenset({"enter", "content.edit", "content.read", "content.review"}),
    "data_analyst": frozenset({"enter", "reports.read"}),
    # Administrators look after accounts; what a child wrote is none of their work.
    "administrator": frozenset(
        {"enter", "shift.oversee", "audit.read", "staff.manage", "content.edit", "content.read"}
    ),
}


def may(role: str, permission: str) -> bool:
    """Say whether a role has a permission."""
    return permission in PERMISSIONS.get(role, frozenset())


def may_open(role: str, view: str) -> bool:
    """Say whether a role may call a view of the console (its endpoint without "console.")."""
    return any(view in VIEWS[permission] for permission in PERMISSIONS.get(role, frozenset()))


def is_listed(view: str) -> bool:
    """Say whether any permission names this view; one that none names is closed to everybody."""
    return any(view in views for views in VIEWS.values())


def roles_that_open(view: str, roles: Iterable[str] = tuple(PERMISSIONS)) -> list[str]:
    """Return the roles that may call a view."""
    return [role for role in roles if may_open(role, view)]
