"""Where an archive lies, and its few settings. Nothing is ever looked up beside the installed code."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from archive.errors import ArchiveError


@dataclass(frozen=True, slots=True)
class Settings:
    """What ``archive.toml`` may say.

    Attributes:
        engine: what ``archive index`` builds; ``engines.choice`` says what it may be. ``auto``: see
            ``indexing.decision.engine_for``.
        adding: ``true`` if the page may add files to ``seeds/``, else ``false``.
    """

    engine: str = "auto"
    adding: str = "false"


@dataclass(frozen=True, slots=True)
class Home:
    """A folder with ``seeds/`` (the documents, the truth) and ``index/`` (derived, disposable)."""

    root: Path

    @property
    def seeds(self) -> Path:
        """The folder of documents."""
        return self.root / "seeds"

    @property
    def index(self) -> Path:
        """The folder of generations."""
        return self.root / "index"

    @property
    def names(self) -> Path:
        """The archive's own list of names in several spellings, if it has one."""
        return self.root / "names.toml"

    @property
    def synonyms(self) -> Path:
        """The archive's own list of words that say the same, if it has one."""
        return self.root / "synonyms.toml"

    @property
    def forgotten(self) -> Path:
        """The list of articles that were taken out for good, if there are any."""
        return self.root / "forgotten.toml"

    @property
    def lists(self) -> Path:
        """The folder of the lists that people gathered, if there are any."""
        return self.root / "lists"

    @property
    def searches(self) -> Path:
        """The saved searches, if there are any."""
        return self.root / "searches.toml"

    @property
    def lock(self) -> Path:
        """The file by which those wait for each other who write what people write, too."""
        return self.root / ".lock"

    def settings(self, given: Mapping[str, str | None], environ: Mapping[str, str] | None = None) -> Settings:
        """Settings by precedence: ``given`` (None counts as not given), environment, ``archive.toml``, defaults.

        Raises:
            ArchiveError: archive.toml cannot be read, or a setting is unknown or has no such value.
        """
        environ = os.environ if environ is None else environ
        known = [field.name for field in fields(Settings)]
        chosen: dict[str, str] = {}
        for source, place in ((self._file(), "archive.toml"), (given, "The arguments")):
            for name, value in source.items():
                if name not in known:
                    raise ArchiveError(f'{place} may not hold "{name}".', f"Known settings: {', '.join(known)}.")
                if value is not None:
                    chosen[name] = str(value)
            # What the page may write is for the file alone to say.
            if place == "archive.toml" and (engine := environ.get("ARCHIVE_ENGINE")):
                chosen["engine"] = engine
        if (adding := chosen.get("adding", "false").lower()) not in ("true", "false"):
            raise ArchiveError(
                f'The setting "adding" may not be "{adding}".', 'Write "adding = true" or "adding = false".'
            )
        return Settings(**chosen | ({"adding": adding} if "adding" in chosen else {}))

    def _file(self) -> dict[str, object]:
        path = self.root / "archive.toml"
        try:
            text = path.read_text("utf-8")
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise ArchiveError(f"archive.toml cannot be read ({error}).", f"Mend or remove {path}.") from error
        import tomllib

        try:
            return tomllib.loads(text)
        except ValueError as error:
            raise ArchiveError(f"archive.toml cannot be read ({error}).", f"Mend or remove {path}.") from error


def find_home(given: str | os.PathLike[str] | None = None, environ: Mapping[str, str] | None = None) -> Home:
    """``given``, else ``ARCHIVE_HOME``, else the nearest folder at or above the current one with ``seeds/``, else the
    current folder."""
    environ = os.environ if environ is None else environ
    chosen = given or environ.get("ARCHIVE_HOME")
    here = Path.cwd()
    if chosen:
        return Home(Path(chosen).absolute())
    return Home(next((folder for folder in (here, *here.parents) if (folder / "seeds").is_dir()), here))
