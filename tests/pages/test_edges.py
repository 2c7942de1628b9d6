"""What an attacker would try of a URL: paths out of seeds/, the highest numbers, and what is left of a question."""

import threading
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from archive.request import MAX_REACH
from archive.service import Archive
from tests.serving import serving
from web.exports import MAX_LIMIT as MAX_EXPORT
from web.question import MAX_LIMIT

OUT_OF_SEEDS = (
    "../secret",
    "..%2Fsecret",
    "%2e%2e/secret",
    "....//secret",
    "..%5csecret",
    "bahn/../../secret",
    "%2Fsecret",
    "secret%00.txt",
    "../secret.txt",
    "bahn/%2e%2e/%2e%2e/secret.txt",
    "..%c0%afsecret",
    "//secret.txt",
)


@pytest.mark.parametrize(
    "route", ["/article/", "/api/article/", "/original/", "/static/", "/", "/export.csv?where=id="]
)
def test_no_route_that_takes_a_name_leads_out_of_seeds(client: FlaskClient, home: Path, route: str) -> None:
    for place in (home, home.parent):
        (place / "secret").write_text("geheim", "utf-8")
        (place / "secret.txt").write_text("geheim", "utf-8")
    for path in (
        *OUT_OF_SEEDS,
        f"{quote(str(home))}/secret",
        f"%2F{quote(str(home), safe='')}%2Fsecret.txt",
        "/etc/passwd",
    ):
        answer = client.get(route + path, follow_redirects=True, buffered=True)
        assert answer.status_code in ((200, 400) if "?" in route else (400, 404)), path
        assert "geheim" not in answer.text
        assert "root:" not in answer.text


def test_the_highest_limit_and_page_take_no_more_than_there_is(client: FlaskClient) -> None:
    reach = f"limit={MAX_LIMIT}&page={MAX_REACH // MAX_LIMIT}"
    for query in ("", "Schoigu", "-Schoigu", '"Kim Jong"~9', "S?hoigu", "date:2023"):
        for sort in ("relevance", "newest", "oldest"):
            asked = f"q={quote(query)}&sort={sort}"
            assert client.get(f"/api/search?{asked}&{reach}").json["hits"] == []  # type: ignore[index]
            assert client.get(f"/?{asked}&{reach}").status_code == 200
            assert client.get(f"/feed.atom?{asked}&limit={MAX_LIMIT}").status_code == 200
            for limit, page in ((MAX_EXPORT, 1), (MAX_EXPORT, 10_000), (1_000_000, 10_000), (1, 10_000)):
                answer = client.get(f"/export.jsonl?{asked}&limit={limit}&page={page}")
                assert answer.status_code == 200
                assert (answer.text != "") == (page == 1 and client.get(f"/export.jsonl?{asked}").text != "")
    for asked in (
        f"limit={MAX_LIMIT + 1}",
        f"limit={MAX_LIMIT}&page={MAX_REACH // MAX_LIMIT + 1}",
        "page=10001",
        "page=0",
        "limit=-1",
        "limit=1e9",
        "limit=99999999999999999999999",
        "page=٣",
    ):
        answer = client.get(f"/api/search?{asked}")
        assert answer.status_code == 400, asked
        assert answer.json["error"]["message"].endswith(".")  # type: ignore[index]
    assert client.get(f"/export.csv?limit={MAX_EXPORT + 1}").status_code == 400


def test_the_highest_limit_of_python_and_of_similar(archive: Archive) -> None:
    for sort in ("relevance", "newest", "oldest"):
        assert len(list(archive.export("", sort=sort, limit=10**18))) == 4  # type: ignore[arg-type]
        assert not list(archive.export("", sort=sort, limit=10**18, page=10**18))  # type: ignore[arg-type]
        assert len(archive.search("", sort=sort, limit=MAX_REACH).hits) == 4  # type: ignore[arg-type]
    assert len(archive.similar("parade", limit=MAX_REACH).hits) <= 3


def test_a_question_is_nowhere_kept(home: Path) -> None:
    """Neither on the terminal nor in a file, whether it is answered, refused, too long, or the index fails."""
    secret = "Geheimfragewort"  # noqa: S105 -- what is asked
    paths = [
        f"{path}{secret}"
        for path in (
            "/?q=",
            "/api/search?q=",
            "/api/complete?q=",
            "/feed.atom?q=",
            "/export.csv?q=",
            "/article/parade?q=",
            "/api/search?q=date:",
            "/?where=source=",
            "/?q=" + "x" * 2_000,
            "/nirgends?q=",
        )
    ]
    before = {path for path in home.rglob("*") if path.is_file()}
    with serving(home, "--no-watch") as server:
        for path in (*paths, *(f"{path}~" for path in paths)):
            try:
                server.get(path, Referer=f"http://localhost/?q={secret}")
            except OSError as error:  # a status of 400 or more
                getattr(error, "close", lambda: None)()
        for path in home.rglob("meta.json"):
            path.write_text("{", "utf-8")  # an index that fails
        for path in home.rglob("*.toc"):
            path.write_bytes(b"noise")
        for path in paths:
            try:
                server.get(path)
            except OSError as error:
                getattr(error, "close", lambda: None)()
        assert server.process is not None and server.process.stdout is not None
        said = list[str]()
        reader = threading.Thread(target=lambda: said.extend(server.process.stdout))  # type: ignore[union-attr,arg-type]
        reader.start()
        server.process.terminate()
        reader.join()
    assert secret.lower() not in "".join(said).lower()
    for path in {path for path in home.rglob("*") if path.is_file()} | before:
        if path.exists():
            assert secret.lower().encode() not in path.read_bytes().lower(), path
