import codecs

import pytest

from archive.errors import ReadError
from archive.reading.encoding import decode
from archive.reading.extraction import Unreadable

GERMAN = "Ökonom Ödön spricht über „Große Straßen“ – und über die Wärme."
RUSSIAN = "Привет, это текст на русском языке, в котором говорится о погоде в Москве."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_german_is_read_in_every_usual_encoding(encoding):
    assert decode(GERMAN.encode(encoding)) == GERMAN


def test_german_of_old_computers_is_read():
    text = "Übung macht den Meister, größer wird es nicht. Schön ist das Wetter über den Dächern."
    assert decode(text.encode("cp850")) == decode(text.encode("mac-roman")) == text


def test_the_mark_at_the_start_wins_in_big_endian_too():
    assert decode(codecs.BOM_UTF16_BE + GERMAN.encode("utf-16-be")) == GERMAN


def test_what_nobody_declared_is_guessed():
    assert decode(RUSSIAN.encode("cp1251")) == RUSSIAN


@pytest.mark.parametrize("declared", ["windows-1252", "iso-8859-1", "latin1", "us-ascii"])
def test_utf8_beats_a_wrong_declaration(declared):
    assert decode(GERMAN.encode(), declared) == GERMAN


@pytest.mark.parametrize(
    "declared", ["utf-8", "utf-16", "hex", "unicode_escape", "punycode", "gibt-es-nicht", "", "\x00"]
)
def test_a_declaration_that_cannot_be_falls_through(declared):
    assert decode(GERMAN.encode("cp1252"), declared) == GERMAN


def test_latin1_means_windows_1252_as_on_the_web():
    assert decode(GERMAN.encode("cp1252"), "iso-8859-1") == GERMAN


def test_a_declared_encoding_is_believed_where_the_bytes_allow_it():
    assert decode(RUSSIAN.encode("koi8-r"), "koi8-r") == RUSSIAN


def test_one_broken_byte_does_not_spoil_a_utf8_text():
    damaged = GERMAN.encode() + b" \xff " + GERMAN.encode()
    assert decode(damaged) == f"{GERMAN} \ufffd {GERMAN}"


def test_a_text_cut_off_within_a_letter_is_still_utf8():
    assert decode((GERMAN * 3 + "ß").encode()[:-1]).startswith(GERMAN)


@pytest.mark.parametrize("data", [b"", b" \r\n\t "])
def test_an_empty_file_is_said_to_be_empty(data):
    with pytest.raises(Unreadable, match="is empty"):
        decode(data)


@pytest.mark.parametrize(
    "data",
    [b"%PDF-1.7\nabc", b"PK\x03\x04abc", b"\x89PNG\r\n", b"\xff\xd8\xff\xe0", bytes(range(256)) * 4, b"\x00" * 99],
)
def test_a_binary_file_with_the_name_of_a_text_is_refused(read, data):
    with pytest.raises(ReadError):
        read(data, "bild.txt")
