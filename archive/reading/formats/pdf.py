"""PDF → extractions: the text of each page in the order of its columns. The only importer of pypdfium2.

PDFium gives letters with their boxes. Words are put in order by recursive X-Y cuts (Nagy and Seth, 1984): a block is
parted at its widest empty column, else at its widest empty row, until nothing parts it. A page without text is a scan;
Tesseract reads it where it is installed.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from archive.reading.characters import clean, one_line, tidy
from archive.reading.extraction import Extraction, Field, Fields, Unreadable
from archive.reading.formats.header_lines import take_header
from archive.reading.formats.scan import read_scan

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

_MOST_PAGES = 2_000
_MOST_CHARACTERS = 100_000  # of a page; beyond it is a table of numbers, and is taken in the file's order
_GUTTER = 0.55  # × height of a line: an empty column at least so wide parts two columns
_WIDE_GUTTER = 1.6  # × height of a line, where there are few lines
_FEW_LINES = 4
_ROW_GAP = 0.35  # × height of a line: an empty row at least so high parts two blocks
_PARAGRAPH_GAP = 1.6  # × pitch of lines
_INDENT = 0.8  # × height of a line
_TITLE_SIZE = 1.25  # × height of a usual line
_LONGEST_TITLE = 250  # characters
_SCAN_CHARACTERS = 15  # a page with fewer has no text but a stamp or a page number
_NO_TITLE = re.compile(
    r"(?:microsoft word|powerpoint|untitled|unbenannt|document|dokument)\b.*|.*\.[a-z]{2,4}\d?|\W*", re.I
)
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u00ad\ufffe\x02]$")
_NOT_JOINED = re.compile(r"(?:und|oder|bzw|sowie|and|or)\b")
_PROPERTIES: dict[Field, str] = {"authors": "Author", "keywords": "Keywords", "teaser": "Subject"}


class _Word(NamedTuple):
    """A word with its box in points; y grows upwards, as in PDF."""

    left: float
    bottom: float
    right: float
    top: float
    text: str

    @property
    def height(self) -> float:
        return self.top - self.bottom


class _Line(NamedTuple):
    """A line of a block."""

    left: float
    right: float
    bottom: float
    height: float
    text: str


def read_pdf(data: bytes) -> list[Extraction]:
    """Read a PDF as one article.

    Its properties' dates tell when the file was made, not when the article appeared; they are left out. ``page_starts``
    in ``extra`` is for each page the place in the text where it begins.

    Raises:
        Unreadable: it is none, is encrypted, or is a scan and nothing is installed that reads it.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).casefold():
            raise Unreadable("The PDF is encrypted; save it without a password.") from error
        raise Unreadable(f"This is no PDF, or a broken one ({one_line(str(error))}).") from error
    try:
        return [_read(document)]
    except pypdfium2.PdfiumError as error:
        raise Unreadable(f"The PDF is broken ({one_line(str(error))}).") from error
    finally:
        document.close()


def _read(document: "PdfDocument") -> Extraction:
    count = len(document)
    if count > _MOST_PAGES:
        raise Unreadable(f"The PDF has more than {_MOST_PAGES:,} pages; split it.")
    pages = [_page_blocks(document[number]) for number in range(count)]
    scanned = [
        n for n, blocks in enumerate(pages) if sum(len(line.text) for b in blocks for line in b) < _SCAN_CHARACTERS
    ]
    if len(scanned) == count:
        texts = [read_scan(document[number]) for number in range(count)]
        title = ""
    else:
        title = _title(pages[0])
        running = _running_lines(pages)
        texts = [_text(blocks, running, title if number == 0 else "") for number, blocks in enumerate(pages)]
    fields = _properties(document, title)
    header, first = take_header(texts[0]) if texts else ({}, "")
    texts[:1] = [first]
    text, starts = "", []
    for page in texts:
        page = tidy(page)
        joined = _joined(text, page)
        starts.append(max(0, len(joined) - len(page)))
        text = joined
    return Extraction(text=text, fields=fields | header, extra={"page_starts": starts} if count > 1 else {})


def _properties(document: "PdfDocument", title: str) -> Fields:
    properties = document.get_metadata_dict(skip_empty=True)
    stated = one_line(properties.get("Title", ""))
    fields: Fields = {
        field: [value] for field, name in _PROPERTIES.items() if (value := clean(properties.get(name, "")))
    }
    if title or not _NO_TITLE.fullmatch(stated):
        fields["title"] = [title or stated]
    return fields


