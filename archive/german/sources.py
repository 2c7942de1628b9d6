"""What the words are analysed with besides the rules of this room: data that change with other releases."""

from archive.german.morphology.dictionary import FOLDER, SOURCES

_LIBRARIES = ("PyStemmer", "anyascii")


def made_with() -> dict[str, str]:
    """The release of each library that decides what words become, and under ``dictionary`` a digest of that.

    Nothing is opened but text files of some hundred bytes.
    """
    from importlib.metadata import version  # here: a search asks for no version, and it takes a while to import

    lines = (FOLDER / SOURCES).read_text("utf-8").splitlines()
    digest = dict(line.split() for line in lines if not line.startswith("#"))["digest"]
    return {"dictionary": digest, **{name: version(name) for name in _LIBRARIES}}
