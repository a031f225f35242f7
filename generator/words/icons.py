"""The drawings of `templates/icons/`, to stand beside words: own lines on 24 × 24, in the colour of the text."""

from __future__ import annotations

import re
from functools import cache
from pathlib import PurePosixPath

from markupsafe import Markup

from generator import overrides
from generator.paths import TEMPLATES

_ALONE = 'xmlns="http://www.w3.org/2000/svg"'
"""What a drawing needs as a file of its own, and within a page not."""
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_WITHIN = 'class="icon" width="1.25em" height="1.25em"'


def names() -> list[str]:
    """The names of all drawings, ours and the publisher's."""
    ours = (file.stem for file in (TEMPLATES / "icons").glob("*.svg"))
    theirs = (PurePosixPath(name).stem for name in overrides.current().matching("icons/*.svg"))
    return sorted({*ours, *theirs})


@cache
def icon(name: str, title: str = "") -> Markup:
    """A drawing in a line of Markdown or HTML, silent to screen readers unless it has a title of its own.

    Raises LookupError for an unknown name.
    """
    if name not in (known := names()):
        raise LookupError(f"no icon {name!r}; there are {', '.join(known)}")
    within = _WITHIN if title else f'{_WITHIN} aria-hidden="true"'
    drawing = _COMMENT.sub("", overrides.text(f"icons/{name}.svg")).strip().replace(_ALONE, within, 1)
    titled = drawing.replace(">", f">{Markup('<title>{}</title>').format(title)}", 1) if title else drawing
    return Markup(titled)  # noqa: S704  a file of ours, or of the publisher
