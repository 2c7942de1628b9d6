"""Takes the pictures in docs/screenshots, of the project's own seeds, in a real Chromium."""

import shutil
import sys
import tempfile
from pathlib import Path

from archive import open_archive
from archive.request import SearchRequest
from tests.browser.chromium import MEND, launched, program
from tests.serving import serving

ROOT = Path(__file__).parents[2]
WIDE, PHONE = (1180, 800), (360, 740)
ARTICLE = "/article/schoigu-in-pjoengjang?q=Nordkorea&back=%2F%3Fq%3DNordkorea"
PICTURES = (
    ("search-wide-light", "/?q=Haus", WIDE), ("search-wide-dark", "/?q=Haus", WIDE),
    ("search-phone-light", "/?q=Haus", PHONE), ("search-phone-dark", "/?q=Haus", PHONE),
    ("article-wide-light", ARTICLE, WIDE), ("article-phone-dark", ARTICLE, PHONE),
    ("start-wide-light", "/", WIDE), ("start-phone-dark", "/", PHONE),
    ("values-wide-light", "/values/place", WIDE),
    ("list-wide-light", "/lists/Nordkorea", WIDE), ("list-phone-dark", "/lists/Nordkorea", PHONE),
    ("press-review-wide-light", "/lists/Nordkorea/print", WIDE),
    ("saved-phone-light", "/saved/Schoigu", PHONE), ("saved-wide-dark", "/saved/Schoigu", WIDE),
    ("adding-wide-light", "/add?seed=schoigu-in-pjoengjang.txt", WIDE), ("adding-phone-dark", "/add", PHONE),
)  # fmt: skip


def furnish(home: Path) -> None:
    """Gather a list, save a search for which something is new, and allow to add."""
    shutil.copytree(ROOT / "seeds", home / "seeds")
    (home / "archive.toml").write_text("adding = true\n", "utf-8")
    with open_archive(home) as archive:
        archive.index()
        hits = archive.search("Nordkorea").hits
        archive.lists.add("Nordkorea", *(hit.id for hit in hits[:4]))
        archive.lists.add("Nordkorea", hits[0].id, note="Für Freitag; Archivbild dazu?")
        archive.saved_searches.save("Schoigu", SearchRequest("Schoigu"))
        text = "Titel: Schoigu in Peking\nDatum: 2024-02-03\nQuelle: Hafenblatt\n\nSchoigu ist in Peking gelandet.\n"
        (home / "seeds" / "peking.txt").write_text(text, "utf-8")
        archive.index()


if __name__ == "__main__":
    if program() is None:
        sys.exit(MEND)
    with tempfile.TemporaryDirectory() as home:
        furnish(Path(home))
        with serving(Path(home), "--no-watch") as server, launched() as browser:
            for name, path, (width, height) in PICTURES:
                scheme = "dark" if name.endswith("dark") else "light"
                size = {"width": width, "height": height}
                page = browser.new_page(viewport=size, color_scheme=scheme, locale="de-DE")  # type: ignore[arg-type]
                page.goto(server.url + path)
                page.screenshot(path=ROOT / "docs" / "screenshots" / f"{name}.png")
