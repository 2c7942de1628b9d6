"""Wrong passwords are braked, right ones are not."""

from base64 import b64encode

import pytest
from flask.testing import FlaskClient

from archive.service import Archive
from web import create_app
from web.access import Access
from web.brake import ALL_GUESSES, GUESS_SECONDS, GUESSES, MOST_ADDRESSES, Brake

PASSWORD = "geheim"  # noqa: S105 -- of these tests


@pytest.fixture
def guarded(archive: Archive) -> FlaskClient:
    return create_app(archive, Access(PASSWORD)).test_client()


def ask(
    client: FlaskClient, password: str, address: str = "192.0.2.1", path: str = "/healthz/no", **headers: str
) -> int:
    basic = "Basic " + b64encode(f"x:{password}".encode()).decode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    given = {"Authorization": basic} | named
    return client.get(path, headers=given, environ_overrides={"REMOTE_ADDR": address}).status_code


def test_an_address_has_a_few_guesses_and_then_has_to_wait(guarded: FlaskClient) -> None:
    statuses = [ask(guarded, f"falsch{number}") for number in range(200)]
    assert statuses[:GUESSES] == [401] * GUESSES
    assert statuses[GUESSES:] == [429] * (200 - GUESSES)
    assert ask(guarded, PASSWORD) == 429  # else guessing would go on
    assert ask(guarded, PASSWORD, "192.0.2.2") == 404
    answer = guarded.get(
        "/api/search", headers={"Authorization": "Basic " + b64encode(b"x:y").decode()},
        environ_overrides={"REMOTE_ADDR": "192.0.2.1"},
    )  # fmt: skip
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 2 * GUESS_SECONDS
    assert answer.json and answer.headers["Retry-After"] in answer.json["error"]["hint"]
    assert guarded.get("/healthz").status_code == 200


def test_who_knows_the_password_may_ask_without_end(guarded: FlaskClient) -> None:
    assert {ask(guarded, PASSWORD) for _ in range(3 * ALL_GUESSES)} == {404}
    statuses = [ask(guarded, "falsch", f"198.51.100.{number}") for number in range(ALL_GUESSES + 50)]
    assert statuses.count(401) <= ALL_GUESSES + 2
    assert statuses[-1] == 429
    assert ask(guarded, PASSWORD) == 404
    assert ask(guarded, PASSWORD, "203.0.113.9") == 429  # never seen, while many guess


def test_without_a_password_nothing_is_guessed(guarded: FlaskClient) -> None:
    client = {"REMOTE_ADDR": "192.0.2.7"}
    assert {guarded.get("/", environ_overrides=client).status_code for _ in range(50)} == {401}
    assert ask(guarded, PASSWORD, "192.0.2.7") == 404


def test_addresses_that_a_client_claims_for_itself_are_not_believed(guarded: FlaskClient) -> None:
    for address in ("127.0.0.1", "192.0.2.70"):
        for number in range(2 * GUESSES):
            ask(guarded, "falsch", address, X_Forwarded_For=f"203.0.113.{number}")
        assert ask(guarded, PASSWORD, address, X_Forwarded_For="192.0.2.1") == 429


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_waiting_gives_guesses_back() -> None:
    clock = Clock()
    brake = Brake(clock)
    assert not any(brake.attempt("192.0.2.1") for _ in range(GUESSES))
    wait = brake.attempt("192.0.2.1")
    assert 0 < wait <= GUESS_SECONDS
    clock.now += wait
    assert brake.attempt("192.0.2.1") == 0
    assert brake.attempt("192.0.2.1") > 0
    clock.now += 1000
    assert not any(brake.attempt("192.0.2.1") for _ in range(GUESSES))


def test_an_address_of_ipv6_is_a_network_and_memory_is_bounded() -> None:
    clock = Clock()
    brake = Brake(clock)
    assert not any(brake.attempt(f"2001:db8::{number:x}") for number in range(GUESSES))
    assert brake.attempt("2001:db8::ffff") > 0
    for number in range(3 * MOST_ADDRESSES):
        clock.now += 10
        brake.attempt(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}")
        brake.right(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}")
    brake.attempt("x" * 100_000)
    assert len(brake) <= 2 * MOST_ADDRESSES


@pytest.mark.parametrize(
    "path", ["/api/search", "/api/article/parade", "/export.csv", "/export.jsonl", "/original/parade"]
)
def test_pages_of_other_sites_get_no_data(archive: Archive, path: str) -> None:
    client = create_app(archive).test_client()
    answer = client.get(path, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert "Schoigu" not in answer.text
    if path.startswith("/api"):
        assert answer.json and answer.json["error"]["hint"].endswith(".")
    for site in ("same-origin", "same-site", "none"):
        assert client.get(path, headers={"Sec-Fetch-Site": site}, buffered=True).status_code == 200
    assert client.get("/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200
