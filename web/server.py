"""The HTTP server that ``archive serve`` runs, and its limits.

Waitress closes connections that are silent, but has no deadline for a request, does not close a connection whose reader
has stopped reading, and accepts no more than its limit of connections, so that some hundred that drip a byte now and
then would keep out everybody. ``_Channel`` adds these three.
"""

import logging
import re
import time
from collections import Counter
from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass
from typing import Any, Literal

from flask import Flask
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import BaseWSGIServer, MultiSocketServer, create_server
from waitress.task import ErrorTask, Task, WSGITask

from archive.errors import ArchiveError
from web.access_log import log_request

THREADS = 8
CONNECTIONS = 500  # open at once: one more takes the place of one that has sent no whole request
HEADER_BYTES = 65_536  # of a request, with its URL: a question has at most 1,000 characters and a few filters
BODY_BYTES = 65_536  # of a request that sends no files
UPLOAD_BYTES = 60_000_000  # of one that does
REQUEST_SECONDS = 10  # from the first byte of a request to its last
UPLOAD_SECONDS = 300  # the same, of one that sends files
IDLE_SECONDS = 30  # after which a connection without a request is closed
LOOK_SECONDS = 0.2  # between two looks at how long a connection takes: the server's thread comes by for each request
SENT_BYTES = 30_000  # that a client must take of an answer in IDLE_SECONDS

_PREFIX_PART = re.compile(r"[A-Za-z0-9._~-]+")
_BELIEVED = {"x-forwarded-for", "x-forwarded-proto"}
_Phase = Literal["idle", "receiving", "answering", "sending"]


MayUpload = Callable[[str, Mapping[str, str]], bool]
"""Takes a request's path and its headers, by names as ``CONTENT_TYPE``."""


def _nobody(path: str, headers: Mapping[str, str]) -> bool:
    return False


class _Parser(HTTPRequestParser):
    """A request as it comes in. What it may bring is decided by its headers: a large body of somebody who may not send
    one is refused before it is taken."""

    may_upload: MayUpload = staticmethod(_nobody)
    is_upload = False

    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        self.is_upload = self.may_upload(self.path, self.headers)  # type: ignore[attr-defined]  # the stub forgets it
        if self.is_upload:
            self.adj = copy(self.adj)
            self.adj.max_request_body_size = UPLOAD_BYTES


class _Logged(Task):
    """A task that logs its request when it is done, or given up because its client went away."""

    _written = 0

    def service(self) -> None:
        started = time.perf_counter()
        try:
            super().service()
        finally:
            if self.wrote_header:  # else the application failed, and the task that tells the client so logs the request
                environ = getattr(self, "environ", None) or {}
                address = environ.get("REMOTE_ADDR") or (self.channel.addr or ("",))[0] or "-"
                method, path = (getattr(self.request, name, None) or "-" for name in ("command", "path"))
                seconds = time.perf_counter() - started
                log_request(str(address), method, path, self.status[:3], self._written, seconds)

    def write(self, data: Any) -> None:
        super().write(data)
        if self.has_body:
            self._written += len(data)


class _LoggedTask(_Logged, WSGITask):
    """A request that the application answers."""


class _LoggedErrorTask(_Logged, ErrorTask):
    """A request that the server refuses itself."""


