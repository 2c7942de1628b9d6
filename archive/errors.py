"""Every error the archive raises. The class is the decision: each edge maps it once, to an exit code or an HTTP status.

    ArchiveError        2, 500
      ReadError         collected in the report of a run, never stops it
      InputError        2, 400
        QueryError
      FileInvalid       2, 409
      ListNotFound      1, 404
      ArticleNotFound   1, 404
        SeedNotFound
      EngineError       2, 503
        EngineUnavailable   nothing to ask just now (server down, disk error)
          IndexMissing      there is no index
        IndexDamaged        what lies there proves that it is no index any more
        IndexLocked         somebody else is writing

A message is one sentence; ``hint`` is the mend, also one sentence.
"""


class ArchiveError(Exception):
    """Base of all errors of the archive; ``str(error)`` is one sentence for people."""

    hint: str = ""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class ReadError(ArchiveError):
    """One file could not become articles.

    Attributes:
        path: the file's printable name.
        reason: why, in one sentence.
        in_content: what the file holds is the reason, so that reading it once more would fail alike.
    """

    def __init__(self, path: str, reason: str, in_content: bool = True) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason
        self.in_content = in_content

    def __reduce__(self) -> tuple[type["ReadError"], tuple[str, str, bool]]:
        return ReadError, (self.path, self.reason, self.in_content)  # travels between processes


class InputError(ArchiveError):
    """What somebody gave cannot be taken, such as a name that no file can have.

    ``template`` is the sentence with a place ``%(name)s`` for each of ``values``, so that a page can say it in another
    language.
    """

    def __init__(self, text: str, template: str, **values: object) -> None:
        shown = {name: f"{value:,}" if isinstance(value, int) else value for name, value in values.items()}
        self.reason = template % shown if values else template
        super().__init__(self.reason)
        self.text = text
        self.template = template
        self.values = values


class QueryError(InputError):
    """A question that cannot be asked: a malformed value of a known field, or a limit passed."""


class FileInvalid(ArchiveError):
    """A file of the home that people write, such as a list, is none: it is told, and left as it is."""


class ListNotFound(ArchiveError):
    """No list, or no saved search, has this name."""

    def __init__(self, name: str, kind: str = "list") -> None:
        super().__init__(
            f'There is no {kind} "{name}".', f"See which there are: archive {'list' if kind == 'list' else 'follow'}."
        )
        self.name = name


class ArticleNotFound(ArchiveError):
    """No article has this id."""

    def __init__(self, id: str) -> None:
        super().__init__(f'No article has the id "{id}".', 'Find ids with "archive search".')
        self.id = id


class SeedNotFound(ArticleNotFound):
    """The article is in the index, but its file has gone."""

    def __init__(self, id: str) -> None:
        ArchiveError.__init__(self, f'The file of the article "{id}" is no longer there.', 'Run "archive index".')
        self.id = id


class EngineError(ArchiveError):
    """The engine failed; the library's own error is its ``__cause__``."""


class EngineUnavailable(EngineError):
    """There is no index to ask, or it does not answer just now. This says nothing of what the index holds."""


class IndexMissing(EngineUnavailable):
    """The files of an index are not there."""


class IndexDamaged(EngineError):
    """What was read of an index proves that it is damaged. It can only be built anew."""


class IndexLocked(EngineError):
    """Another process is writing to this index."""
