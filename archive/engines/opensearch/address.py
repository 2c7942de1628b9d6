"""Where a cluster is: the one word ``opensearch://host:9200,other:9200/name?shards=3`` taken apart."""

import re
from typing import Self
from urllib.parse import parse_qsl, unquote

from msgspec import Struct

from archive.errors import ArchiveError

_ADDRESS = r"opensearch(\+https)?://(?:([^@/?#]*)@)?([^/?#@]+)/([^/?#]*)(?:\?([^#]*))?"
_HOST = r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::(\d{1,5}))?"
_NAME = r"[a-z0-9][a-z0-9_-]{0,99}"
_INSECURE = "i-accept-any-certificate"
_MEND = "It is opensearch://host:9200/name, with several hosts separated by commas; see docs/opensearch.md."


class Address(Struct, frozen=True):
    """A cluster's nodes and the archive's name there.

    Attributes:
        hosts: names or IP addresses with ports.
        name: of the archive; its indices begin with it.
        tls, user: whether to encrypt, and who asks; the password is in ``ARCHIVE_OPENSEARCH_PASSWORD``.
        shards, replicas: of a new index; None: by the number of articles and of nodes.
        ca: file of the certificates to trust, or None for the system's.
        verify: whether certificates are verified.
    """

    hosts: tuple[tuple[str, int], ...]
    name: str
    tls: bool = False
    user: str | None = None
    shards: int | None = None
    replicas: int | None = None
    ca: str | None = None
    verify: bool = True

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an address.

        Raises:
            ArchiveError: it is none.
        """
        found = re.fullmatch(_ADDRESS, text)
        if not found:
            raise ArchiveError("This is no address of a cluster.", _MEND)
        tls, user, hosts, name, query = found.groups()
        if user and ":" in user:
            raise ArchiveError(
                "A password must not stand in the address.", "Put it into the environment: ARCHIVE_OPENSEARCH_PASSWORD."
            )
        if not re.fullmatch(_NAME, name):
            raise ArchiveError(
                f'"{name}" is no name for an index.', "Use small letters, digits, hyphens and underscores."
            )
        nodes = tuple(_host(host) for host in hosts.split(","))
        options = dict(parse_qsl(query or "", keep_blank_values=True))
        shards, replicas = _number(options, "shards", 1), _number(options, "replicas", 0)
        ca, insecure = options.pop("ca", None), options.pop("insecure", None)
        if options or insecure not in (None, _INSECURE):
            raise ArchiveError(
                f'The address of the cluster may not say "{next(iter(options), "insecure")}".',
                f"It may say shards, replicas, ca (a file) or insecure={_INSECURE}.",
            )
        return cls(nodes, name, bool(tls), unquote(user) if user else None, shards, replicas, ca, insecure is None)

    def __str__(self) -> str:
        """The hosts, for messages."""
        return ", ".join(f"{host}:{port}" for host, port in self.hosts)


def is_address(engine: str) -> bool:
    """Whether a setting of the engine names a cluster."""
    return engine.startswith("opensearch")


def engine_name(engine: str) -> str:
    """What people are told of a setting of the engine: of a cluster neither hosts nor user."""
    return "opensearch" if is_address(engine) else engine


def _host(text: str) -> tuple[str, int]:
    found = re.fullmatch(_HOST, text)
    port = int(found[2] or 9200) if found else 0
    if not found or not 0 < port < 65_536:
        raise ArchiveError(f'"{text}" is no host of a cluster.', _MEND)
    return found[1], port


def _number(options: dict[str, str], name: str, least: int) -> int | None:
    given = options.pop(name, None)
    if given is None:
        return None
    if not given.isascii() or not given.isdigit() or not least <= int(given) <= 1024:
        raise ArchiveError(f'"{given}" is no number of {name}.', f"Use {least} to 1024.")
    return int(given)
