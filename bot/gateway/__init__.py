"""Gateway: the doors that SMS providers knock on. Verify, read, store once, answer; thinking comes later."""

from bot.gateway.doors import blueprint

__all__ = ["blueprint"]
