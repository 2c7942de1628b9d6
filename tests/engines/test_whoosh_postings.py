"""The postings that the Whoosh engine writes, however they are gathered, and wherever they stand in its files."""

from collections import defaultdict
from pathlib import Path

import pytest

from archive.engines.whoosh import index as whoosh_index
from archive.engines.whoosh.index import Index

_Expected = dict[str, list[tuple[int, int, list[int]]]]  # word → article, frequency and positions


def _text(article: int) -> list[str]:
    """Words in one article, two, three … and in all of them; some several times."""
    words = [f"w{every}" for every in range(1, 60) if article % every == 0]
    return ["alle", *words, f"nur{article}", "alle", *words[:3]]


def _add(index: Index, articles: range) -> None:
    writer = index.begin(0)
    assert writer
    for article in articles:
        text = " ".join(_text(article))
        writer.add({"body": text, "lead": text}, b"entry", f'"{article}"')
    writer.commit()


def _check(index: Index) -> None:
    _, segments = index.segments({})
    for segment in segments:
        expected: _Expected = defaultdict(list)
        for number in range(segment.size):
            words = _text(int(segment.article(number).strip('"')))
            for word in dict.fromkeys(words):
                places = [place for place, other in enumerate(words) if other == word]
                expected[word].append((number, len(places), places))
        for word, found in expected.items():
            postings = segment.postings("body", word, positions=True)
            assert postings and postings.positions is not None
            assert list(postings.ids) == [number for number, _, _ in found]
            assert list(postings.freqs) == [frequency for _, frequency, _ in found]
            assert list(postings.positions) == [place for _, _, places in found for place in places]
            without = segment.postings("lead", word)
            assert without and without.ids == postings.ids and without.freqs == postings.freqs
            assert segment.frequency("lead", word) == segment.frequency("body", word) == len(found)
        assert segment.postings("body", "keiner") is None
        assert segment.lexicon("terms") == sorted(expected)


@pytest.mark.parametrize("megabytes", [256, 0, 0.02])
@pytest.mark.parametrize("inlined", [0, 3])
def test_postings_in_the_dictionary_in_one_block_in_several_and_sorted_on_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, megabytes: float, inlined: int
) -> None:
    monkeypatch.setattr(whoosh_index, "WRITER_MEGABYTES", megabytes)
    monkeypatch.setattr(whoosh_index, "INLINED_POSTINGS", inlined)
    monkeypatch.setattr(whoosh_index, "BLOCK_POSTINGS", 16)
    index = Index(tmp_path / "index", create=True)
    _add(index, range(1, 80))
    _check(index)
    _add(index, range(100, 170))  # the first segment is merged
    _, segments = index.segments({})
    assert [segment.size for segment in segments] == [149]
    _check(index)


def test_deleted_articles_are_left_out_when_segments_are_merged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whoosh_index, "BLOCK_POSTINGS", 16)
    index = Index(tmp_path / "index", create=True)
    _add(index, range(1, 80))
    _, (segment,) = index.segments({})
    writer = index.begin(0)
    assert writer
    for number in (0, 5, 17, 78):
        writer.delete(segment.name, number)
    for article in range(200, 300):
        text = " ".join(_text(article))
        writer.add({"body": text, "lead": text}, b"entry", f'"{article}"')
    writer.commit()
    _, segments = index.segments({})
    assert [segment.size for segment in segments] == [175]
    _check(index)
