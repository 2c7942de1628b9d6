"""Sidecars: what they state wins, what nobody knows is kept, and what is broken is told."""

from archive.article import Article
from archive.errors import ReadError
from archive.reading import read_file
from tests.reading.conftest import articles_of


def _with_sidecar(
    folder, sidecar, text="Titel: Falsch\nDatum: 2020\n\nDer Text steht hier und wird gelesen.", name="a.txt"
):
    (folder / name).write_text(text)
    (folder / f"{name}.toml").write_bytes(sidecar.encode() if isinstance(sidecar, str) else sidecar)
    return list(read_file(folder / name, name))


def test_a_sidecar_wins_over_the_file_and_tells_that_it_did(tmp_path):
    sidecar = 'title = "Richtig"\ndatum = 2023-07-27\nquelle = "Nordblatt"\nauthor = ["Anna Roth", "Ben Sommer"]\n'
    (article,) = _with_sidecar(tmp_path, sidecar + 'page = 3\nissue = "174"\nkeywords = ["Bahn", "Streik"]\n')
    assert (article.title, article.date, article.source) == ("Richtig", "2023-07-27", "Nordblatt")
    assert (article.authors, article.page, article.issue) == (("Anna Roth", "Ben Sommer"), "3", "174")
    assert article.keywords == ("Bahn", "Streik")
    assert article.date_source == "metadata"
    assert {article.origins[f] for f in ("title", "date", "source", "authors", "page", "issue")} == {"sidecar"}
    assert article.origins["language"] == "text"


def test_what_a_sidecar_states_by_other_names_is_kept_and_searched(tmp_path):
    sidecar = 'note = "Aus dem Nachlass"\nrating = 5\nseen = 2024-01-02\n[scan]\nby = "Fotolabor"\n'
    (article,) = _with_sidecar(tmp_path, sidecar)
    assert article.extra == {"note": "Aus dem Nachlass", "rating": 5, "seen": "2024-01-02", "scan": {"by": "Fotolabor"}}
    assert article.other_text == "Aus dem Nachlass\n2024-01-02\nFotolabor"
    assert Article.from_json(article.as_json()) == article


def test_a_value_that_is_none_is_kept_too(tmp_path):
    (article,) = _with_sidecar(tmp_path, 'date = "im Sommer"\n')
    assert (article.date, article.origins["date"]) == ("2020", "metadata")
    assert article.extra == {"date": "im Sommer"}


def test_a_broken_sidecar_costs_nothing_but_itself_and_is_told(tmp_path):
    for broken in ("title = ", b"\xff\xfe", "[" * 5000):
        article, problem = _with_sidecar(tmp_path, broken)
        assert article.title == "Falsch"
        assert isinstance(problem, ReadError) and "a.txt.toml" in problem.reason and problem.reason.endswith(".")


def test_front_matter_keeps_what_nobody_knows(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("---\ntitle: Eins\nkicker: Bahn\nuntertitel: Zwei\nort: Berlin\nFotograf: Max Licht\n---\n\nText.")
    (article,) = articles_of(path, path.name)
    assert (article.kicker, article.subtitle, article.places) == ("Bahn", "Zwei", ("Berlin",))
    assert article.extra == {"Fotograf": "Max Licht"}
    assert article.other_text == "Bahn\nZwei\nMax Licht"
