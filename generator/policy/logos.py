"""Whether bytes are a picture fit to be published: PNG or shapes in SVG, whole, of modest size. Reads no file."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from PIL import Image

MAX_BYTES = 200_000
MAX_PIXELS = 2_000
_END = b"IEND\xaeB`\x82"


def logo_fault(data: bytes) -> tuple[str, dict[str, str]] | None:
    """The code of what is wrong with a logo and the words for its text; None where it is fit."""
    if len(data) > MAX_BYTES:
        return "logo-too-large", {"size": f"{len(data)} B", "limit": f"{MAX_BYTES} B"}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # what Pillow would only warn of: a picture that unpacks to gigabytes
            picture = Image.open(io.BytesIO(data), formats=["PNG"])
            if max(picture.size) > MAX_PIXELS:
                width, height = picture.size
                return "logo-too-large", {"size": f"{width}×{height}", "limit": f"{MAX_PIXELS}×{MAX_PIXELS}"}
            picture.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Warning):
        return "not-png", {}
    return None if data.endswith(_END) else ("not-png", {})


_SHAPES = frozenset({
    "circle", "clipPath", "defs", "desc", "ellipse", "g", "line", "linearGradient", "mask", "metadata", "path",
    "polygon", "polyline", "radialGradient", "rect", "stop", "svg", "symbol", "title", "use",
})  # fmt: skip
_SVG = "{http://www.w3.org/2000/svg}"


def drawing_fault(data: bytes) -> tuple[str, dict[str, str]] | None:
    """The code of what is wrong with a logo in SVG and the words for its text; None where it has shapes alone."""
    if len(data) > MAX_BYTES:
        return "logo-too-large", {"size": f"{len(data)} B", "limit": f"{MAX_BYTES} B"}
    problem = _problem(data)
    return ("unfit-drawing", {"problem": problem}) if problem else None


def _problem(data: bytes) -> str:
    """What in a drawing is no shape; empty where nothing is."""
    try:
        text = data.decode("utf-8-sig")
        if declared := re.search(r"<!(?:DOCTYPE|ENTITY)|<\?xml-", text, re.IGNORECASE):
            return declared[0]
        root = ET.fromstring(text)  # noqa: S314  nothing is declared in it that could grow
    except (UnicodeDecodeError, ET.ParseError) as error:
        return str(error)
    if root.tag != f"{_SVG}svg":
        return _local(root.tag)
    return next((found for element in root.iter() for found in _foreign(element)), "")


def _foreign(element: ET.Element) -> Iterator[str]:
    """The name of an element or of its attributes that are no shapes, or lead out of the file."""
    if not element.tag.startswith(_SVG) or element.tag.removeprefix(_SVG) not in _SHAPES:
        yield _local(element.tag)
    for key, value in element.attrib.items():
        name = _local(key).lower()
        if name.startswith("on") or (name == "href" and not value.startswith("#")):
            yield name
        elif "url(" in value.lower() and not re.fullmatch(r"(?:[^(]*url\(#[\w-]+\))+[^(]*", value):
            yield f"{name}={value}"


def _local(name: str) -> str:
    """The name of an element or an attribute without its namespace."""
    return name.rpartition("}")[2]
