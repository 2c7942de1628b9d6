"""Reading and analysing a file takes time in proportion to its size, whatever it repeats."""

import gc
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.article import Article
from archive.errors import ReadError
from archive.indexing.analysis import analyze_article
from archive.reading import read_file

CHARACTERS = [
    *" \t\n.,;:-–_*#>|<&/\\\"'()[]{}=+~^`!?%$§@0aAäß©",
    *("\u00a0", "\u00ad", "\u200b", "\u2010", "\u2028", "\u0301", "„", "»", "…", "一", "😀"),
]
TEXT = [
    "a ", " \n", "\t\n", "a-", "ab-, ", "US-", "Kampf- und ", "a/b ", "A und ", "a-\n", "a*", "a(b)", "1.", "1,",
    "Ab. ", "1. ", "Dr. ", "A.", "Z. B. ", "I. ", "Von ", "von A ", "(dpa) ", "dpa/", "- \n", "((a) ", "Berlin, ",
    "Berlin (dpa) - ", "2023-07-27 ", "27. Juli 2023 ", "Foto: x ", "© dpa ", "http://a.b/", "a@b.c ", "Titel: x\n",
    "a:b\n", "a: b\n", "---\na: b\n", "x\n\n", "Volksrepublik ", "ä\u0308", "\r", "\x0c", "\x00a",
]  # fmt: skip
MARKDOWN = [
    "# \n", "#\n", "# a\n", "- ", "> ", "* a\n", "1. a\n", "  - a\n", "**", "*a ", "__", "_a ", "![", "[a](", "[a][b]",
    "[^1]", "``", "~~", "|a|\n", "| a |\n|--|\n", "---\n", "***\n", "<b>", "<!--", "<a href=", "</", "<?", "<![CDATA[",
    "&amp;", "&#", "a\\\n", "a  \n", "```\n", "~~~\n", "    a\n", "=\n", "a\n=\n", "[a]: b\n", "<div>\n", "<div>\n\n",
    "<p>a\n\n", "<h1>", "<h1>\n\n", "<div><p>x\n\n", "<section>", '<div class="x"><p><b><span>', "- - ", "a\n", "](",
    "a*b", "http://a.b ", "<http://a>", "x<!--", "x<![CDATA[", "x<?",
]  # fmt: skip
HTML = [
    '<div class="x"><p><b><span>', "<section>", "<div>", "<p>", "<p>x", "<li>", "<ul><li>a", "<h1>", "<h1>x", "<b>",
    "<font>", "<strong>", "<p><strong>", "<pre>", "<table><tr><td>", "<blockquote>", "<article>", "<article><p>",
    "<main>", "<main><p>", "<main><p>lang genug, um für einen Absatz zu gelten, den jemand schrieb ",
    "<div itemprop=articleBody>", "<header>", "<header><p>", "<nav>", "<svg>", "<a href=x>", "<a itemprop=author>x</a>",
    "<time>", "<time pubdate>x</time>", "<div>Anzeige<a>x</a>", "<h2><div>", "<div><h2>Anzeige", "<script>x</script>",
    "<script type=application/ld+json>", '<script type="application/ld+json">{"@type":"Article"}</script>',
    "<meta name=author content=x>", "<meta name=date content=2023>", "<link rel=canonical href=x>", "<!-- x -->",
    "<!--", "</p>", "</", "&amp;", "&", "<", "<br>", "<form>", "<template>", "<title>", "<style>", "<ins>x",
    "<p itemprop=author>x",
]  # fmt: skip
FIRST, LARGEST = 4_000, 100_000  # bytes
SMALLEST = 0.02  # seconds of computing; less cannot be measured
# Each input is four times the one before. Time in proportion grows by 4, that of a square by 16.
MOST = 9


@pytest.fixture(scope="module", autouse=True)
def _warm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Load what is loaded with the first file."""
    gc.freeze()  # what other tests have left in memory is not walked again and again
    for text in ("Der Kanzler reist nach Paris und trifft dort den Präsidenten.", "xq zzz wq vvv kqj " * 10):
        for suffix in (".txt", ".md", ".html"):
            seconds(tmp_path_factory.mktemp("warm") / f"a{suffix}", text)
    yield
    gc.unfreeze()


@pytest.mark.parametrize(
    ("suffix", "unit"),
    [
        *((".txt", unit) for unit in (*CHARACTERS, *TEXT)),
        *((".md", unit) for unit in MARKDOWN),
        *((".html", unit) for unit in HTML),
        # Single characters mean something of their own in few places of these formats: make torture tries them all.
        *(pytest.param(s, unit, marks=pytest.mark.torture) for s in (".md", ".html") for unit in CHARACTERS),
    ],
)
def test_the_time_to_read_grows_with_the_size(tmp_path: Path, suffix: str, unit: str) -> None:
    path = tmp_path / f"a{suffix}"
    start = "<html><body>" if suffix == ".html" else ""
    repeated = FIRST // len(unit.encode())
    if seconds(path, start + unit * (repeated * 16)) <= MOST * SMALLEST:
        return  # so little that no smaller input could say otherwise
    before = seconds(path, start + unit * repeated)
    while repeated * 4 * len(unit.encode()) <= LARGEST:
        repeated *= 4
        now = seconds(path, start + unit * repeated)
        if now > MOST * max(before, SMALLEST):  # somebody else may have been busy: the best of three counts
            now = min(now, *(seconds(path, start + unit * repeated) for _ in range(2)))
            before = max(before, SMALLEST, *(seconds(path, start + unit * (repeated // 4)) for _ in range(2)))
            assert now <= MOST * before, f"{repeated} of {unit!r} take {now:.2f} s, a quarter of it {before:.2f} s"
        if before >= SMALLEST:
            return
        before = now


def seconds(path: Path, text: str) -> float:
    """The time of computing that reading and analysing a file takes."""
    path.write_text(text, "utf-8", newline="")
    gc.collect()
    gc.disable()  # its time depends on what other tests have left in memory
    began = time.process_time()
    try:
        for article in read_file(path, path.name):
            if isinstance(article, Article):
                analyze_article(article)
    except ReadError:
        pass
    finally:
        gc.enable()
    return time.process_time() - began
