"""The drawings of `templates/icons/`, to stand beside words: own lines on 24 × 24, in the colour of the text."""

from __future__ import annotations

from functools import cache

from markupsafe import Markup

from generator.paths import TEMPLATES

_ALONE = 'xmlns="http://www.w3.org/2000/svg"'
"""What a drawing needs as a file of its own, and within a page not."""
_WITHIN = 'class="icon" width="1.25em" height="1.25em" aria-hidden="true"'


@cache
def icon(name: str) -> Markup:
    """A drawing in a line of Markdown or HTML, silent to screen readers. Raises LookupError for an unknown name."""
    path = TEMPLATES / "icons" / f"{name}.svg"
    if not path.is_file():
        known = ", ".join(sorted(file.stem for file in path.parent.glob("*.svg")))
        raise LookupError(f"no icon {name!r}; there are {known}")
    drawing = path.read_text(encoding="utf-8").strip()
    return Markup(drawing.replace(_ALONE, _WITHIN, 1))  # noqa: S704  a file of ours
