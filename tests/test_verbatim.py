"""Blocks of HTML that a converter need not read: the pages are, byte for byte, those it makes of the whole text."""

from __future__ import annotations

from pathlib import Path

import markdown
import pytest
import yaml
from expected import CONFIG, ROOT, pages
from hypothesis import given, settings
from hypothesis import strategies as st
from planting import planted, write
from test_hostile import SHOWN, turned

from generator import checks
from generator.site import mkdocs, verbatim

LISTED = yaml.safe_load(CONFIG.read_text(encoding="utf-8"))["markdown_extensions"]
EXTENSIONS = [next(iter(one)) if isinstance(one, dict) else one for one in LISTED]

TABLE = "<table>\n<tr><td>一&#42;</td></tr>\n\n<tr><td><p>二</p></td></tr>\n</table>"
BLOCKS = (
    TABLE,
    '<p class="quote" id="c1">1. <b>一、</b>：「甲*乙*」 <a href="#r1">↩</a></p>',
    "<div><div>里\n</div>\n</div>",
    "<pre><code>甲&#10;  乙</code></pre>",
    '<script defer src="x.js"></script>',
    "<details><summary>折</summary>\n\n<p>甲</p>\n<p>乙</p>\n\n</details>",
)
READ = (
    "<div markdown>\n\n*甲*\n\n</div>",
    '<nav class="crumbs" markdown>[甲](b/index.md) › 乙</nav>',
    "<p>甲\t乙</p>",
    "<div>\n  \n</div>",
    "- <p>甲</p>",
    "  <p>甲</p>",
    "<p>甲</p> 乙",
    "甲 <p>乙</p>",
)
OTHER = (
    "# 甲 { #a }",
    "甲*乙*丙",
    "- 甲\n- 乙\n    - 丙",
    "<b>甲</b> [乙](#a)",
    "`<p>`",
    "<div>",
    "</p>",
    "<br>",
    "&#60;p>",
    "    <p>甲</p>",
)


@pytest.mark.parametrize("block", BLOCKS)
def test_a_block_of_html_is_set_aside(block: str) -> None:
    page = f"# 甲\n\n{block}\n\n- 乙\n"
    lean, blocks = verbatim.aside(page)
    assert blocks == [block]
    assert lean == '# 甲\n\n<p data-aside="0"></p>\n\n- 乙\n'
    assert verbatim.back(lean, blocks) == page


@pytest.mark.parametrize("text", READ)
def test_what_a_converter_would_change_is_left_to_it(text: str) -> None:
    assert verbatim.aside(f"# 甲\n\n{text}\n") == (f"# 甲\n\n{text}\n", [])


def test_nothing_is_set_aside_after_tags_that_are_not_in_pairs() -> None:
    assert verbatim.aside(f"`<p>`\n\n{TABLE}\n") == (f"`<p>`\n\n{TABLE}\n", [])
    assert verbatim.aside(f"{TABLE}\n\n</div>\n\n{TABLE}\n")[1] == [TABLE]
    example = f"```html\n{TABLE}\n<p>\n```\n"
    assert verbatim.aside(f"{example}\n{TABLE}\n") == (f'{example}\n<p data-aside="0"></p>\n', [TABLE])


@settings(deadline=None)  # a machine may be busy
@given(
    st.lists(st.tuples(st.sampled_from(BLOCKS + READ + OTHER), st.sampled_from(("\n", "\n\n", "\n \n"))), max_size=8)
)
def test_any_page_is_converted_as_if_all_of_it_were_read(parts: list[tuple[str, str]]) -> None:
    page = "".join(text + end for text, end in parts)
    lean, blocks = verbatim.aside(page)
    assert verbatim.back(lean, blocks) == page
    assert verbatim.back(_html(lean), blocks) == _html(page)


def _html(page: str) -> str:
    return markdown.Markdown(extensions=EXTENSIONS).convert(page)


def _whole(page: str) -> tuple[str, list[str]]:
    return page, []


def hold_same(texts: dict[str, bytes], patched: pytest.MonkeyPatch) -> None:
    """MkDocs makes the same of pages, whether their blocks are set aside or not."""
    config = CONFIG.read_text(encoding="utf-8")
    found = mkdocs.converted(texts, config, None)
    assert sum(len(verbatim.aside(one.decode("utf-8"))[1]) for one in texts.values()) > len(texts)
    patched.setattr(verbatim, "aside", _whole)
    assert mkdocs.converted(texts, config, None) == found


@pytest.mark.build
def test_the_guides_are_those_of_plain_mkdocs(monkeypatch: pytest.MonkeyPatch) -> None:
    guides = ROOT / "guides"
    hold_same({path.relative_to(guides).as_posix(): path.read_bytes() for path in guides.rglob("*.md")}, monkeypatch)


@pytest.mark.build
def test_hostile_pages_are_those_of_plain_mkdocs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded, resolved, _ = checks.check(write(planted(turned(SHOWN, 0)), tmp_path))
    hold_same(pages(resolved, loaded), monkeypatch)
