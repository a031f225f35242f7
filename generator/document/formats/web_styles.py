"""What the style sheets within a web page say of its elements: which are hidden, struck out, numbered. No I/O.

Of selectors, those of tags, classes and ids, alone, together or one within another; none that depends on what a
reader does, or on the paper or screen on which he reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.S)
_CONDITIONAL = re.compile(r"@(?!media\s+(?:all|screen)\s*\{)[\w-]+[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}|@[^{};]*;")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SAID = re.compile(
    r"(?<![\w-])(display|visibility|opacity|font-size|text-decoration(?:-line)?|list-style(?:-type)?|content)"
    r"\s*:\s*([^;]+)",
    re.I,
)
"""The properties that are read, with what is said of them."""
_COMPOUND = re.compile(r"(\*|[a-z][a-z0-9]*)?((?:[.#][\w-]+)*)", re.I)
_ESCAPE = re.compile(r"\\([0-9a-f]{1,5}) ?", re.I)
_DRAWN = re.compile(r"::?(?:before|after)$", re.I)


class _Compound(NamedTuple):
    """What one element has to be: its tag, its classes, its id."""

    tag: str
    classes: frozenset[str]
    id_: str

    def fits(self, element: Any) -> bool:
        """Whether an element is all of that."""
        return isinstance(element.tag, str) and (
            self.tag in ("", "*", element.tag)
            and self.classes <= set(element.get("class", "").split())
            and self.id_ in ("", element.get("id", ""))
        )

    @property
    def key(self) -> str:
        """By which a rule is looked up: what of it is the rarest."""
        return f"#{self.id_}" if self.id_ else f".{min(self.classes)}" if self.classes else self.tag


class _Declaration(NamedTuple):
    """What is said of a property, and with which weight; they sort as they overrule each other."""

    important: bool
    weight: tuple[int, int, int, int, int]
    """Whether it is the element's own, how many ids, classes and tags the selector has, and which rule it is."""
    name: str
    said: str


class _Rule(NamedTuple):
    """Declarations for what fits the last compound, within what fits the others."""

    compounds: tuple[_Compound, ...]
    declarations: tuple[_Declaration, ...]

    def fits(self, element: Any) -> bool:
        """Whether an element is one of those that the rule is for."""
        outer = element.iterancestors()
        return self.compounds[-1].fits(element) and all(
            any(compound.fits(ancestor) for ancestor in outer) for compound in reversed(self.compounds[:-1])
        )


@dataclass
class Sheet:
    """The rules of a page, and what they come to for its elements."""

    texts: Iterable[str] = ()
    _rules: dict[str, list[_Rule]] = field(default_factory=dict)
    _known: dict[Any, Mapping[str, str]] = field(default_factory=dict)
    _count: int = 0

    def __post_init__(self) -> None:
        """Keep the rules that say something of interest, by what their elements are called."""
        for text in self.texts:
            for selectors, declarations in _RULE.findall(_CONDITIONAL.sub("", _COMMENT.sub("", text))):
                if _SAID.search(declarations):
                    self._add(selectors, declarations)

    def _add(self, selectors: str, declarations: str) -> None:
        self._count += 1
        for selector in map(str.strip, selectors.split(",")):
            compounds = [_compound(part) for part in re.split(r"[\s>]+", _DRAWN.sub("", selector))]
            plain = tuple(compound for compound in compounds if compound is not None)
            if len(plain) == len(compounds):
                said = tuple(_declared(declarations, _weight(plain, self._count), _DRAWN.search(selector) is not None))
                self._rules.setdefault(plain[-1].key, []).append(_Rule(plain, said))

    def of(self, element: Any) -> Mapping[str, str]:
        """What is said of an element itself: by the rules that fit it and its own style, the weightiest last."""
        if element not in self._known:
            names = (f".{name}" for name in element.get("class", "").split())
            keys = dict.fromkeys((element.tag, "*", f"#{element.get('id', '')}", *names))
            said = [
                declaration
                for key in keys
                for rule in self._rules.get(key, ())
                if rule.fits(element)
                for declaration in rule.declarations
            ]
            said += _declared(element.get("style", ""), _OWN, drawn=False)
            self._known[element] = {declaration.name: declaration.said for declaration in sorted(said)}
        return self._known[element]

    def is_hidden(self, element: Any) -> bool:
        """Whether nothing of an element is seen."""
        said = self.of(element)
        if said.get("display") == "none" or (element.get("hidden") is not None and "display" not in said):
            return True
        if said.get("visibility") in ("hidden", "collapse") or _is_nothing(said.get("opacity", "1")):
            return True
        return _is_nothing(said.get("font-size", "1")) and not any(
            "font-size" in self.of(inner) for inner in element.iterdescendants() if isinstance(inner.tag, str)
        )

    def drawn(self, element: Any) -> str:
        """The words and counters that are drawn before or behind an element; signs of fonts of icons are none."""
        content = self.of(element).get("content", "")
        parts = re.findall(r"""["']([^"']*)["']|(counters?\([^)]*\))""", content)
        text = "".join(_ESCAPE.sub(lambda code: chr(int(code[1], 16)), quoted) or counter for quoted, counter in parts)
        return text if any(sign.isalnum() for sign in text) else ""

    def is_struck(self, element: Any) -> bool:
        """Whether a line goes through the words of an element."""
        return "line-through" in self.of(element).get("text-decoration", "")


def _compound(selector: str) -> _Compound | None:
    """A selector without spaces; None where it asks for more than a tag, classes and an id."""
    match = _COMPOUND.fullmatch(selector)
    if match is None or not selector:
        return None
    names = re.findall(r"([.#])([\w-]+)", match[2])
    classes = frozenset(name for sign, name in names if sign == ".")
    return _Compound((match[1] or "").lower(), classes, next((name for sign, name in names if sign == "#"), ""))


_OWN = (1, 0, 0, 0, 0)


def _weight(compounds: Sequence[_Compound], count: int) -> tuple[int, int, int, int, int]:
    tags = sum(compound.tag not in ("", "*") for compound in compounds)
    classes = sum(len(compound.classes) for compound in compounds)
    return 0, sum(bool(compound.id_) for compound in compounds), classes, tags, count


def _declared(declarations: str, weight: tuple[int, int, int, int, int], drawn: bool) -> Iterator[_Declaration]:
    """What is said of the properties that are read here. `drawn`: before or behind an element, not of itself."""
    for match in _SAID.finditer(declarations):
        name = match[1].lower().removesuffix("-line").replace("list-style-type", "list-style")
        said, sign, _ = match[2].partition("!")
        if (name == "content") == drawn:
            yield _Declaration(bool(sign), weight, name, said.strip() if drawn else "".join(said.lower().split()))


def _is_nothing(size: str) -> bool:
    return re.fullmatch(r"(?:0+\.?0*|\.0+)(?:px|pt|em|rem|%)?", size) is not None
