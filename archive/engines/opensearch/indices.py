"""The indices of an archive in a cluster: which is the current generation, and how the next one takes its place.

The alias ``name`` points to the index of articles of the current generation, the alias ``name.words`` to its index of
words. Writers write by the alias ``name.GENERATION.writing``, which goes with its index: written to by its own name, an
index that another run has dropped would be made anew, empty.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from archive.engines.base import SCHEMA_VERSION
from archive.engines.opensearch.entries import mapping, words_mapping
from archive.engines.opensearch.tuning import ARTICLES_A_SHARD

if TYPE_CHECKING:
    from archive.engines.opensearch.server import Server

FIRST = "first"  # the first generation: of two machines that make it at once, one fails and takes that of the other


@dataclass(frozen=True, slots=True)
class Held:
    """A generation in a cluster.

    Attributes:
        index: the name of its index of articles.
        generation: unique among all that were ever made.
        schema, analysis: the versions it was made with.
        version: what must be equal for the index to be up to date, as ``indexing.state`` has it.
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


def make(server: "Server", analysis: int, version: str, articles: int, *, anew: bool = False) -> Held:
    """Make a generation, for about so many ``articles``. Readers see the first at once, and a run that comes second in
    making it gets that one, even if there was none when it looked; later ones must be switched to.

    Args:
        anew: the one that readers see is to be replaced.
    """
    name = server.address.name
    old = current(server)
    if old is not None and not anew:
        return old
    first = old is None
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
    # "0-1": one copy as soon as there is a second node to hold it.
    return {"auto_expand_replicas": "0-1"} if given is None else {"number_of_replicas": given}


def switch(server: "Server", index: str) -> None:
    """Let readers see an index instead of the one they see, in one call, and drop the latter."""
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
