"""The index of the home page's finder: places, classes and common words with their sounds, as data for the browser."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from generator.document.characters import simplified
from generator.language import gettext
from generator.pages.browser.script import members
from generator.pages.entries import Entry
from generator.policy.guide import Guide
from generator.policy.renderings import chinese
from generator.policy.scalars import NOT_STATED
from generator.policy.utilities import known
from generator.words.catalogue import as_written, words
from generator.words.names import called


@cache
def vocabulary() -> Mapping[str, Any]:
    """`templates/vocabulary.yaml`: what people call things."""
    known: Mapping[str, Any] = as_written("vocabulary.yaml")
    return known


def index_js(entries: Sequence[Entry]) -> str:
    """`assets/finder-index.js`."""
    return members(index=index(entries))


def index(entries: Sequence[Entry]) -> dict[str, Any]:
    """The index of all places, see `index_of`."""
    return index_of([_place(one) for one in entries], _classes(entries), _apart(entries))


def index_of(
    places: Sequence[Sequence[str]], classes: Mapping[str, Sequence[str]], apart: Mapping[str, str]
) -> dict[str, Any]:
    """What the browser finds by.

    `places`: name, slug where it is not the syllables without the last, code, syllables, letters of its utilities and
    pages, what it covers where that is not the name; in another language its Chinese name with its syllables.
    `classes`: by name the guides that have it, each as position of the place and letter. `apart`: by position
    and letter what the guides are called that are not about connection. `provinces`: what those of the places are
    called. `here`: the utilities of any place.
    `words`: by meaning, each with its syllables. `sounds`: by syllable the characters read so. `traditional`:
    characters and their simple forms.
    """
    there = {letter for row in places for letter in row[4].lower()}
    meant = {meaning: [[word, syllables(word)] for word in found] for meaning, found in _meanings(there)}
    spoken = [(row[0], row[3]) for row in places] + [(word, read) for rows in meant.values() for word, read in rows]
    return {
        "places": places,
        "classes": classes,
        "apart": apart,
        "words": meant,
        "idle": vocabulary()["idle"],
        "sizes": vocabulary()["sizes"],
        "alike": vocabulary()["alike"],
        "sounds": sounds({part for _, read in spoken for part in read.split()}),
        "traditional": traditional("".join([*(word for word, _ in spoken), *classes, *vocabulary()["idle"]])),
        "services": {
            utility["letter"]: [name, utility["name"], utility["service"], utility["provider"]]
            for name, utility in words()["utilities"].items()
        },
        "kinds": vocabulary()["kinds"],
        "provinces": _provinces({row[2][:2] for row in places}),
        "here": "".join(utility["letter"] for utility in known().values() if utility["letter"] in there),
        "says": {**words()["finder"], "placed": gettext("{place}{name}")},
    }


def _provinces(codes: Collection[str]) -> dict[str, list[str]]:
    """By the two digits of its code what a province is called: its name, without its kind, in letters; in Chinese."""
    own, known = words()["provinces"], as_written("words.yaml")["provinces"]
    kinds = re.compile(f"({'|'.join(vocabulary()['provincial'])})$")
    short = {code: kinds.sub("", known[code]) for code in sorted(codes) if code in known}
    return {
        code: list(dict.fromkeys([own[code], known[code], name, syllables(name).replace(" ", "")]))
        for code, name in short.items()
    }


def _letter(guide: Guide) -> str:
    """A utility in the index; a capital where its guide only refers to others, or is not about connection."""
    letter = _of(guide)
    return letter if guide.connects and not guide.reference else letter.upper()


def _of(guide: Guide) -> str:
    return str(known()[guide.utility]["letter"])


def _place(entry: Entry) -> list[str]:
    place = entry.place
    letters = map(_letter, entry.guides)
    pages = ["f" if entry.form else "p", *("j" if entry.together else "")]
    code = "" if place.code == NOT_STATED else str(place.code)
    covers = "" if place.covers == place.name else place.covers
    read = syllables(place.name)
    slug = "" if place.slug == "".join(read.split()[:-1]) else place.slug
    own = chinese(place.name)
    also = [own, syllables(own)] if own != place.name else []
    return [place.name, slug, code, read, "".join([*letters, *pages]), covers, *also]


def _classes(entries: Sequence[Entry]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for position, entry in enumerate(entries):
        for guide, names in zip(entry.guides, entry.classes, strict=True):
            for name in names:
                found.setdefault(name, []).append(f"{position}{_of(guide)}")
    return found


def _apart(entries: Sequence[Entry]) -> dict[str, str]:
    """What the guides are called that are not about connection."""
    placed = ((position, guide) for position, entry in enumerate(entries) for guide in entry.guides)
    return {f"{position}{_of(one)}": called(one)["service"] for position, one in placed if not one.connects}


def _meanings(there: Collection[str]) -> Iterator[tuple[str, list[str]]]:
    """The vocabulary by meaning: the letter of a utility, `#section`, `page/`, the address of a page, `any`.

    What these pages do not tell is `!kind/`, with the letter of a utility behind it where it is about one; the gravest
    kind first, since what somebody asks may be of several. `there`: the letters of the utilities of any place, whose
    words alone are known; what is dangerous is known of all.
    """
    said = vocabulary()
    utilities = words()["utilities"].values()
    yield from ((utility["letter"], utility["called"]) for utility in utilities if utility["letter"] in there)
    for kind in words()["finder"]["elsewhere"]:
        for utility in utilities:
            found = utility.get("elsewhere", {}).get(kind)
            if found and (utility["letter"] in there or kind == "danger"):
                yield f"!{kind}/{utility['letter']}", found
    yield from ((f"#{name}", found) for name, found in said["sections"].items())
    yield from ((f"{name}/", found) for name, found in said["pages"].items())
    yield from ((f"/{address}", found) for address, found in said["site"].items())
    yield from ((f"!{kind}/", found) for kind, found in said["elsewhere"].items())
    yield "any", said["any"]


def _reader() -> Any:
    from pypinyin import lazy_pinyin  # brings its dictionary along, which checking policies need not wait for

    return lazy_pinyin


def syllables(name: str) -> str:
    """How the characters of a name are read, without tones: `乌海市` is `wu hai shi`; Latin letters stay."""
    read = _reader()(name, errors=lambda rest: [one if one.isascii() and one.isalnum() else "" for one in rest])
    for word, own in vocabulary()["readings"].items():
        if (at := name.find(word)) >= 0:
            read[at : at + len(word)] = own.split()
    return ("" if name.isascii() else " ").join(filter(None, read))


def sounds(wanted: Iterable[str]) -> dict[str, str]:
    """The frequent characters by syllable, for those who pick the wrong one of the same sound."""
    found: dict[str, str] = dict.fromkeys(sorted(wanted), "")
    for character, read in _read_alone():
        if read in found:
            found[read] += character
    return {read: those for read, those in found.items() if those}


@cache
def _read_alone() -> list[tuple[str, str]]:
    """The characters of level 1 of GB 2312, each with how it is read alone."""
    cells = (bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    characters = filter(None, (cell.decode("gb2312", "ignore") for cell in cells))
    return [(one, _reader()(one)[0]) for one in characters]


def traditional(used: str) -> list[str]:
    """Two strings of equal length: traditional and variant characters, and the characters of `used` they stand for."""
    signs = set(used)
    pairs = [pair for pair in _simplified() if pair[1] in signs]
    return ["".join(one for one, _ in pairs), "".join(one for _, one in pairs)]


def _simplified() -> list[tuple[str, str]]:
    return [(chr(sign), simple) for sign, simple in simplified().items() if 0x4E00 <= sign < 0xA000]
