"""The articles that speed is measured with."""

import gzip
import json
from pathlib import Path

import pytest

from benchmarks import texts
from tests.reading.conftest import articles_of

# Distinct words, as they are written, after so many words of 15,000 articles of one newsroom (2005-2022).
REAL_GROWTH = {10_000: 3_431, 30_000: 7_419, 100_000: 16_879, 300_000: 33_156}


def test_the_number_of_distinct_words_grows_as_in_real_german() -> None:
    found = texts.growth(texts.texts(1_300), list(REAL_GROWTH))
    assert found.keys() == REAL_GROWTH.keys()
    for words, distinct in REAL_GROWTH.items():
        assert found[words] == pytest.approx(distinct, rel=0.15), words


def test_the_first_texts_of_many_are_those_of_few() -> None:
    few = list(texts.made(3))
    assert list(texts.made(5))[:3] == few
    assert list(texts.made(3)) == few
    assert list(texts.made(3, seed=2)) != few


def test_a_made_text_is_an_article_of_some_2_kb_with_all_its_fields(tmp_path: Path) -> None:
    count = texts.write_seeds(tmp_path, 40)
    paths = list(texts.files(tmp_path))
    assert count == len(paths) == 40
    assert 1_500 < sum(path.stat().st_size for path in paths) / 40 < 2_500
    articles = [articles_of(path, path.name)[0] for path in paths]
    for article in articles:
        assert article.language == "de"
        assert article.title
        assert article.date
        assert article.source in texts.SOURCES
        assert article.title not in article.text
    assert any(article.authors for article in articles)
    assert any(article.section in texts.SECTIONS for article in articles)
    assert any(article.agencies for article in articles)
    assert len({article.text for article in articles}) == 40


@pytest.mark.parametrize("name", ["articles.jsonl", "articles.jsonl.gz"])
def test_articles_are_taken_from_json_lines(tmp_path: Path, name: str) -> None:
    rows = [{"title": "Ein\nBrief", "date": "2023-07-01", "publisher": "Nordblatt", "text": f"Der {n}. Brief kam an."}
            for n in range(3)]  # fmt: skip
    lines = "".join(json.dumps(row) + "\n" for row in rows).encode()
    (tmp_path / name).write_bytes(gzip.compress(lines) if name.endswith(".gz") else lines)
    assert texts.write_seeds(tmp_path / "seeds", 2, tmp_path / name) == 2
    article = articles_of(next(texts.files(tmp_path / "seeds")), "a.txt")[0]
    assert (article.title, article.date, article.source) == ("Ein Brief", "2023-07-01", "Nordblatt")
    assert article.text == "Der 0. Brief kam an."


def test_articles_are_taken_from_a_folder(tmp_path: Path) -> None:
    (tmp_path / "given" / "deep").mkdir(parents=True)
    (tmp_path / "given" / "a.md").write_text("# Brief", "utf-8")
    (tmp_path / "given" / "deep" / "b.txt").write_text("Noch einer", "utf-8")
    assert texts.write_seeds(tmp_path / "seeds", 10, tmp_path / "given") == 2
    assert (tmp_path / "seeds" / "deep" / "b.txt").read_text("utf-8") == "Noch einer"