def _page_blocks(page: "PdfPage") -> list[list[_Line]]:
    """The blocks of a page in the order in which they are read."""
    textpage = page.get_textpage()
    try:
        if textpage.count_chars() > _MOST_CHARACTERS:
            return [[_Line(0, 1, -place, 1, line) for place, line in enumerate(textpage.get_text_range().splitlines())]]
        words = list(_words(textpage))
    finally:
        textpage.close()
        page.close()
    if not words:
        return []
    height = median(word.height for word in words)
    return [_lines(block) for block in _cut(words, height)]


def _words(textpage: "PdfTextPage") -> Iterator[_Word]:
    """The words of a page with their boxes, in the file's order. A word ends at a blank, which PDFium adds where
    letters are apart, and where the next letter stands elsewhere."""
    from ctypes import byref

    from pypdfium2.raw import FS_RECTF, FPDFText_GetLooseCharBox, FPDFText_GetUnicode

    box = FS_RECTF()
    at, handle = byref(box), textpage.raw
    letters: list[str] = []
    left = bottom = right = top = 0.0
    for index in range(textpage.count_chars()):
        letter = chr(FPDFText_GetUnicode(handle, index))
        if letter.isspace() or letter == "\x00":
            ends = True
        else:
            FPDFText_GetLooseCharBox(handle, index, at)
            # A letter behind the last one, on its line and close to it, goes on with the word.
            close = (
                abs(box.bottom - bottom) < 0.5 * (top - bottom)
                and -0.6 < (box.left - right) / (top - bottom or 1) < 0.6
            )
            ends = bool(letters) and not close
        if ends and letters:
            if text := clean("".join(letters)):
                yield _Word(left, bottom, right, top, text)
            letters = []
        if letter.isspace() or letter == "\x00":
            continue
        if not letters:
            left, bottom, right, top = box.left, box.bottom, box.right, box.top
        letters.append(letter)
        left, bottom, right, top = (
            min(left, box.left),
            min(bottom, box.bottom),
            max(right, box.right),
            max(top, box.top),
        )
    if text := clean("".join(letters)):
        yield _Word(left, bottom, right, top, text)


def _cut(words: list[_Word], height: float) -> Iterator[list[_Word]]:
    """Part words into blocks by X-Y cuts, in reading order. Where a column's head stands close above it, no empty row
    parts them: then a band of lines with an empty column in common is looked for."""
    pending = [words]
    while pending:
        block = pending.pop()
        rows = _rows(block)
        tall = max(height, median(word.height for word in block))
        # In a few lines blanks may stand above each other: there only a wide column is empty on purpose.
        gutter = (_WIDE_GUTTER if len(rows) < _FEW_LINES else _GUTTER) * tall
        gap = _widest_gap([(word.left, word.right) for word in block], gutter)
        if gap is not None:
            pending += [[word for word in block if word.left >= gap], [word for word in block if word.left < gap]]
            continue
        first, last = _column_band(rows, _GUTTER * tall)
        if first < last:
            parts = [rows[last:], rows[first:last], rows[:first]]
            pending += [[word for row in part for word in row] for part in parts if part]
            continue
        gap = _widest_gap([(word.bottom, word.top) for word in block], _ROW_GAP * height)
        if gap is not None:
            pending += [[word for word in block if word.bottom < gap], [word for word in block if word.bottom >= gap]]
        else:
            yield block


def _column_band(rows: list[list[_Word]], gutter: float) -> tuple[int, int]:
    """The longest band of lines that have an empty column in common with words on both its sides; ``(0, 0)`` if none
    has _FEW_LINES."""
    gaps = {round((one.right + other.left) / 2) for row in rows for one, other in pairwise(row)
            if other.left - one.right >= gutter}  # fmt: skip
    best = (0, 0)
    for place in gaps:
        left, right = place - gutter / 2, place + gutter / 2
        start = parted = 0
        for number, row in enumerate([*rows, None]):
            if row is None or any(word.left < right and word.right > left for word in row):
                if parted >= _FEW_LINES and number - start > best[1] - best[0] and (start, number) != (0, len(rows)):
                    best = start, number
                start, parted = number + 1, 0
            elif row[0].right <= left and row[-1].left >= right:
                parted += 1
    return best


