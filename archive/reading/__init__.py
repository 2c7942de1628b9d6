"""A file → articles.

``files.py`` is the way in and has the table of formats. A reader in ``formats/`` turns bytes into an ``Extraction``:
the text, and what the file states about itself. ``build_article.py`` asks ``evidence/`` for what is not stated (date,
authors, agencies, language, places, a title) and makes the article. ``data/`` has the word lists.
"""

from archive.reading.files import MAX_BYTES, SUFFIXES, Format, mime_type, read_file
from archive.reading.seed_names import article_id, printable

READING_VERSION = 4  # raise it when the same file may give another article: indexes built before are then outdated

__all__ = ["MAX_BYTES", "READING_VERSION", "SUFFIXES", "Format", "article_id", "mime_type", "printable", "read_file"]
