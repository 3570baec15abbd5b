"""Locale: which language a page speaks. Chosen on the page, kept in a cookie, at first guessed from the browser."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from pathlib import Path
from urllib.parse import urlencode

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, Response, current_app, request
from flask_babel import Babel, Domain, get_locale

from bot.settings import ROOT
from bot.web.headers import SAFE_METHODS

LANGUAGES = {"tk": "Türkmençe", "ru": "Русский", "en": "English"}
COOKIE = "language"
KEEP_S = 365 * 24 * 3600
LOCALES = ROOT / "locales"


def speak(app: Flask, default: str) -> None:
    """Have pages speak Turkmen, Russian or English; times are shown as in Ashgabat."""
    babel = Babel()
    babel.init_app(
        app,
        default_locale=default,
        default_timezone="Asia/Ashgabat",
        locale_selector=lambda: choose(default),
    )
    babel.domain_instance = Catalogs()
    app.context_processor(lambda: {"language": language(), "languages": LANGUAGES, "address_in": address_in})
    app.after_request(remember)


def choose(default: str = "tk") -> str:
    """Return the language of this request."""
    for wanted in (request.args.get(COOKIE), request.cookies.get(COOKIE)):
        if wanted in LANGUAGES:
            return str(wanted)
    return request.accept_languages.best_match(LANGUAGES, default=default) or default


def language() -> str:
    """Return the language that the page is written in."""
    return str(get_locale() or "en")


def address_in(code: str) -> str:
    """Return this page's address in another language."""
    asked = [(name, value) for name, value in request.args.items(multi=True) if name != COOKIE]
    return f"{_page()}?{urlencode([*asked, (COOKIE, code)])}"


def _page() -> str:
    """Return the page's path; what only takes a form has none of its own: the nearest page above it."""
    path = request.path
    if request.method in SAFE_METHODS:
        return path
    known = current_app.create_url_adapter(request)
    while known is not None and path and not known.test(path, "GET"):
        path = path.rpartition("/")[0]
    return path or request.path


def remember(response: Response) -> Response:
    """Keep a language that was chosen on the page."""
    wanted = request.args.get(COOKIE)
    if wanted in LANGUAGES and wanted != request.cookies.get(COOKIE):
        response.set_cookie(COOKIE, wanted, max_age=KEEP_S, samesite="Lax", secure=request.is_secure, httponly=True)
    return response


class Catalogs(Domain):  # type: ignore[misc] # flask-babel has no types
    """Read messages.po as it stands in locales/, so that nothing has to be compiled before the service starts."""

    def get_translations(self) -> NullTranslations:
        """Return the words of the request's language."""
        return catalog(language())


@lru_cache
def catalog(code: str, locales: Path = LOCALES) -> NullTranslations:
    """Return one language's words for pages; English is in the code itself. Fuzzy ones are left out."""
    path = locales / code / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return Translations()
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=code))
    compiled.seek(0)
    return Translations(compiled)
