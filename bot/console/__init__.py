"""The console: the helpline's desk in the browser. Every view is behind the guard; see bot/helpline/privacy.py."""

from bot.console.doors import GUARDS, open_in

__all__ = ["GUARDS", "open_in"]
