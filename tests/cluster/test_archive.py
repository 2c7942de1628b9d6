"""An archive in a real cluster: moving there, sharing it, rebuilding, and what happens when nodes fail."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from archive.engines.opensearch import indices as opensearch_indices
from archive.engines.opensearch.address import Address
from archive.errors import ArchiveError, EngineError
from archive.indexing import generations
from archive.indexing.analysis import analyze_article
from archive.indexing.generations import cluster as asking
from archive.indexing.generations import current
from archive.service import Archive, open_archive
from web import create_app

Addresses = Callable[..., str]


@pytest.fixture
def address(cluster_address: Addresses) -> str:
    """Of an archive of this test's own."""
    return cluster_address("archive")


def ids(archive: Archive, query: str = "") -> list[str]:
    return [hit.id for hit in archive.search(query, sort="newest", limit=1000).hits]


def indices_of(address: str) -> set[str]:
    with asking(address) as server:
        return set(server.ask("GET", f"/{server.address.name}.*/_settings"))


def copy_of(home: Path, name: str) -> Path:
    other = home.parent / name
    (other / "seeds").parent.mkdir()
    (other / "seeds").symlink_to(home / "seeds")
    return other


def write(home: Path, numbers: range) -> None:
    for number in numbers:
        (home / "seeds" / f"m{number}.txt").write_text(f"Datum: {1900 + number % 99}\n\nLeuchtturm {number}.", "utf-8")


def test_an_archive_moves_to_a_cluster_and_back_and_nothing_is_lost(home: Path, address: str) -> None:
    with open_archive(home, engine="whoosh") as archive:
        archive.index()
        articles = {id: archive.article(id) for id in ids(archive)}
        first = archive.search("Schoigu -Brief", where=["year=2023"])
    for engine, name in ((address, "opensearch"), ("tantivy", "tantivy"), (address, "opensearch")):
        with open_archive(home, engine=engine) as archive:
            report = archive.index()
            assert (report.added, report.unchanged, report.engine) == (0, 4, name)
            assert archive.index().notices == []
            assert {id: archive.article(id) for id in ids(archive)} == articles
            found = archive.search("Schoigu -Brief", where=["year=2023"])
            assert (found.total, found.facets, found.timeline) == (first.total, first.facets, first.timeline)
            assert found.engine == archive.status().engine == name


def test_a_machine_that_never_indexed_answers_by_the_setting_alone(home: Path, address: str, tmp_path: Path) -> None:
    with open_archive(home, engine=address) as archive:
        archive.index()
        expected = archive.search("Schoigu")
    (tmp_path / "front").mkdir()
    (tmp_path / "front" / "archive.toml").write_text(f'engine = "{address}"\n', "utf-8")
    with open_archive(tmp_path / "front") as front:
        found = front.search("Schoigu")
        assert (found.hits, found.facets) == (expected.hits, expected.facets)
        assert front.article("parade").title == "Militärparade in Pjöngjang"
        status = front.status()
        assert (status.articles, status.files, status.outdated, status.last_run) == (4, 0, False, None)
        assert not (tmp_path / "front" / "index").exists()


def test_two_machines_see_one_archive_and_each_keeps_its_own_ledger(home: Path, address: str) -> None:
    other = copy_of(home, "other")
    with open_archive(home, engine=address) as one, open_archive(other, engine=address) as two:
        one.index()
        report = two.index()
        assert (report.added, report.changed, report.unchanged) == (0, 0, 4)
        added = one.article("parade").added
        (home / "seeds" / "neu.txt").write_text("Ein Leuchtturm.", "utf-8")
        (home / "seeds" / "ende.txt").unlink()
        assert (two.index().added, ids(one, "Leuchtturm")) == (1, ["neu"])
        assert one.index().failed == 0
        assert set(ids(one)) == set(ids(two)) == {"bahn/streik", "brief", "neu", "parade"}
        one.index(rebuild=True)
        assert set(ids(two)) == set(ids(one))
        assert two.index().unchanged == 4
        assert two.article("parade").added == added
    assert len(indices_of(address)) == 2


