"""The dictionary is part of the package, says what its sources say, and is opened without work."""

import os
import subprocess
import sys
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

import pytest
from marisa_trie import BytesTrie, Trie

from archive.errors import ArchiveError
from archive.german import made_with
from archive.german.case import Case
from archive.german.morphology import dictionary as module
from archive.german.morphology import tuning
from archive.german.morphology.compound_scores import modifier_score
from archive.german.morphology.compounds import split
from archive.german.morphology.dictionary import (
    ANY,
    CAPITAL,
    FOLDER,
    FORMS,
    KEYS,
    NEVER,
    PARTS,
    RECORDS,
    SMALL,
    SOURCES,
    Entry,
    Lemma,
    dictionary,
)
from archive.german.morphology.dictionary_build import is_frequent, packed_form, write
from archive.german.morphology.terms import compound_parts, german_terms, worked_out_parts, worked_out_terms


def test_the_files_are_what_a_build_gives(tmp_path: Path) -> None:
    """Whoever changes the rules of the build, or the releases of simplemma and wordfreq, runs ``make dictionary``."""
    write(tmp_path)
    for name in (KEYS, RECORDS, SOURCES):
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes(), "run `make dictionary`"


def test_what_frequent_forms_become_is_what_the_rules_say() -> None:
    """Whoever changes the rules of the analysis runs ``make dictionary``."""
    forms = BytesTrie().mmap(str(FOLDER / FORMS))
    every_hundredth = forms.keys()[::100]
    for form in (*every_hundredth, "häuser", "suche", "bundestagswahl", "ministerin", "potential"):
        assert is_frequent(form)
        assert [packed_form(form)] == forms[form], "run `make dictionary`"
        words = dictionary().words
        assert words(form, SMALL) == worked_out_terms(form, Case.SMALL) == german_terms(form, Case.SMALL)
        assert words(form, CAPITAL) == worked_out_terms(form, Case.CAPITAL) == german_terms(form, Case.CAPITAL)
        assert words(form, ANY) == worked_out_terms(form, Case.ANY) == german_terms(form)
        assert words(form, PARTS) == worked_out_parts(form) == compound_parts(form)


def test_all_frequent_forms_are_there_and_no_others() -> None:
    keys = set(Trie().mmap(str(FOLDER / KEYS)).keys())
    forms = set(BytesTrie().mmap(str(FOLDER / FORMS)).keys())
    assert forms <= keys
    assert {form for form in keys if is_frequent(form)} == forms
    assert dictionary().words("xqzv", SMALL) is None
    assert german_terms("drohnenbahnhof", Case.CAPITAL) == worked_out_terms("drohnenbahnhof", Case.CAPITAL) != ()


def test_the_digest_is_of_the_files_and_the_sources_are_the_installed_ones() -> None:
    content = (FOLDER / KEYS).read_bytes() + (FOLDER / RECORDS).read_bytes()
    assert made_with()["dictionary"] == blake2b(content, digest_size=16).hexdigest()
    lines = (FOLDER / SOURCES).read_text("utf-8").splitlines()
    assert {f"simplemma {version('simplemma')}", f"wordfreq {version('wordfreq')}"} < set(lines)


def test_whoever_passes_the_dictionary_on_passes_on_its_licence() -> None:
    licence = (FOLDER / "LICENSE.md").read_text("utf-8")
    assert all(name in licence for name in ("simplemma", "wordfreq", "CC BY-SA 4.0", "ODbL", "SUBTLEX", "Wiktionary"))


def test_a_first_word_needs_no_cache_folder_no_source_and_says_nothing(tmp_path: Path) -> None:
    """A newcomer waits for nothing: no library that the dictionary was made of is imported, and no file is written."""
    code = (
        "import sys; from archive.german import analyzer; print(analyzer().word('Häuser').terms, "
        "{'simplemma', 'wordfreq'} & set(sys.modules))"
    )
    home = {**dict.fromkeys(("HOME", "ARCHIVE_CACHE", "XDG_CACHE_HOME", "TMPDIR"), str(tmp_path)), "PYTHONUTF8": "1"}
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env={**os.environ, **home})
    assert (run.stdout.strip(), run.stderr, list(tmp_path.iterdir())) == ("('haus',) set()", "", [])


