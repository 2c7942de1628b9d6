"""Takes the pictures in docs/screenshots, of the project's own seeds, in a real Chromium."""

import shutil
import sys
import tempfile
from pathlib import Path

from tests.browser.chromium import MEND, launched, program
from tests.serving import serving

ROOT = Path(__file__).parents[2]
WIDE, PHONE = (1180, 800), (360, 740)
ARTICLE = "/article/schoigu-in-pjoengjang?q=Nordkorea&back=%2F%3Fq%3DNordkorea"
PICTURES = (
    ("search-wide-light", "/?q=Haus", WIDE), ("search-wide-dark", "/?q=Haus", WIDE),
    ("search-phone-light", "/?q=Haus", PHONE), ("search-phone-dark", "/?q=Haus", PHONE),
    ("article-wide-light", ARTICLE, WIDE), ("article-phone-dark", ARTICLE, PHONE),
)  # fmt: skip

if __name__ == "__main__":
    if program() is None:
        sys.exit(MEND)
    with tempfile.TemporaryDirectory() as home:
        shutil.copytree(ROOT / "seeds", Path(home) / "seeds")
        with serving(Path(home), "--no-watch") as server, launched() as browser:
            for name, path, (width, height) in PICTURES:
                scheme = "dark" if name.endswith("dark") else "light"
                size = {"width": width, "height": height}
                page = browser.new_page(viewport=size, color_scheme=scheme, locale="de-DE")  # type: ignore[arg-type]
                page.goto(server.url + path)
                page.screenshot(path=ROOT / "docs" / "screenshots" / f"{name}.png")
