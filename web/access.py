"""Access control: on loopback users of this machine may read, beyond it those who know the password, or everybody."""

import hashlib
import hmac
import ipaddress
import math
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Flask, current_app, request
from werkzeug.datastructures import Authorization, WWWAuthenticate
from werkzeug.exceptions import Unauthorized

from archive.errors import ArchiveError
from web.brake import Brake

_WITHOUT_PASSWORD = ("/healthz",)  # a load balancer does not know it
_DATA = ("/api", "/export", "/original")
_READING = ("GET", "HEAD", "OPTIONS")


class WrongHost(ArchiveError):
    """The ``Host`` header of a request names a host that this server does not answer for."""


class ForeignSite(ArchiveError):
    """The page of another site made the browser ask for what only programs and our own pages ask for."""


class AddingOff(ArchiveError):
    """The archive's settings do not allow to add files from the page."""


class ReadOnly(ArchiveError):
    """This server lets nobody write, for it cannot know who asks."""


class TooManyGuesses(ArchiveError):
    """Too many wrong passwords; the next may be tried in ``seconds``."""

    def __init__(self, seconds: float) -> None:
        self.seconds = math.ceil(seconds)
        super().__init__("Too many wrong passwords were given.", f"Try again in {self.seconds} seconds.")


@dataclass(frozen=True, slots=True)
class Access:
    """What a request must bring.

    Attributes:
        password: is asked for by HTTP Basic, with any user name; None: no password is needed.
        hosts: the host names, in small letters, that are answered; None: any. Without this check a foreign page could
            let its own name resolve to this machine and read the archive in the user's browser (DNS rebinding).
    """

    password: str | None = None
    hosts: frozenset[str] | None = None

    @property
    def may_write(self) -> bool:
        """Whether whoever is answered may also read and write what people keep here, such as lists: only users of this
        machine, or those who know the password, are."""
        return self.password is not None or self.hosts is not None

    def admits(self, authorization: str) -> bool:
        """Whether the header ``Authorization`` brings the password, where one is asked for."""
        if self.password is None:
            return True
        given = Authorization.from_header(authorization)
        return given is not None and _is_password(given.password, self.password)


def access(host: str, password: str | None, public: bool) -> Access:
    """What requests must bring to a server that listens on ``host``.

    Args:
        password: the password to ask for; None or "": none.
        public: whether everybody may read who reaches the server, by any name.

    Raises:
        ArchiveError: without a password everybody on the network could read, and ``public`` does not allow it.
    """
    loopback = _is_loopback(host)
    if not (loopback or password or public):
        raise ArchiveError(
            f"Everybody who reaches {host} could read the archive.",
            "Set ARCHIVE_PASSWORD to ask for a password, or allow it with --public.",
        )
    local = frozenset({"localhost", "127.0.0.1", "::1", host.lower()})
    return Access(password or None, local if loopback and not public else None)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def guard(app: Flask, access: Access) -> None:
    """Makes ``app`` refuse requests that do not bring what ``access`` asks for, and other sites' requests for data and
    their forms (cross-site request forgery).

    Browsers name the site of the page that asks in ``Sec-Fetch-Site`` (W3C, Fetch Metadata), and where the connection
    is not encrypted at least its address in ``Origin``. Programs send neither.
    """
    brake = Brake()
    app.extensions["access"] = access
    app.jinja_env.globals.update(may_write=access.may_write)

    @app.before_request
    def check() -> None:
        if access.hosts is not None and _name(request.headers.get("Host", "")) not in access.hosts:
            raise WrongHost("This page does not go by that name.", "Open it as localhost, or serve it with --public.")
        if request.path.startswith(_DATA) and request.headers.get("Sec-Fetch-Site") == "cross-site":
            raise ForeignSite("Another site asks for this.", "Open the archive itself, and export from its page.")
        if request.method not in _READING and not _is_own_form():
            raise ForeignSite("The page of another site sends this.", "Open the archive itself, and use its own forms.")
        if access.password is not None and request.path not in _WITHOUT_PASSWORD and not _knows(access.password, brake):
            raise Unauthorized(www_authenticate=WWWAuthenticate("basic", {"realm": "Archive", "charset": "UTF-8"}))


def writers_only() -> None:
    """Refuse the current request where anybody may read.

    Raises:
        ReadOnly: nobody may write here.
    """
    allowed: Access = current_app.extensions["access"]
    if not allowed.may_write:
        raise ReadOnly("Lists and saved searches are kept only where a password or this machine tells who asks.",
                       "Set ARCHIVE_PASSWORD, or serve it without --public.")  # fmt: skip


def _is_own_form() -> bool:
    """Whether a form was sent by one of our own pages, or by a program."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host


def _name(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _knows(password: str, brake: Brake) -> bool:
    given = request.authorization.password if request.authorization else None
    if given is None:
        return False  # a browser's first request; nothing was guessed
    address = request.remote_addr or ""  # behind a proxy that is trusted, the one that it tells
    if seconds := brake.attempt(address):
        raise TooManyGuesses(seconds)
    knows = _is_password(given, password)
    if knows:
        brake.right(address)
    return knows


def _is_password(given: str | None, password: str) -> bool:
    # Of digests, which are all as long, so that the time tells nothing.
    return given is not None and hmac.compare_digest(_digest(given), _digest(password))


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).digest()