def test_a_missing_or_damaged_file_is_told_with_the_mend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FOLDER", tmp_path)
    with pytest.raises(ArchiveError, match="cannot be opened") as missing:
        module.dictionary.__wrapped__()
    (tmp_path / KEYS).write_bytes(b"no trie")
    with pytest.raises(ArchiveError, match="cannot be opened"):
        module.dictionary.__wrapped__()
    assert "Install" in missing.value.hint


def test_an_entry_tells_all_that_is_known_of_a_form() -> None:
    entry = dictionary().entry
    assert entry("häuser").lemmas == (Lemma("haus", True),)
    assert set(entry("suche").lemmas) == {Lemma("suche", True), Lemma("suchen", False)}
    assert entry("haus").noun > 0 == entry("haus").other and entry("suchen").other > 0
    assert entry("arbeits").beginning > 100 and 0 < entry("sucht").ending <= 100
    assert entry("nato").acronym and not entry("haus").acronym
    assert entry("xqzv") == Entry()


def test_an_entry_tells_what_kind_of_word_a_form_is_and_what_it_is_in_compounds() -> None:
    entry = dictionary().entry
    assert entry("suche").verbs == ("suchen",) and entry("häuser").verbs == ()
    assert entry("haus").own_noun and not entry("häuser").own_noun and not entry("suchen").own_noun
    assert entry("fahren").infinitive and entry("fahren").changes_vowel
    assert entry("suchen").infinitive and not entry("suchen").changes_vowel and not entry("häuser").infinitive
    assert entry("alt").adjective and entry("gekauft").adjective and not entry("haus").adjective
    assert entry("arbeits").modifier > entry("parade").modifier > entry("ver").modifier == NEVER
    assert entry("minister").noun_head > NEVER == entry("minister").adjective_head
    assert entry("müde").adjective_head > NEVER == entry("schaft").noun_head


def test_scores_are_those_of_the_rules() -> None:
    entry = dictionary().entry
    for key, modifier, is_noun in dictionary().beginnings("regierungskoalitions"):
        known = entry(key)
        assert (modifier, is_noun) == (known.modifier, known.own_noun)
        assert modifier == modifier_score(key, entry)


def test_a_noun_and_its_linking_element_have_a_score_though_they_are_no_key_together() -> None:
    entry = dictionary().entry
    assert entry("regierungskoalitions") == Entry() and modifier_score("regierungskoalitions", entry) > NEVER
    assert entry("kfz").own_noun and modifier_score("kfzs", entry) == NEVER, "no vowel"
    assert split("regierungskoalitionspapier") == ("regierungs", "koalitions", "papier")


def test_the_forms_that_a_word_ends_with_are_known_ones_of_three_letters() -> None:
    entry = dictionary().entry
    found = dictionary().endings("bundestagswahl")
    assert {"bundestagswahl"[place:] for place, _ in found} >= {"wahl"}
    assert all(known == entry("bundestagswahl"[place:]) and known.lemmas for place, known in found)
    assert [place for place, _ in found] == sorted(place for place, _ in found) and found[-1][0] <= len(
        "bundestagswahl"
    ) - 3


def test_frequencies_tell_common_from_rare() -> None:
    frequency = dictionary().frequency
    assert frequency("haus") > frequency("parade") > frequency("schoigu") > 0 == frequency("xqzv")


def test_entries_kept_as_objects_are_bounded() -> None:
    entry = dictionary().entry
    for number in range(tuning.ENTRIES_CACHED + 100):
        entry(f"xq{number}")
    assert entry.cache_info().currsize == tuning.ENTRIES_CACHED
