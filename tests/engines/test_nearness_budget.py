"""Nearness of three words and more in Tantivy, which tells no positions: exact, and looked for in few articles."""

import random
from pathlib import Path

import pytest

from archive.article import Article
from archive.engines import nearness
from archive.engines.base import AnalyzedArticle
from archive.engines.nearness import is_near
from archive.engines.tantivy.engine import TantivyEngine
from archive.errors import QueryError
from archive.indexing.analysis import analyze_article
from archive.query.plan import Near, Or, Plan


def _engine(folder: Path, texts: list[str]) -> TantivyEngine:
    engine = TantivyEngine(folder, analysis=1, analyze=analyze_article)
    engine.update(analyze_article(Article(id=str(n), path=f"{n}.txt", title="", text=t)) for n, t in enumerate(texts))
    return engine


def _read(engine: TantivyEngine, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of articles that are read for nearness from now on."""
    read: list[str] = []
    forms_of = nearness.forms_of
    monkeypatch.setattr(nearness, "forms_of", lambda text: read.append(text) or forms_of(text))

    def analysed(article: Article) -> AnalyzedArticle:
        read.append(article.text)
        return analyze_article(article)

    monkeypatch.setattr(engine, "_analyze", analysed)
    return read


@pytest.mark.parametrize("words", [("kim", "xi", "putin"), ("kim", "xi", "putin", "modi"), ("kim", "kim", "xi")])
def test_it_is_that_of_positions(words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    draw = random.Random(3)  # noqa: S311
    names = ["kim", "xi", "putin", "modi", "brief", "reise", "zug", "parade", "waffen", "stadt"]
    texts = [" ".join(draw.choices(names, k=draw.randrange(3, 16))) for _ in range(250)]
    engine = _engine(tmp_path, texts)
    read = _read(engine, monkeypatch)
    some = 0
    for distance in range(len(words) - 1, 9):
        places = [{w: [p for p, own in enumerate(text.split()) if own == w] for w in words} for text in texts]
        expected = {str(number) for number, at in enumerate(places) if is_near(words, at, distance)}
        found = engine.search(Plan(Near("body_forms", words, distance), limit=None))
        assert {id for id, _ in found.hits} == expected
        some += len(expected)
    assert some
    if len(set(words)) == 3:
        assert len(read) < 250  # of all that hold them, seven times over
    engine.close()


def test_no_article_is_read_for_a_question_that_asks_for_too_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "zu", "für", "haben", "aus"
    engine = _engine(tmp_path, [f"{' oder '.join(words)} {number}" for number in range(nearness.NEAR_ARTICLES + 1)])
    read = _read(engine, monkeypatch)
    orders = [words[place:] + words[:place] for place in range(4)]
    with pytest.raises(QueryError, match="ask for rarer ones"):
        engine.search(Plan(Or(tuple(Near("body_forms", order, 90) for order in orders))))
    assert not read
    engine.close()


def test_what_is_sure_is_not_read_and_what_was_read_is_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = _engine(tmp_path, ["zu für haben", "haben oder für oder zu", "zu" + " x" * 20 + " für haben"] * 200)
    read = _read(engine, monkeypatch)
    assert engine.search(Plan(Near("body_forms", ("zu", "für", "haben"), 9))).total == 400
    assert read == []
    assert engine.search(Plan(Near("body_forms", ("zu", "für", "haben", "oder"), 9))).total == 200
    once = len(read)
    assert once
    assert engine.search(Plan(Near("body_forms", ("zu", "für", "haben", "oder"), 9))).total == 200
    assert len(read) == once
    engine.close()
