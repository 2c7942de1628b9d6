"""A page of a scan → its text, by Tesseract, if it is installed with German."""

import shutil
import subprocess
from functools import cache
from typing import TYPE_CHECKING

from archive.reading.extraction import Unreadable

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

_DOTS_PER_INCH = 300  # Tesseract's manual advises no less
_POINTS_PER_INCH = 72
_SECONDS = 60  # a page
_MOST_PIXELS = 60_000_000
_MEND = "install tesseract-ocr and tesseract-ocr-deu, and index again, or save it with text."


def read_scan(page: "PdfPage") -> str:
    """Read a page by optical character recognition.

    Raises:
        Unreadable: Tesseract is not installed, lacks German, or failed.
    """
    program, languages = _tesseract()
    if not program or "deu" not in languages:
        raise Unreadable(f"The PDF is a scan without text; {_MEND}", in_content=False)
    width, height = page.get_size()
    scale = min(_DOTS_PER_INCH / _POINTS_PER_INCH, (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True)
    picture = b"P5 %d %d 255\n" % (bitmap.width, bitmap.height)
    rows = bytes(bitmap.buffer)
    picture += b"".join(rows[y * bitmap.stride : y * bitmap.stride + bitmap.width] for y in range(bitmap.height))
    bitmap.close()
    page.close()
    try:
        done = subprocess.run(  # noqa: S603 -- the program was found on the path, and nothing of the file is its argument
            [program, "stdin", "stdout", "-l", "deu+eng" if "eng" in languages else "deu"],
            input=picture, capture_output=True, timeout=_SECONDS, check=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError) as error:
        raise Unreadable(f"Tesseract could not read the scan ({type(error).__name__}).", in_content=False) from error
    return done.stdout.decode("utf-8", "replace")


@cache
def _tesseract() -> tuple[str | None, frozenset[str]]:
    """Where Tesseract is, and the languages that it knows."""
    program = shutil.which("tesseract")
    if program is None:
        return None, frozenset()
    try:
        told = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=_SECONDS, check=True)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return None, frozenset()
    return program, frozenset(told.stdout.split())