def _widest_gap(spans: list[tuple[float, float]], least: float) -> float | None:
    """The middle of the widest gap that no span covers, if it is at least so wide."""
    spans.sort()
    best, where, end = least, None, spans[0][1]
    for start, stop in spans:
        if start - end >= best:
            best, where = start - end, (start + end) / 2
        end = max(end, stop)
    return where


def _rows(block: Sequence[_Word]) -> list[list[_Word]]:
    """The words of each line, from the top, each from the left."""
    rows: list[list[_Word]] = []
    for word in sorted(block, key=lambda word: -(word.top + word.bottom)):
        row = rows[-1] if rows else None
        if row and row[0].bottom <= (word.top + word.bottom) / 2 <= row[0].top:
            row.append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda word: word.left) for row in rows]


def _lines(block: Sequence[_Word]) -> list[_Line]:
    return [
        _Line(row[0].left, max(word.right for word in row), min(word.bottom for word in row),
              max(word.height for word in row), " ".join(word.text for word in row))
        for row in _rows(block)
    ]  # fmt: skip


def _title(blocks: list[list[_Line]]) -> str:
    """The lines of the largest type on the first page, if they stand out."""
    lines = [line for block in blocks for line in block]
    if not lines:
        return ""
    usual = median(line.height for line in lines for _ in range(max(1, len(line.text) // 20)))
    largest = max((line.height for line in lines if len(line.text) > 3), default=0)
    if largest < _TITLE_SIZE * usual:
        return ""
    title = one_line(" ".join(line.text for line in lines if line.height > 0.92 * largest and len(line.text) > 1))
    return _dehyphenated(title) if len(title) <= _LONGEST_TITLE else ""


def _dehyphenated(title: str) -> str:
    return re.sub(r"(?<=[a-zäöüß])- (?=[a-zäöüß])(?!und\b|oder\b)", "", title)


def _running_lines(pages: list[list[list[_Line]]]) -> set[str]:
    """What stands on most pages, but for its numbers: running heads and page numbers."""
    if len(pages) < 3:
        return set()
    seen = Counter(
        key
        for blocks in pages
        for key in {_running_key(line.text) for block in blocks for line in (block[:1] + block[-1:])}
    )
    return {key for key, count in seen.items() if count > len(pages) / 2}


def _running_key(text: str) -> str:
    return re.sub(r"\d+", "#", text)


def _text(blocks: list[list[_Line]], running: set[str], title: str) -> str:
    text = ""
    for block in blocks:
        lines = [line for line in block if _running_key(line.text) not in running]
        if not lines or (title and one_line(" ".join(line.text for line in lines)) == title):
            continue
        text = _joined(text, _paragraphs(lines))
    return text


def _joined(before: str, after: str) -> str:
    """Two blocks as one text: a sentence, or a word, that goes on in the next column or page is not parted."""
    if not before or not after:
        return before or after
    if _HYPHEN.search(before) and after[:1].islower() and not _NOT_JOINED.match(after):
        return _HYPHEN.sub("", before) + after
    goes_on = before[-1:].isalnum() or before[-1:] in ",;-–"
    return f"{before} {after}" if goes_on and after[:1].islower() else f"{before}\n\n{after}"


def _paragraphs(lines: list[_Line]) -> str:
    """The lines of one column as paragraphs: an indent, a gap or a short last line ends one."""
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    pitches = [one.bottom - other.bottom for one, other in pairwise(lines)]
    pitch = median(pitches) if pitches else 0
    height = median(line.height for line in lines)
    text = lines[0].text
    for before, line in pairwise(lines):
        is_new = (
            before.bottom - line.bottom > _PARAGRAPH_GAP * pitch
            or (line.left - left > _INDENT * height and before.left - left < _INDENT * height)
            or (right - before.right > 0.15 * (right - left) and before.text[-1:] in '.!?“”"«»:')
            or abs(line.height - before.height) > 0.3 * height
        )
        if is_new:
            text += "\n\n" + line.text
        elif _HYPHEN.search(text) and line.text[:1].islower() and not _NOT_JOINED.match(line.text):
            text = _HYPHEN.sub("", text) + line.text
        else:
            text += ("" if _HYPHEN.search(text) and not _NOT_JOINED.match(line.text) else " ") + line.text
    return text
