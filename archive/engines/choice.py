"""The setting ``engine``: which values it may have."""

from archive.engines.opensearch.address import Address, is_address
from archive.errors import ArchiveError

ENGINES = ("auto", "whoosh", "tantivy")  # or the address of a cluster


def check_engine(engine: str) -> None:
    """Check the setting ``engine``: one of ENGINES, or the address of a cluster.

    Raises:
        ArchiveError: it is neither.
    """
    if is_address(engine):
        Address.parse(engine)
    elif engine not in ENGINES:
        choice = f"Choose one of: {', '.join(ENGINES)}, or opensearch://host:9200/name."
        raise ArchiveError(f'There is no engine "{engine}".', choice)
