"""The command line, run as people run it: as a process."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from archive.service import Archive

Answer = subprocess.CompletedProcess[str]


def run(*arguments: str, cwd: Path | None = None, stdin: str | None = None, **environ: str) -> Answer:
    env = {name: value for name, value in os.environ.items() if not name.startswith("ARCHIVE_HOME")} | environ
    command = [sys.executable, "-m", "archive", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, input=stdin, env=env, encoding="utf-8")


def loaded(answer: Answer) -> Any:
    assert answer.returncode in (0, 1), answer.stderr
    return json.loads(answer.stdout)


@pytest.fixture
def at(archive: Archive, home: Path) -> str:
    """The path of an indexed home."""
    archive.close()
    return str(home)


def test_index_reports_and_exits_0_even_with_failures(home: Path) -> None:
    (home / "seeds" / "leer.txt").write_bytes(b"")
    report = loaded(run("index", "--home", str(home), "--json"))
    assert set(report) == {"added", "changed", "removed", "unchanged", "failed", "failures", "engine", "took_ms"}
    assert (report["added"], report["failed"], report["failures"][0]["path"]) == (4, 1, "leer.txt")
    lines = run("--home", str(home), "index")
    assert lines.returncode == 0
    assert "4 unchanged, 1 failed" in lines.stdout
    assert lines.stderr == ""


def test_the_home_is_given_or_in_the_environment_or_above(at: str, tmp_path: Path) -> None:
    (tmp_path / "home" / "seeds" / "tief").mkdir()
    for answer in (
        run("--home", at, "status", "--json"),
        run("status", "--json", "--home", at),
        run("status", "--json", ARCHIVE_HOME=at),
        run("status", "--json", cwd=Path(at) / "seeds" / "tief"),
    ):
        assert loaded(answer)["articles"] == 4
    nowhere = run("status", cwd=tmp_path)
    assert nowhere.returncode == 2
    assert 'Run "archive index"' in nowhere.stderr


def test_search_exits_as_grep(at: str) -> None:
    assert run("--home", at, "search", "Schoigu").returncode == 0
    assert run("--home", at, "search", "Elefant").returncode == 1
    assert run("--home", at, "search", "Elefant", "--json").returncode == 1
    assert run("--home", at, "search", "date:morgens").returncode == 2
    assert run("--home", at, "search", "", "--page", "7").returncode == 0


def test_a_dash_is_text_and_an_unknown_option_a_slip(at: str) -> None:
    assert loaded(run("--home", at, "search", "Schoigu", "-Tribüne", "--json"))["total"] == 1
    assert loaded(run("--home", at, "search", "-Schoigu", "--json"))["total"] == 2
    assert loaded(run("--home", at, "search", "--json", "--", "Schoigu", "-Tribüne"))["total"] == 1
    for arguments in (["search", "x", "--colour"], ["index", "--foo"], ["nonsense"], []):
        answer = run("--home", at, *arguments)
        assert answer.returncode == 2
        assert answer.stdout == ""
        assert "Traceback" not in answer.stderr
    slip = run("--home", at, "search", "x", "--colour").stderr
    assert slip.count("\n") == 1
    assert "--colour" in slip


def test_json_of_results_is_the_contracts(at: str) -> None:
    results = loaded(run("--home", at, "search", "Schoigu", "--json"))
    assert list(results) == ["query", "total", "total_is_exact", "page", "pages", "limit", "took_ms", "engine", "hits",
                             "facets", "timeline", "suggestion", "relaxed", "understood"]  # fmt: skip
    assert list(results["hits"][0]) == ["id", "title", "date", "source", "agencies", "score", "snippets"]
    assert {piece.get("match") for hit in results["hits"] for s in hit["snippets"] for piece in s} >= {None, "exact"}
    assert results["facets"]["year"] == {"values": [{"value": "2023", "count": 2}], "more": 0}
    assert set(results["timeline"]) == {"unit", "bars", "coarse", "undated"}


def test_json_of_an_article_is_the_contracts(at: str) -> None:
    article = loaded(run("--home", at, "show", "brief", "--json"))
    names = "id path title text date date_from date_until date_source language source url authors agencies section"
    names += " folder keywords places persons orgs kicker subtitle teaser page issue extra sha256 format added origins"
    assert list(article) == names.split()
    assert (article["date"], article["date_from"], article["date_until"]) == ("2023-07", "2023-07-01", "2023-07-31")
    missing = run("--home", at, "show", "nirgends")
    assert (missing.returncode, missing.stdout) == (1, "")
    assert "Putin schreibt" in run("--home", at, "show", "brief").stdout


def test_all_hits_are_exported(at: str) -> None:
    lines = run("--home", at, "search", "", "--jsonl", "--sort", "oldest").stdout.split("\n")
    ids = [json.loads(line)["id"] for line in lines if line]
    assert ids == ["brief", "parade", "bahn/streik", "ende"]
    table = list(csv.DictReader(io.StringIO(run("--home", at, "search", "agency:dpa", "--csv").stdout)))
    assert {row["id"] for row in table} == {"parade", "bahn/streik"}
    assert run("--home", at, "search", "Elefant", "--csv").returncode == 1


def test_a_cell_cannot_run_as_a_formula(home: Path) -> None:
    (home / "seeds" / "formel.txt").write_text("Titel: =cmd|' /C calc'!A0\n\nEin Rechenblatt.", "utf-8")
    run("--home", str(home), "index")
    (row,) = csv.DictReader(io.StringIO(run("--home", str(home), "search", "Rechenblatt", "--csv").stdout))
    assert row["title"].startswith("'=")


def test_a_terminal_is_not_commanded_by_a_title(home: Path) -> None:
    (home / "seeds" / "boese.txt").write_text(
        "Titel: \x1b[2Jweg\x07\n\nGefährlich \x1b]0;x\x07 leer" + ", und Worte folgen" * 40, "utf-8"
    )
    run("--home", str(home), "index")
    answer = run("--home", str(home), "search", "Gefährlich")
    assert answer.returncode == 0
    assert not set(answer.stdout) & {"\x1b", "\x07"}


def test_read_parses_and_indexes_nothing(home: Path) -> None:
    (home / "seeds" / "leer.txt").write_bytes(b"")
    answer = run("read", str(home / "seeds"), "--jsonl", cwd=home)
    rows = [json.loads(line) for line in answer.stdout.split("\n") if line]
    assert answer.returncode == 0
    assert {row["id"] for row in rows if "id" in row} == {"parade", "brief", "bahn/streik", "ende"}
    assert [row["path"] for row in rows if "error" in row] == ["leer.txt"]
    assert not (home / "index").exists()
    assert run("read", str(home / "nirgends.txt")).returncode == 2


def test_analyze_tells_words_from_arguments_and_from_stdin() -> None:
    answer = run("analyze", "-", "--jsonl", stdin="Militärparaden\nHäuser\n\n")
    rows = [json.loads(line) for line in answer.stdout.split("\n") if line]
    assert [row["word"] for row in rows] == ["Militärparaden", "Häuser"]
    assert all(set(row) == {"word", "form", "terms", "parts"} for row in rows)
    assert set(rows[1]["terms"]) & set(json.loads(run("analyze", "--jsonl", "Haus").stdout)["terms"])
    assert "Haus" in run("analyze", "Haus").stdout
    assert run("analyze", "Haus", "--home", ".").returncode == 0  # every command takes it


def test_names_are_suggested_as_lines_for_the_list(home: Path) -> None:
    (home / "seeds" / "a.txt").write_text("Kowaltschuk kam.", "utf-8")
    (home / "seeds" / "b.txt").write_text("Kowalchuk ging.", "utf-8")
    run("--home", str(home), "index")
    assert '= ["' in run("--home", str(home), "names", "suggest").stdout
    assert {pair["other_count"] for pair in loaded(run("--home", str(home), "names", "suggest", "--json"))} == {1}


def test_help_and_version() -> None:
    assert "index" in run("--help").stdout
    for command in ("index", "search", "show", "read", "analyze", "status", "serve"):
        answer = run(command, "--help")
        assert answer.returncode == 0
        assert "--help" in answer.stdout
    assert "archive" in run("--version").stdout


def test_a_wrong_setting_is_one_sentence(home: Path) -> None:
    for answer in (
        run("--home", str(home), "index", "--engine", "sphinx"),
        run("--home", str(home), "index", ARCHIVE_ENGINE="sphinx"),
    ):
        assert (answer.returncode, answer.stderr.count("\n")) == (2, 1)
        assert "whoosh" in answer.stderr
    (home / "archive.toml").write_text("engine = ", "utf-8")
    assert "archive.toml" in run("--home", str(home), "index").stderr


def test_matches_are_marked_without_colour_and_passages_are_apart(tmp_path: Path) -> None:
    far = "Ein Satz steht zwischen beiden Stellen und hat mit der Sache gar nichts zu tun. " * 8
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text(f"Titel: Nachricht\n\nDer Leuchtturm steht. {far}Der Leuchtturm fällt.")
    run("--home", str(tmp_path), "index")
    marked = run("--home", str(tmp_path), "search", "Leuchtturm").stdout
    assert "Der *Leuchtturm* steht." in marked
    assert any(line.startswith("  … ") and "*Leuchtturm* fällt" in line for line in marked.splitlines())
    assert "*" not in run("--home", str(tmp_path), "search", "--no-marks", "Leuchtturm").stdout


def test_a_missing_home_says_so(tmp_path: Path) -> None:
    missing = run("--home", str(tmp_path / "weg"), "search", "x")
    assert missing.returncode == 2 and "There is no folder" in missing.stderr and "--home" in missing.stderr


def test_short_help_is_everywhere() -> None:
    for command in ("index", "search", "show", "similar", "status", "serve", "forget"):
        assert run(command, "-h").stdout.startswith("Usage:"), command
