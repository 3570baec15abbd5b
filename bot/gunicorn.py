"""How gunicorn serves the web process (`python -m bot web`). Read by gunicorn itself."""

from __future__ import annotations

from bot.settings import Settings

_settings = Settings()

bind = f"{_settings.host}:{_settings.port}"
workers = _settings.web_processes
worker_class = "gthread"
threads = _settings.web_threads
graceful_timeout = 10
timeout = 60
keepalive = 75  # longer than proxies keep an idle connection, so that none is closed under a request
# No access log of gunicorn's: the app keeps one (bot.web.access) without addresses, since queries hold numbers.
accesslog = None
logger_class = "bot.web.serving.QuietLogger"
errorlog = "-"
loglevel = "warning"
control_socket_disable = True
proc_name = "goldaw-web"
