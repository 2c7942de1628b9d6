"""Mail → extractions: the article in a message, and its attachments as originals of their own; MBOX and MHTML."""

import re
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import getaddresses, parsedate_to_datetime
from io import BytesIO
from typing import Any

from archive.reading.characters import one_line, tidy
from archive.reading.encoding import decode
from archive.reading.extraction import Extraction, Fields, Unreadable
from archive.reading.formats.header_lines import take_header
from archive.reading.formats.html import read_html, text_of_fragment
from archive.reading.original import Original

_MOST_MESSAGE_BYTES = 100_000_000  # of a mailbox; what is longer is cut off
_MBOX_SEPARATOR = re.compile(rb"From [^\r\n]{0,1000}[0-9]{4}[^\r\n]{0,100}\r?\n?")
_REPLY_OR_FORWARD = re.compile(r"(?:(?:re|aw|fw|fwd|wg)(?:\[[0-9]+\])?:\s*)+", re.IGNORECASE)
_NO_NAME = re.compile(r"[/\\\x00-\x1f]+")


def read_eml(original: Original) -> Iterator[Extraction | Unreadable | Original]:
    """Read one message: its text first, then its attachments and forwarded messages.

    Raises:
        Unreadable: it is no message.
    """
    yield from _message(original.data())


def read_mbox(original: Original) -> Iterator[Extraction | Unreadable | Original]:
    """Read a mailbox message by message; only one is in memory at a time.

    Raises:
        Unreadable: it is no mailbox.
    """
    number = 0
    for data in _messages(original):
        number += 1
        try:
            yield from _message(data)
        except Unreadable as error:
            yield Unreadable(str(error), f"message {number}")
    if not number:
        raise Unreadable("The file is no mailbox: no line begins a message.")


def read_mhtml(data: bytes) -> list[Extraction]:
    """Read a page that a browser has saved as one file.

    Raises:
        Unreadable: it holds no page.
    """
    message = _parsed(data)
    pages = [part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    if not pages:
        raise Unreadable("The file holds no page.")
    (extraction,) = read_html(_payload(pages[0]))
    address = one_line(_header(message, "Snapshot-Content-Location") or _header(pages[0], "Content-Location"))
    if address:
        extraction.fields.setdefault("url", []).append(address)
    return [extraction]


def _messages(original: Original) -> Iterator[bytes]:
    """The messages of a mailbox: each begins with a line ``From …`` below a blank line (RFC 4155)."""
    lines: list[bytes] = []
    size, blank = 0, True
    started = False
    with original.open() as file:
        for line in file:
            if blank and _MBOX_SEPARATOR.fullmatch(line):
                if started:
                    yield b"".join(lines)
                lines, size, started = [], 0, True
            elif started and size < _MOST_MESSAGE_BYTES:
                lines.append(line[1:] if line.startswith(b">From ") else line)
                size += len(line)
            blank = not line.strip()
    if started:
        yield b"".join(lines)


def _parsed(data: bytes) -> EmailMessage:
    if not data.strip():
        raise Unreadable("The file is empty; put text into it or take it away.")
    try:
        message = BytesParser(policy=policy.default).parsebytes(data)
    except (ValueError, TypeError, LookupError, IndexError, AttributeError, RecursionError) as error:
        raise Unreadable(f"The message is broken ({error}).") from error
    assert isinstance(message, EmailMessage)  # noqa: S101 -- the policy makes such messages
    if not message.keys():
        raise Unreadable("The file is no message: it has no header.")
    return message


def _message(data: bytes) -> Iterator[Extraction | Unreadable | Original]:
    message = _parsed(data)
    plain, html, others = _parts(message)
    text = tidy("\n\n".join(plain))
    pages = [text_of_fragment(page) for page in html]
    marked = "\n\n".join(filter(None, pages))
    if len(marked) > 2 * len(text):  # the plain text only says that the mail is HTML
        text = marked
    stated, text = take_header(text)
    sender = getaddresses([_header(message, "From")])[:1]
    fields: Fields = {
        "title": [_REPLY_OR_FORWARD.sub("", one_line(_header(message, "Subject")), count=1)],
        "date": [_date(_header(message, "Date"))],
        "source": [one_line(name) or address.rpartition("@")[2] for name, address in sender],
        "language": [_header(message, "Content-Language")],
    }
    known = {field: values for field, values in fields.items() if any(values)}
    extra: dict[str, Any] = {
        name: value for name in ("From", "To", "Cc", "List-Id") if (value := one_line(_header(message, name)))
    }
    if text or not others:
        yield Extraction(text=text, fields=known | stated, extra=extra)
    yield from others


def _parts(message: EmailMessage) -> tuple[list[str], list[str], list[Original | Unreadable]]:
    """Plain texts, pages, and attached files of a message."""
    plain: list[str] = []
    html: list[str] = []
    others: list[Original | Unreadable] = []
    pending: list[Any] = [message]
    while pending:
        part = pending.pop(0)
        kind = part.get_content_type()
        name = _NO_NAME.sub(" ", str(part.get_filename() or "")).strip()
        if kind == "message/rfc822":
            inner = part.get_payload()
            if isinstance(inner, list) and inner:
                others.append(_original(f"{name.removesuffix('.eml') or 'message'}.eml", bytes(inner[0])))
        elif part.is_multipart():
            pending[:0] = part.get_payload()
        elif name and (part.get_content_disposition() == "attachment" or not kind.startswith(("text/", "image/"))):
            others.append(_original(name, _payload(part)))
        elif kind == "text/plain":
            plain.append(_text(part))
        elif kind == "text/html":
            html.append(_text(part))
    return plain, html, others


def _original(name: str, data: bytes) -> Original:
    return Original(name, len(data), lambda: BytesIO(data))


def _payload(part: Any) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _text(part: Any) -> str:
    data = _payload(part)
    return decode(data, part.get_content_charset()) if data.strip() else ""


def _header(message: Any, name: str) -> str:
    try:
        return str(message[name] or "")
    except (ValueError, TypeError, LookupError, IndexError, AttributeError):  # what the parser makes of broken headers
        return ""


def _date(value: str) -> str:
    try:
        return parsedate_to_datetime(value).isoformat()
    except (ValueError, TypeError, IndexError):
        return value
