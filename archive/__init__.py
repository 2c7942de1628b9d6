"""Archive: a folder of news articles, searchable. ``open_archive`` is the way in; see README.md."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from archive.service import Archive, open_archive

__all__ = ["Archive", "open_archive"]


def __getattr__(name: str) -> Any:
    # Imported when asked for, so that a reading worker or a small command does not load the whole house.
    if name in __all__:
        from archive import service

        return getattr(service, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
