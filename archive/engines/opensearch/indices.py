"""Which of a cluster's indices is the archive, and how the next becomes it.

An archive ``name`` is the alias ``name`` on the index of its current generation, and ``name.words`` on that of its
words. ``name.GENERATION.writing`` lets a writer find out that its generation has been dropped: written to by its own
name, an index that is gone would come back, empty.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from archive.engines.base import SCHEMA_VERSION
from archive.engines.opensearch.rows import mapping, words_mapping

if TYPE_CHECKING:
    from archive.engines.opensearch.server import Server

FIRST = "first"  # what the first generation's index is called: of two who make it at once, one fails and joins
ARTICLES_A_SHARD = 5_000_000


@dataclass(frozen=True, slots=True)
class Held:
    """A generation in a cluster.

    Attributes:
        index: its index's name.
        generation: another one for each that was ever made.
        schema, analysis: what it was made with; ``version``: of all that makes an index outdated.
    """

    index: str
    generation: str
    schema: int
    analysis: int
    version: str


def words_of(index: str) -> str:
    """The index or alias of the words of an index or alias of articles."""
    return f"{index}.words"


def writing(index: str) -> str:
    """The alias by which an index is written to."""
    return f"{index}.writing"


def current(server: "Server") -> Held | None:
    """The generation that readers see, or None."""
    found = server.ask("GET", f"/{server.address.name}/_mapping", missing={})
    if not found:
        return None
    ((index, about),) = found.items()
    meta = about["mappings"].get("_meta", {})
    return Held(
        index, str(meta.get("generation", "")), int(meta.get("schema", 0)), int(meta.get("analysis", 0)),
        str(meta.get("version", "")),
    )  # fmt: skip


def make(server: "Server", analysis: int, version: str, articles: int) -> Held:
    """Make the next generation for some number of articles. The first is seen by readers at once: whoever comes
    second to making it gets that one."""
    name = server.address.name
    first = current(server) is None
    held = Held(f"{name}.{FIRST if first else uuid4().hex[:12]}", uuid4().hex, SCHEMA_VERSION, analysis, version)
    shards = server.address.shards or max(1, -(-articles // ARTICLES_A_SHARD))
    for index, fields, parts in ((words_of(held.index), words_mapping(), 1), (held.index, mapping(), shards)):
        aliases: dict[str, Any] = {writing(index): {}}
        if first:
            aliases[name if index == held.index else words_of(name)] = {}
        about = {name: getattr(held, name) for name in ("generation", "schema", "analysis", "version")}
        settings = {"number_of_shards": parts, "refresh_interval": "-1"} | _replicas(server)
        body = {"settings": settings, "aliases": aliases, "mappings": fields | {"_meta": about}}
        made = server.ask("PUT", f"/{index}", body, exists={})
        if not made and index == held.index:
            return current(server) or held
    return held


def _replicas(server: "Server") -> dict[str, Any]:
    given = server.address.replicas
    # One copy where there is another node to hold it.
    return {"auto_expand_replicas": "0-1"} if given is None else {"number_of_replicas": given}


def switch(server: "Server", index: str) -> None:
    """Make an index the one that readers see, in one call, and drop the one they saw before."""
    name = server.address.name
    old = current(server)
    if old is not None and old.index == index:
        return
    actions = [{"add": {"index": i, "alias": a}} for i, a in ((index, name), (words_of(index), words_of(name)))]
    if old is not None:
        actions += [{"remove": {"index": old.index, "alias": name}},
                    {"remove": {"index": words_of(old.index), "alias": words_of(name)}}]  # fmt: skip
    server.ask("POST", "/_aliases", {"actions": actions})
    if old is not None:
        drop(server, old.index)


def drop(server: "Server", index: str) -> None:
    """Remove a generation, unless it is the one that readers see."""
    held = current(server)
    if held is None or held.index != index:
        for gone in (index, words_of(index)):
            server.ask("DELETE", f"/{gone}", missing={})
