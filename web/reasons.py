"""Why a file could not be read, and what else the archive tells in English, in the reader's language.

What is told is kept as it was said, so a sentence is recognised by its template. A sentence that has none stays as it
is; ``tests/pages/test_reasons.py`` sees to it that reading and indexing say none of these.
"""

import re
from collections.abc import Iterator
from functools import cache

from web.language import gettext, number


def N_(text: str) -> str:
    """A text that the catalogue is to have, and that is translated later."""
    return text


_TEMPLATES = (
    N_("The file is empty; put text into it or take it away."),
    N_("The file holds no text; put some into it or take it away."),
    N_("The page holds no text; put some into it or take it away."),
    N_("The file holds no page."),
    N_("The file is %(kind)s, whatever its name says; give it its own suffix or take it away."),
    N_("a PDF file"),
    N_("a ZIP file (a DOCX, ODT or EPUB, perhaps)"),
    N_("a picture"),
    N_("a compressed file"),
    N_("an old Office file"),
    N_("a program"),
    N_("a database"),
    N_("The file is binary, not text; save it as text or take it away."),
    N_("The file is larger than %(number)s MB; split it or take it away."),
    N_("The page is larger than %(number)s MB; save its text as .txt."),
    N_("No such file can be read; what can: %(known)s."),
    N_("This is no file but a folder, a pipe or a device; take it away."),
    N_("It lies within too many other files; unpack them."),
    N_("It is broken (%(error)s)."),
    N_("It has neither a text nor a title; name its columns in a table [fields] of a sidecar."),
    N_("It is no object."),
    N_("It is encrypted; unpack it and put the file itself there."),
    N_("It is packed too tightly to be an article."),
    N_("Unpacked it is larger than %(number)s MB."),
    N_("Unpacked it is larger than %(number)s GB."),
    N_("The packed file is broken (%(error)s)."),
    N_("The ZIP is broken (%(error)s)."),
    N_("The ZIP holds more than %(number)s files or %(bytes)s GB."),
    N_("The file is no mailbox: no line begins a message."),
    N_("The file is no message: it has no header."),
    N_("The message is broken (%(error)s)."),
    N_("The file is no feed (RSS or Atom), or a broken one."),
    N_("The file is no feed (RSS or Atom), or a feed without entries."),
    N_("This is no %(kind)s file, or a broken one (%(error)s)."),
    N_("This is no valid CSV (%(error)s)."),
    N_("The table has no row below its names."),
    N_("This is no valid JSON (%(error)s)."),
    N_("The JSON holds no object that could be an article."),
    N_("The PDF is encrypted; save it without a password."),
    N_("This is no PDF, or a broken one (%(error)s)."),
    N_("The PDF is broken (%(error)s)."),
    N_("The PDF has more than %(number)s pages; split it."),
    N_("The PDF is a scan without text; %(mend)s"),
    N_("install tesseract-ocr and tesseract-ocr-deu, and index again, or save it with text."),
    N_("Tesseract could not read the scan (%(error)s)."),
    N_("This is no WARC file (%(error)s)."),
    N_("The rest of the file is broken (%(error)s)."),
    N_("The crawl holds no page."),
    N_("Its sidecar %(file)s cannot be read (%(error)s); check its permissions."),
    N_("Its sidecar %(file)s was left out, for it is no valid TOML (%(error)s); mend it."),
    N_("%(number)s articles of it are taken; the rest is too much for one file: split it."),
    N_("cannot be read (%(error)s); check its permissions"),
    N_("cannot be looked into (%(error)s); check its permissions"),
    N_("cannot be read (%(error)s); please report this file"),
    N_("is still being written; run the index again when it is complete"),
    N_("has the same id as %(file)s; rename one of them"),
    N_("is no article but describes one; put it beside its file, or take it away"),
    N_("is a link out of seeds/; put the file itself there"),
    N_("is a link that leads nowhere or to itself; remove it, or put the file itself there"),
    N_("is no regular file; remove it"),
    N_("takes more than %(number)s MB of memory to read; split it or take it away"),
    N_("takes longer than %(number)s s to read; split it or take it away"),
    N_("was not read within %(number)s s; the next run tries again"),
    N_("made its reader crash; the next run tries again, please report it if that fails too"),
    # Beside others:
    N_("%(reason)s (the index keeps what it had of this file)"),
    N_("%(reason)s (%(number)s more parts of the file cannot be read.)"),
    # Of the archive's own lists and of watching:
    N_("%(file)s cannot be read (%(error)s). Mend or remove it. %(meanwhile)s"),
    N_("%(file)s is no TOML (%(error)s). Mend or remove it. %(meanwhile)s"),
    N_("Until then the shipped list is used alone."),
    N_("Until then its last good state is used."),
    N_("Seeds are watched no more: start “archive serve” again."),
    N_("The seeds could not be watched (%(error)s)."),
    N_("The index could not be brought up to date (%(error)s)."),
    N_("There is no folder %(folder)s: make it or mount it; it is waited for."),
    N_("The system tells of no changes (%(error)s): all files are looked at every %(time)s."),
)  # fmt: skip
_PLACE = re.compile(r"%\((\w+)\)s")
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")


def translated(reason: str) -> str | None:
    """A sentence of the archive in the reader's language; None where it is none of those that are known."""
    for pattern, template in _patterns():
        if found := pattern.fullmatch(reason):
            return gettext(template, **{name: _value(text) for name, text in found.groupdict().items()})
    for part, rest in _behind_names(reason):
        if (told := translated(rest)) is not None:
            return f"{part}: {told}"
    return None


def _value(text: str) -> str:
    if _NUMBER.fullmatch(text):
        return number(int(text.replace(",", "")))
    return translated(text) or text


def _behind_names(reason: str) -> Iterator[tuple[str, str]]:
    """The name of a part of a file, and the reason behind it; a name may hold a colon itself."""
    for found in re.finditer(": ", reason):
        yield reason[: found.start()], reason[found.end() :]


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """Of each template, what its sentences look like; those beside others lose their full stop. Templates that begin
    with any text come last."""
    made = []
    for template in sorted(_TEMPLATES, key=lambda template: template.startswith("%(")):
        texts = _PLACE.split(template.removesuffix("."))
        parts = [re.escape(text) if place % 2 == 0 else f"(?P<{text}>.+?)" for place, text in enumerate(texts)]
        made.append((re.compile("".join(parts) + r"\.?", re.DOTALL), template))
    return made
