"""The catalogues: complete, and the compiled ones are what their sources say."""

import io
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "web" / "translations"
SOURCES = sorted(FOLDER.glob("*/LC_MESSAGES/messages.po"))
METHODS = [("web/templates/**.html", "jinja2"), ("web/**.py", "python"), ("archive/**.py", "python")]
KEYWORDS = DEFAULT_KEYWORDS | {"lazy_gettext": None, "QueryError": (2,), "InputError": (2,)}  # as in the Makefile


def catalog(path: Path) -> Catalog:
    return read_po(io.BytesIO(path.read_bytes()))


def messages(found: Catalog) -> list[Message]:
    return [message for message in found if message.id]


@pytest.mark.parametrize("path", SOURCES, ids=str)
def test_every_text_of_the_page_is_translated_and_no_other(path: Path) -> None:
    used = {
        message if isinstance(message, str) else message[0]
        for _, _, message, _, _ in extract_from_dir(ROOT, METHODS, keywords=KEYWORDS)
    }
    known = {
        message.id if isinstance(message.id, str) else message.id[0]: message for message in messages(catalog(path))
    }
    assert used == known.keys(), 'run "make translations" and translate what is new'
    for message in known.values():
        texts = [message.string] if isinstance(message.string, str) else message.string
        ids = [message.id] if isinstance(message.id, str) else message.id
        for text in texts:
            assert text, message.id
            assert set(re.findall(r"%\(\w+\)s", text)) == set(re.findall(r"%\(\w+\)s", ids[-1])), message.id


@pytest.mark.parametrize("path", SOURCES, ids=str)
def test_the_compiled_catalogue_is_that_of_the_source(path: Path) -> None:
    compiled = path.with_suffix(".mo")
    fresh = io.BytesIO()
    write_mo(fresh, catalog(path))
    now, then = (
        {str(message.id): message.string for message in messages(read_mo(file))}
        for file in (io.BytesIO(fresh.getvalue()), io.BytesIO(compiled.read_bytes()))
    )
    assert now == then, 'run "make translations"'


def test_there_is_a_german_one() -> None:
    assert [path.parts[-3] for path in SOURCES] == ["de"]