def test_a_lost_ledger_is_learned_from_the_cluster(home: Path, address: str) -> None:
    with open_archive(home, engine=address) as archive:
        archive.index()
        added = archive.article("parade").added
        (home / "seeds" / "ende.txt").unlink()
        (home / "seeds" / "brief.txt").write_text("Titel: Ein anderer Brief\n\nNichts.", "utf-8")
        for path in (home / "index").glob("*/ledger.sqlite"):
            path.unlink()
        report = archive.index()
        assert (report.added, report.changed, report.removed, report.unchanged) == (0, 1, 1, 2)
        assert set(ids(archive)) == {"bahn/streik", "brief", "parade"}
        assert archive.article("parade").added == added
    # With the pointer gone too, and the setting not given: it is found by the setting alone.
    subprocess.run(["rm", "-r", str(home / "index")], check=True)
    with open_archive(home, engine=address) as archive:
        assert archive.index().unchanged == 3


def test_parts_on_several_machines_fill_one_index(home: Path, address: str) -> None:
    write(home, range(200))
    homes = [home, copy_of(home, "second"), copy_of(home, "third")]
    command = [sys.executable, "-m", "archive", "index", "--engine", address, "--json"]
    runs = [
        subprocess.Popen(
            [*command, "--home", str(at), "--part", f"{number}/3"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for number, at in enumerate(homes, 1)
    ]
    told = [run.communicate(timeout=240) for run in runs]
    assert [run.returncode for run in runs] == [0, 0, 0], told
    reports = [json.loads(out) for out, _ in told]
    assert sum(report["added"] for report in reports) == 204
    assert all(40 < report["added"] < 100 for report in reports)
    with open_archive(home, engine=address) as archive:
        assert archive.search(limit=0).total == 204
        (home / "seeds" / "m7.txt").unlink()
        removed = []
        for number, at in enumerate(homes, 1):
            with open_archive(at, engine=address) as part:
                removed.append(part.index(part=f"{number}/3").removed)
                assert part.index(part=f"{number}/3").took_ms > 0
        assert sorted(removed) == [0, 0, 1]
        assert archive.search(limit=0).total == 203
        # Another division: what is there is learned anew, and nothing of the other parts is taken out.
        with open_archive(homes[1], engine=address) as part:
            assert part.index(part="1/2").removed == 0
        report = archive.index()
        assert (report.unchanged, report.removed, report.added) == (203, 0, 0)
        with pytest.raises(ArchiveError, match="anew in parts"):
            archive.index(part="1/2", rebuild=True)
    with open_archive(home, engine="tantivy") as archive, pytest.raises(ArchiveError, match="Only a cluster"):
        archive.index(part="1/2")


def test_a_part_that_finds_no_index_and_begins_after_another_has_made_it_fills_that_one(
    home: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(home, range(40))
    begin, others = generations.begin, []
    with open_archive(home, engine=address) as one, open_archive(copy_of(home, "second"), engine=address) as two:

        def begin_late(*asked: Any, **options: Any) -> generations.Generation:
            monkeypatch.setattr(generations, "begin", begin)
            others.append(one.index(part="1/2").added)
            return begin(*asked, **options)

        monkeypatch.setattr(generations, "begin", begin_late)
        added = two.index(part="2/2").added
        assert len(others) == 1
        assert min(added, *others) > 10
        assert added + sum(others) == 44
        assert one.search(limit=0).total == two.search(limit=0).total == 44
        assert len(indices_of(address)) == 2
        assert two.index().unchanged == 44


@pytest.mark.parametrize("commits", [0, 1])
def test_a_rebuild_that_is_cut_off_leaves_the_old_index_and_the_next_run_cleans_up(
    home: Path, address: str, commits: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(home, range(20))
    with open_archive(home, engine=address) as archive:
        archive.index()
        before = indices_of(address)
        cut_off = f"""
import os, sys
from archive.indexing import generations, tuning
from archive.indexing import run as indexing
from archive.service import open_archive
tuning.BATCH_ARTICLES = tuning.MOST_BATCH_ARTICLES = 5
if {commits}:
    generations.switch = lambda *_: os._exit(9)
else:
    indexing._Run._read = lambda *_: os._exit(9)
open_archive({str(home)!r}, engine={address!r}).index(rebuild=True)
"""
        assert subprocess.run([sys.executable, "-c", cut_off]).returncode == 9
        assert len(indices_of(address)) == 4
        assert archive.search("Leuchtturm", limit=0).total == 20
        assert archive.index().unchanged == 24
        assert indices_of(address) == before
        assert archive.index(rebuild=True).unchanged == 24
        assert len(indices_of(address)) == 2
        assert not indices_of(address) & before


def test_readers_see_no_half_while_an_index_is_rebuilt(home: Path, address: str) -> None:
    write(home, range(300))
    with open_archive(home, engine=address) as archive, open_archive(home.parent, engine=address) as front:
        archive.index()
        done, wrong = threading.Event(), []

        def read() -> None:
            try:
                while not done.is_set():
                    total = front.search("Leuchtturm", limit=5).total
                    if total != 300:
                        wrong.append(total)
            except BaseException as error:
                wrong.append(error)

        reader = threading.Thread(target=read)
        reader.start()
        for _ in range(2):
            archive.index(rebuild=True)
        done.set()
        reader.join()
        assert wrong == []


def test_a_writer_whose_index_was_replaced_is_told_and_brings_none_back(home: Path, address: str) -> None:
    other = copy_of(home, "other")
    with open_archive(home, engine=address) as one, open_archive(other, engine=address) as two:
        one.index()
        generation = current(home / "index")
        assert generation is not None
        late = generation.open(write=True)
        two.index(rebuild=True)
        from archive.indexing.analysis import analyze_article

        with pytest.raises(EngineError, match="new index"):
            late.update([analyze_article(one.article("parade"))])
        late.close()
        assert len(indices_of(address)) == 2
        assert one.index().unchanged == 4


def test_an_index_of_another_version_is_built_anew_and_answers_until_then(
    home: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_archive(home, engine=address) as archive:
        archive.index()
        before = indices_of(address)
        monkeypatch.setattr("archive.indexing.state.READING_VERSION", 10_000)
        assert archive.status().outdated
        assert set(ids(archive)) == {"bahn/streik", "brief", "ende", "parade"}
        assert "another version" in archive.index().notices[0]
        assert not indices_of(address) & before
        with asking(address) as server:
            held = opensearch_indices.current(server)
        assert held is not None
        assert held.version.endswith(".10000")
        assert archive.index().notices == []


def test_where_words_are_counted_over_a_sample_none_is_lost(
    home: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(90):
        (home / "seeds" / f"m{number}.txt").write_text(f"Leuchtturm Leuchtfeuer Leuchtkugel{number}.", "utf-8")
    with open_archive(home, engine=address) as archive:
        archive.index()
        assert archive.complete("leuchtt")[0].count == 90
        exact = archive.complete("leucht", 3)
        assert [word.count for word in exact] == [90, 90, 1]
        monkeypatch.setattr("archive.engines.opensearch.lexicon.LOOKS", 400)
        assert archive.search("Leuchtkugel*", limit=0).total == 90
        assert {word.text for word in archive.complete("leucht", 2)} == {word.text for word in exact[:2]}
        assert len(archive.complete("leuchtkugel", 100)) == 90


def test_a_cluster_that_is_down_is_one_sentence_and_a_page_that_says_when_to_come_back(home: Path) -> None:
    nowhere = "opensearch://127.0.0.1:9,127.0.0.1:10/name"
    environment = os.environ | {"ARCHIVE_ENGINE": nowhere, "ARCHIVE_HOME": str(home)}
    for command in (["search", "Schoigu"], ["status"], ["show", "parade"]):
        run = subprocess.run([sys.executable, "-m", "archive", *command], capture_output=True, text=True,
                             env=environment)  # fmt: skip
        assert (run.returncode, run.stdout) == (2, ""), command
        assert run.stderr.count("\n") == 1
        assert "does not answer" in run.stderr
    with open_archive(home, engine=nowhere) as archive:
        answer = create_app(archive).test_client().get("/?q=Schoigu", headers={"Accept-Language": "en"})
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
        assert "does not answer" in answer.text


@pytest.mark.parametrize(
    ("text", "hosts", "name", "tls", "user"),
    [
        ("opensearch://a/x", (("a", 9200),), "x", False, None),
        ("opensearch://a:1,b.de,[::1]:3/x-1?shards=4", (("a", 1), ("b.de", 9200), ("[::1]", 3)), "x-1", False, None),
        ("opensearch+https://an%40na@a:443/x?ca=/etc/ca.pem&replicas=0", (("a", 443),), "x", True, "an@na"),
    ],
)
def test_an_address_names_hosts_and_an_archive(
    text: str, hosts: tuple[tuple[str, int], ...], name: str, tls: bool, user: str | None
) -> None:
    found = Address.parse(text)
    assert (found.hosts, found.name, found.tls, found.user, found.verify) == (hosts, name, tls, user, True)


@pytest.mark.parametrize(
    "text",
    ["opensearch", "opensearch://", "opensearch://a", "opensearch://a/", "opensearch://a/X", "opensearch://a:0/x",
     "opensearch://a:99999/x", "opensearch://a,,b/x", "opensearch://u:secret@a/x", "opensearch://a/x?shards=0",
     "opensearch://a/x?insecure=yes", "opensearch://a/x?color=red", "opensearch+http://a/x", "opensearch://a/_x"],
)  # fmt: skip
def test_what_is_no_address_is_one_sentence_with_a_mend(home: Path, text: str) -> None:
    with pytest.raises(ArchiveError) as error:
        open_archive(home, engine=text)
    assert error.value.hint
    assert "secret" not in f"{error.value} {error.value.hint}"


def test_doctor_names_what_differs_in_a_cluster_and_mends_it(home: Path, address: str) -> None:
    write(home, range(3))
    with open_archive(home, engine=address) as archive:
        archive.index()
        assert archive.doctor().ok
        before = {id: archive.article(id) for id in ids(archive)}
        generation = current(home / "index")
        assert generation
        with closing(generation.open(write=True)) as engine:
            strange = replace(before["brief"], id="fremd", path="fremd.txt")
            engine.update([analyze_article(strange)], ["m1"])
        found = [(difference.kind, difference.id) for difference in archive.doctor().differences]
        assert found == [("missing", "m1"), ("orphaned", "fremd")]
        assert archive.doctor(repair=True).ok
        assert {id: archive.article(id) for id in ids(archive)} == before
        generation.ledger.write_bytes(b"no database" * 1000)
        assert [difference.path for difference in archive.doctor().differences] == [
            generation.ledger.relative_to(home).as_posix()
        ]
        assert archive.doctor(repair=True).ok
        assert {id: archive.article(id) for id in ids(archive)} == before


def test_doctor_leaves_what_other_machines_index_alone(home: Path, address: str) -> None:
    write(home, range(20))
    other = copy_of(home, "second")
    with open_archive(home, engine=address) as first, open_archive(other, engine=address) as second:
        first.index(part="1/2")
        second.index(part="2/2")
        assert first.search(limit=0).total == 24
        for archive in (first, second):
            assert archive.doctor().ok
            assert archive.doctor(repair=True).ok
        assert first.search(limit=0).total == 24
