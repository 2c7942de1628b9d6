"""The order by relevance after many articles were replaced is that of a fresh index."""

from pathlib import Path

import pytest

from archive.indexing import generations
from archive.service import open_archive

from .states import answers, fresh, write_seeds

pytestmark = pytest.mark.usefixtures("engine")


def replace_articles(home: Path, numbers: range) -> None:
    for number in numbers:
        rare = "Leuchtturm " * (1 + number % 7) + "Schoigu " * (number % 3)
        (home / "seeds" / f"m{number}.txt").write_text(f"Eine ganz andere Meldung, Nummer {number}. {rare}.", "utf-8")


def test_after_a_fifth_was_replaced_scores_and_order_are_those_of_a_fresh_index(home: Path) -> None:
    write_seeds(home, range(80))
    with open_archive(home) as archive:
        archive.index()
        replace_articles(home, range(0, 80, 5))
        report = archive.index()
        assert (report.added, report.changed, report.removed, report.unchanged) == (0, 16, 0, 68)
        assert archive.index().notices == []
    assert answers(home) == fresh(home)


def test_a_few_changes_do_not_build_the_index_anew(home: Path) -> None:
    write_seeds(home, range(80))
    with open_archive(home) as archive:
        archive.index()
        before = generations.current(home / "index")
        replace_articles(home, range(4))
        assert archive.index().notices == []
        assert generations.current(home / "index") == before


def test_a_run_that_is_cut_off_before_the_index_is_built_anew_leaves_that_to_the_next(
    home: Path, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_seeds(home, range(80))
    with open_archive(home) as archive:
        archive.index()
        replace_articles(home, range(0, 80, 5))
        with monkeypatch.context() as patch:
            patch.setattr(generations, "begin", cut_off)
            if engine == "tantivy":
                with pytest.raises(KeyboardInterrupt):
                    archive.index()
            else:
                archive.index()
        archive.index()
    assert answers(home) == fresh(home)


def cut_off(*_: object, **__: object) -> None:
    raise KeyboardInterrupt
