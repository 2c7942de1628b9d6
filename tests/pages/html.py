"""Reads pages for the tests: a page as parsed HTML, one tag of it, the address of a link, the number of hits."""

import re

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient


def page(client: FlaskClient, url: str, status: int = 200, **headers: str) -> BeautifulSoup:
    answer = client.get(url.partition("#")[0], headers={name.replace("_", "-"): text for name, text in headers.items()})
    assert answer.status_code == status, url
    assert answer.content_type.startswith("text/html")
    return BeautifulSoup(answer.text, "lxml")


def one(found: BeautifulSoup | Tag, selector: str) -> Tag:
    tag = found.select_one(selector)
    assert tag is not None, selector
    return tag


def total(found: BeautifulSoup) -> int:
    return int(re.sub(r"\D", "", one(found, "#total strong").text) or 0)


def href(tag: Tag) -> str:
    return str(tag["href"])
