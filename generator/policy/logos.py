"""Whether bytes are a picture fit to be published: PNG, whole, of modest size. Reads no file, changes nothing."""

from __future__ import annotations

import io
import warnings

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