class _Channel(HTTPChannel):
    """A connection whose client has to be quick enough. The server's thread asks ``readable`` once a second or more."""

    task_class = _LoggedTask
    error_task_class = _LoggedErrorTask

    def __init__(self, server: BaseWSGIServer, *arguments: Any, **named: Any) -> None:
        self._phase: _Phase = "idle"
        self._phase_since = self._free_since = time.monotonic()
        self._next_look = 0.0
        self._sent = 0
        self._gives_way = False
        super().__init__(server, *arguments, **named)
        channels: dict[int, _Channel] = server.active_channels  # type: ignore[assignment]  # the stub is wrong
        if len(channels) > CONNECTIONS:
            _make_room(list(channels.values()))

    @property
    def free_since(self) -> float:
        """When its last request was answered, or it was opened; by ``time.monotonic``."""
        return self._free_since

    @property
    def is_waiting(self) -> bool:
        """Whether no whole request has come that is not answered."""
        return not (self.requests or self.total_outbufs_len or self._gives_way)

    def give_way(self) -> None:
        """Close the connection in the next round of the server's thread."""
        self._gives_way = True

    def readable(self) -> bool:
        if not self.connected:
            return bool(super().readable())
        now = time.monotonic()
        if self._gives_way or (now >= self._next_look and self._is_late(now)):
            # Not by will_close: that waits until the client can take more.
            self.handle_close()
            return False
        return bool(super().readable())

    def writable(self) -> bool:
        return bool(self.socket is not None and super().writable())

    def service(self) -> None:
        super().service()
        # Between two looks at it, a connection may have brought a request and got its answer.
        self._phase_since = self._free_since = time.monotonic()

    def send(self, data: bytes, do_close: bool = True) -> int:
        sent: int = super().send(data, do_close)
        self._sent += sent
        return sent

    def _is_late(self, now: float) -> bool:
        self._next_look = now + LOOK_SECONDS
        phase: _Phase = (
            "sending" if self.total_outbufs_len
            else "answering" if self.requests
            else "receiving" if self.request is not None
            else "idle"
        )  # fmt: skip
        if phase != self._phase:
            if self._phase in ("answering", "sending"):
                self._free_since = now
            self._phase, self._phase_since, self._sent = phase, now, 0
        waited = now - self._phase_since
        match phase:
            case "sending":
                if waited < IDLE_SECONDS:
                    return False
                slow = self._sent < SENT_BYTES
                self._phase_since, self._sent = now, 0
                return slow
            case "receiving":
                # Blank lines before a request begin one again and again.
                seconds = UPLOAD_SECONDS if getattr(self.request, "is_upload", False) else REQUEST_SECONDS
                return waited > seconds or now - self._free_since > IDLE_SECONDS + seconds
            case "idle":
                return now - self._free_since > IDLE_SECONDS
            case _:
                return False


def _make_room(channels: list[_Channel]) -> None:
    """Let one connection give way: of the address that has most of those that wait, the one that has waited longest."""
    waiting = [channel for channel in channels if channel.is_waiting]
    of_address = Counter(channel.addr[0] for channel in waiting)
    if waiting:
        max(waiting, key=lambda channel: (of_address[channel.addr[0]], -channel.free_since)).give_way()


@dataclass(frozen=True, slots=True)
class Proxy:
    """What stands between readers and this server.

    Attributes:
        prefix: of all paths, such as ``/archiv``; "" for none.
        address: of the proxy whose ``X-Forwarded-For`` and ``X-Forwarded-Proto`` are believed; None: nobody's are. A
            proxy passes the ``Host`` on by itself; ``X-Forwarded-Host`` is never believed, for many let readers set it.
    """

    prefix: str = ""
    address: str | None = None


DIRECT = Proxy()


def checked_prefix(prefix: str) -> str:
    """A prefix of paths as it is used: with a slash before it and none behind.

    Raises:
        ArchiveError: it holds other characters than those that every URL may hold unquoted, or a part of dots.
    """
    parts = [part for part in prefix.split("/") if part]
    if any(not _PREFIX_PART.fullmatch(part) or not part.strip(".") for part in parts):
        raise ArchiveError("The prefix is not the beginning of a path.", "Give one such as --prefix /archiv.")
    return "".join(f"/{part}" for part in parts)


def make_server(
    app: Flask, host: str, port: int, proxy: Proxy = DIRECT, may_upload: MayUpload = _nobody
) -> BaseWSGIServer | MultiSocketServer:
    """A server that listens on ``port`` of ``host``; its ``run`` answers requests until it is interrupted.

    Args:
        may_upload: says by a request's path and headers whether it may bring a large body, and take its time.

    Raises:
        ArchiveError: the port is taken, or ``host`` is not an address of this machine.
    """
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # it would warn of each request that waits a moment
    believed: dict[str, Any] = (
        {"trusted_proxy": proxy.address, "trusted_proxy_headers": _BELIEVED} if proxy.address else {}
    )
    try:
        server = create_server(
            app,
            host=host,
            port=port,
            threads=THREADS,
            connection_limit=CONNECTIONS + 100,  # where all are being answered, more wait in the system's queue
            max_request_header_size=HEADER_BYTES,
            max_request_body_size=BODY_BYTES,
            ident="archive",
            url_prefix=proxy.prefix,
            **believed,
            asyncore_use_poll=True,  # select cannot watch a thousand connections
        )
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ArchiveError(
            f"Port {port} of {host} cannot be used ({reason}).", "Choose another with --port and --host."
        ) from error
    parser = type("_Parser", (_Parser,), {"may_upload": staticmethod(may_upload)})
    channel = type("_Channel", (_Channel,), {"parser_class": parser})
    for one in [server] if isinstance(server, BaseWSGIServer) else (server.map or {}).values():
        if isinstance(one, BaseWSGIServer):  # a name such as localhost may have two addresses, each with its own
            one.channel_class = channel
    return server
