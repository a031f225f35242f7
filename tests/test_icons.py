"""The drawings beside words: part of a line in Markdown and on paper, silent, and an error where there is none."""

from __future__ import annotations

import re

import markdown
import pytest

from generator.paths import TEMPLATES
from generator.words.catalogue import words
from generator.words.icons import icon
from generator.words.templating import environment

NAMES = sorted(path.stem for path in (TEMPLATES / "icons").iterdir())
EXTENSIONS = ["attr_list", "md_in_html", "tables"]


@pytest.mark.parametrize("name", NAMES)
def test_a_drawing_is_lines_in_the_colour_of_the_text_and_nothing_that_speaks(name: str) -> None:
    drawing = str(icon(name))
    assert drawing.startswith('<svg class="icon"')
    assert 'aria-hidden="true"' in drawing
    assert 'stroke="currentColor"' in drawing
    assert set(re.findall(r"<(\w+)", drawing)) <= {"svg", "path", "circle", "rect"}
    assert not re.search(r"#[0-9a-f]{3}|\bid=|xmlns|\n", drawing)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "line",
    [
        "{{ icon(name) }} words",
        "- a {{ icon(name) }} *b*",
        "<p>{{ icon(name) }} words</p>",
        "## {{ icon(name) }} words",
    ],
)
def test_a_drawing_stands_in_a_line_of_markdown_as_it_is(name: str, line: str) -> None:
    template = environment(markdown=True).from_string(f"{line}\n")
    page = markdown.markdown(template.render(name=name), extensions=EXTENSIONS)
    assert str(icon(name)) in page
    assert page.count("<svg") == page.count("</svg>") == 1
    assert "&lt;" not in page


def test_a_drawing_that_is_not_there_is_an_error_that_names_those_that_are() -> None:
    with pytest.raises(LookupError, match=r"no icon 'unicorn'.*water"):
        environment(markdown=False).from_string("{{ icon('unicorn') }}").render()


def test_each_utility_has_a_drawing() -> None:
    assert [icon(utility["icon"]) for utility in words()["utilities"].values()]
