"""The colours of a publisher: whether they can be read, light and dark, and which others follow from them.

Contrast is that of the Web Content Accessibility Guidelines 2.2 (1.4.3, level AA); colours are written `#00695c`.
"""

from __future__ import annotations

import re

from generator import overrides

LEAST = 4.5
"""The least contrast of a text."""
FILES = {"light": "tokens.css", "dark": "dark.css"}
"""By appearance the file of `templates/assets/` that has its colours."""
_ON = ("paper", "wash")
"""The grounds that texts in the colour stand on."""
_WASH, _DEEP = 0.12, 0.25
"""How much of the colour its own wash has, and how far its deep shade is from it, on the way to that of the ink."""


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21.

    >>> round(contrast("#ffffff", "#000000"), 1), round(contrast("#777777", "#ffffff"), 2)
    (21.0, 4.48)
    """
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def weakest(colour: str, appearance: str) -> tuple[float, str]:
    """The least contrast that texts in a colour, or on it, would have, and the ground of it."""
    ours = _ours(appearance)
    grounds = [*(ours[name] for name in _ON), _mixed(ours["paper"], colour, _WASH)]
    return min((contrast(colour, ground), ground) for ground in grounds)


def style(colour: str, appearance: str) -> str:
    """The rule that gives the pages a colour in an appearance, to stand behind those of its file."""
    ours = _ours(appearance)
    own = {
        "green": colour,
        "green-deep": _mixed(colour, ours["ink"], _DEEP),
        "green-wash": _mixed(ours["paper"], colour, _WASH),
        "on-green": ours["paper"],
    }
    return ":root { " + " ".join(f"--{name}: {value};" for name, value in own.items()) + " }\n"


def _ours(appearance: str) -> dict[str, str]:
    """The colours of an appearance by their names, as `#rrggbb`."""
    text = overrides.text(f"assets/{FILES[appearance]}")
    named = re.findall(r"--([a-z-]+): *(#[0-9a-f]{3}(?:[0-9a-f]{3})?)\b", text, re.IGNORECASE)
    return {name: value if len(value) == len("#rrggbb") else _long(value) for name, value in named}


def _long(short: str) -> str:
    return "#" + "".join(sign * 2 for sign in short[1:])


def _channels(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def _luminance(colour: str) -> float:
    """The relative luminance, from 0 to 1."""
    parts = [channel / 255 for channel in _channels(colour)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _mixed(ground: str, colour: str, share: float) -> str:
    """A ground with some of a colour in it."""
    pairs = zip(_channels(ground), _channels(colour), strict=True)
    return "#" + "".join(f"{round(one * (1 - share) + other * share):02x}" for one, other in pairs)
