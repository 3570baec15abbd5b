"""The desk: what every verb of the helpline is given, put together once by wiring."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.answers.library import Library
from bot.desk.ears import Ears
from bot.helpline.hours import Hours
from bot.helpline.records import Language
from bot.helpline.retention import DEFAULT
from bot.ports import Assistant, Clock, Jobs, SmsRoute, Store
from bot.ports.post import Post


@dataclass(frozen=True)
class Policy:
    """What a deployment chose (bot.settings), in the desk's words."""

    default_language: Language = "tk"
    simple_letters: bool | None = None  # None: native letters while a text keeps its two segments
    daily_segment_cap: int = 40
    safe_words: tuple[str, ...] = ("ak gar", "белый снег")  # "white snow": nobody writes it by chance
    pin_required: bool = False
    keep_days: int = 90  # of a talk's texts; what the first answer says
    retention: Mapping[str, int] = DEFAULT  # days by class
    public_base_url: str = "http://127.0.0.1:8000"  # where an agency's link leads
    hours: Hours = field(default_factory=Hours)
    reporting: str = ""  # the id of the deployment's own text on duties to report


@dataclass(frozen=True)
class Desk:
    """The helpline's desk. Verbs are functions that take it first: `receive(desk, sms)`."""

    store: Store
    clock: Clock
    jobs: Jobs
    assistant: Assistant
    routes: Mapping[str, SmsRoute]
    library: Library
    ears: Ears
    provider: str  # the route of texts that answer nobody: alerts, reminders
    policy: Policy = Policy()
    post: Post | None = None  # without one, a link is shown to the worker to pass on
    pause: Callable[[float], None] = time.sleep  # between two SMS; a test moves its clock instead

    def route_for(self, provider: str | None) -> str:
        """Return the route to answer by: the one a text came in by, while it is still served."""
        return provider if provider is not None and provider in self.routes else self.provider
