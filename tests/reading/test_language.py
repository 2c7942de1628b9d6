import subprocess
import sys

import pytest

from archive.reading.evidence.language import language
from archive.reading.evidence.language_names import language_code

SAMPLES = {
    "de": "Die Züge stehen still, und niemand weiß, wann sie wieder fahren werden.",
    "en": "The trains are standing still and nobody knows when they will be running again.",
    "fr": "Les trains sont à l'arrêt et personne ne sait quand ils vont repartir dans le pays.",
    "nl": "De treinen staan stil en niemand weet wanneer ze weer zullen rijden in het land.",
    "ru": "Поезда стоят, и никто не знает, когда они снова поедут по стране.",
}


@pytest.mark.parametrize(("code", "text"), SAMPLES.items())
def test_a_sentence_tells_its_language(code, text):
    assert language(text) == code


@pytest.mark.parametrize("text", ["", "Kim Jong Un", "12345 !!!", "???"])
def test_a_text_too_short_to_tell_has_none(text):
    assert language(text) is None


def test_a_declared_language_counts_until_the_text_plainly_speaks_another(read):
    assert language("Kim Jong Un", "de") == "de"
    assert language(SAMPLES["en"], "de") == "en"
    assert read("---\nlang: Deutsch\n---\nKim Jong Un", "a.md").language == "de"


def test_the_same_text_always_has_the_same_language():
    text = "Wikipedia Schoigu Pjöngjang Moskau Raketen Parade Delegation"
    assert len({language(text) for _ in range(5)}) == 1


def test_plain_german_loads_no_detector():
    code = (
        "import sys; import archive.reading; from archive.reading.evidence.language import language; "
        "assert language('Wer in dieser Woche mit dem Zug fahren will, braucht Geduld oder ein Auto.') == 'de'; "
        "sys.exit(any(name in sys.modules for name in ('langdetect', 'bs4', 'lxml', 'babel', 'yaml', 'markdown_it', "
        "'charset_normalizer')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("de-AT", "de"),
        ("deu", "de"),
        ("German", "de"),
        ("français", "fr"),
        ("Plattdeutsch", "nds"),
        ("Klingonisch", None),
    ],
)
def test_a_language_has_many_names(written, code):
    assert language_code(written) == code
