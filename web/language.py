"""The reader's language, and texts, dates and numbers in it.

The language is chosen by ``?lang=``, else by the cookie that remembers that choice, else by the browser's
``Accept-Language``, else it is German.
"""

from datetime import date
from functools import lru_cache
from typing import Literal, cast
from urllib.parse import urlencode

import flask_babel
from flask import Flask, Response, g, request
from flask_babel import Babel, get_locale, get_translations
from flask_babel.speaklater import LazyString

from archive.article import PartialDate

__all__ = [
    "LANGUAGES", "gettext", "language", "language_name", "lazy_gettext", "number", "percent", "shown_date", "told",
]  # fmt: skip

LANGUAGES = {"de": "Deutsch", "en": "English"}
_COOKIE = "lang"
_COOKIE_SECONDS = 365 * 24 * 3600


def register(app: Flask) -> None:
    """Adds the reader's language to ``app``: to its requests, responses and templates."""
    Babel(app, default_locale="de", locale_selector=language)
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # of the extension that Babel adds
        gettext=lambda text: _translated(text, language()),
        ngettext=lambda one, many, number: get_translations().ungettext(one, many, number),
        newstyle=True,
    )
    app.jinja_env.globals.update(language=language, languages=LANGUAGES, other_language=_other_language)
    app.jinja_env.filters.update(shown_date=shown_date, number=number, percent=percent, language_name=language_name)

    @app.after_request
    def remember(response: Response) -> Response:
        response.vary.update(("Accept-Language", "Cookie"))
        if (asked := request.args.get("lang")) in LANGUAGES:
            response.set_cookie(
                _COOKIE,
                asked or "",
                max_age=_COOKIE_SECONDS,
                path=request.script_root or "/",
                samesite="Lax",
                httponly=True,
            )
        return response


def language() -> Literal["de", "en"]:
    """The code of the reader's language, one of LANGUAGES."""
    known: Literal["de", "en"] | None = g.get("language")
    if known is None:
        known = g.language = _asked_language()
    return known


def _asked_language() -> Literal["de", "en"]:
    chosen = (request.args.get("lang"), request.cookies.get(_COOKIE), request.accept_languages.best_match(LANGUAGES))
    return cast(Literal["de", "en"], next((code for code in chosen if code in LANGUAGES), "de"))


def gettext(text: str, /, **values: object) -> str:
    """The English ``text`` in the reader's language, with ``values`` in place of ``%(name)s``."""
    translated = _translated(text, language())
    return translated % values if values else translated


def lazy_gettext(text: str, /) -> LazyString:
    """``gettext`` of the reader who is there when it is shown."""
    return LazyString(gettext, text)


@lru_cache(maxsize=2_000)  # a page has a hundred texts, and the library finds out the locale anew for each
def _translated(text: str, code: str) -> str:  # ``code`` is only the cache's key: the library knows it
    return str(get_translations().ugettext(text))


def told(text: str, /, **values: object) -> str:
    """``gettext`` for texts of the archive's own: dates and numbers among ``values`` as the reader writes them."""
    dates = {name: shown_date(value.isoformat()) for name, value in values.items() if isinstance(value, date)}
    numbers = {name: number(value) for name, value in values.items() if isinstance(value, int)}
    return gettext(text, **values | dates | numbers)


def _other_language() -> tuple[str, str, str]:
    """The code and the name of the language that is not shown, and the link to this page in it."""
    code = next(code for code in LANGUAGES if code != language())
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    return code, LANGUAGES[code], "?" + urlencode([*kept, ("lang", code)])


def shown_date(text: str) -> str:
    """A ``PartialDate``'s text as the reader writes it, as precise as it is: ``2023``, ``Juli 2023``, ``27. Juli
    2023``, with its time if it has one, by the clock of the zone that it was written in. A zone that is not that of
    Central Europe is told."""
    return _shown_date(text, language())


@lru_cache(maxsize=10_000)  # a page has hundreds of dates, mostly those of the page before
def _shown_date(text: str, code: str) -> str:  # ``code`` is only the cache's key: the library knows it
    when = PartialDate.parse(text)
    if when.precision == "year":
        return str(when.first.year)
    if when.precision == "month":
        return str(flask_babel.format_date(when.first, "LLLL y"))
    day = str(flask_babel.format_date(when.first, "long"))
    return day if when.precision == "day" else f"{day}, {when.text[11:16]}{_zone(when.text[19:])}"


def _zone(offset: str) -> str:
    """How an offset from UTC (``+05:30``, ``""`` for none) is told."""
    if offset in ("", "+01:00", "+02:00"):
        return ""
    return " UTC" if offset == "+00:00" else f" UTC{offset.replace('-', '−').removesuffix(':00')}"


def number(value: float) -> str:
    """``12.345`` or ``12,345``."""
    return _number(value, language())


@lru_cache(maxsize=10_000)
def _number(value: float, code: str) -> str:
    return str(flask_babel.format_decimal(value))


def percent(share: float) -> str:
    """A share of 0 to 1 in percent, with at most one decimal."""
    return str(flask_babel.format_percent(share, "#,##0.#\xa0%" if language() == "de" else "#,##0.#%"))


def language_name(code: str) -> str:
    """``de`` → ``Deutsch``; an unknown code is returned as it is."""
    locale = get_locale()
    name = locale.languages.get(code) if locale else None
    return str(name or code)
