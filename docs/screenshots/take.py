"""Takes the pictures beside it: the project's own seeds, served, in a real Chromium."""

import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
SIZES = {"wide": (1180, 800), "phone": (360, 740)}
PICTURES = (
    ("search", "/?q=Haus", ("wide", "phone"), ("light", "dark")),
    ("article", "/article/schoigu-in-pjoengjang?q=Nordkorea&back=%2F%3Fq%3DNordkorea", ("wide",), ("light",)),
    ("article", "/article/schoigu-in-pjoengjang?q=Nordkorea&back=%2F%3Fq%3DNordkorea", ("phone",), ("dark",)),
)


def main() -> None:
    """Serve a copy of seeds/ and take every picture."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        sys.exit("There is no Chromium: install it, with Debian by apt install chromium.")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as home:
        shutil.copytree(HERE.parents[1] / "seeds", Path(home) / "seeds")
        command = [sys.executable, "-m", "archive", "--home", home, "serve", "--port", str(port)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as server, sync_playwright() as playwright:
            try:
                server.stdout.readline()  # type: ignore[union-attr]  # it listens
                browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
                for name, path, widths, schemes in PICTURES:
                    for width, scheme in ((width, scheme) for width in widths for scheme in schemes):
                        size = dict(zip(("width", "height"), SIZES[width], strict=True))
                        page = browser.new_page(viewport=size, color_scheme=scheme, locale="de-DE")
                        page.goto(f"http://127.0.0.1:{port}{path}")
                        page.screenshot(path=HERE / f"{name}-{width}-{scheme}.png")
                browser.close()
            finally:
                server.terminate()


if __name__ == "__main__":
    main()
