"""A file → articles. One file per format, one per kind of evidence; ``files.py`` has the table and the way in."""

from archive.reading.files import MAX_BYTES, SUFFIXES, Format, read_file
from archive.reading.seed_names import article_id, printable

READING_VERSION = 1  # raise it when the same file may give another article: indexes built before are then outdated

__all__ = ["MAX_BYTES", "READING_VERSION", "SUFFIXES", "Format", "article_id", "printable", "read_file"]
