"""The HTTP server that ``archive serve`` runs, and its limits."""

import logging

from flask import Flask
from waitress.server import BaseWSGIServer, MultiSocketServer, create_server

from archive.errors import ArchiveError

THREADS = 8
CONNECTIONS = 500  # open at once; more wait in the system's queue
HEADER_BYTES = 65_536  # of a request, with its URL: a question has at most 1,000 characters and a few filters
BODY_BYTES = 65_536  # no address takes a body
IDLE_SECONDS = 30  # after which a silent connection is closed


def make_server(app: Flask, host: str, port: int) -> BaseWSGIServer | MultiSocketServer:
    """A server that listens on ``port`` of ``host``; its ``run`` answers requests until it is interrupted.

    Raises:
        ArchiveError: the port is taken, or ``host`` is not an address of this machine.
    """
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # it would warn of each request that waits a moment
    try:
        return create_server(
            app,
            host=host,
            port=port,
            threads=THREADS,
            connection_limit=CONNECTIONS,
            max_request_header_size=HEADER_BYTES,
            max_request_body_size=BODY_BYTES,
            channel_timeout=IDLE_SECONDS,
            cleanup_interval=IDLE_SECONDS // 3,
            ident="archive",
            asyncore_use_poll=True,  # select cannot watch a thousand connections
        )
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ArchiveError(
            f"Port {port} of {host} cannot be used ({reason}).", "Choose another with --port and --host."
        ) from error
