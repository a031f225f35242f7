"""What `templates/media.yaml` has each medium show of a guide, read plainly, and what a page or a sheet shows of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from html import unescape
from html.parser import HTMLParser
from typing import NamedTuple

import yaml

from generator.media.layout import Layout
from generator.media.lines import Line, Piece
from generator.paths import TEMPLATES
from generator.telling.parts import part_form
from generator.telling.statements import Part, Statement
from generator.words import conditions

TABLE: Mapping[str, Mapping[str, Mapping[str, str]]] = yaml.safe_load(
    (TEMPLATES / "media.yaml").read_text(encoding="utf-8")
)


def rule(medium: str, section: str, part: str = "", *, silent: bool = False) -> str:
    """What the table has a medium do: its own rules first, then those of all; what has to have room is shown."""
    mark = f"{part}?" if silent else part
    keys = [f"{section}.{mark}", f"*.{mark}"] if part else [section, "*"]
    for rules in (TABLE[medium], TABLE["every"]):
        for key in keys:
            if key in rules:
                (how,) = rules[key]
                return "show" if how == "room" else how
    return "show"


def yields(medium: str, section: str, part: str = "") -> bool:
    """Whether the table has a medium leave something off where there is no room."""
    return "room" in TABLE[medium].get(f"{section}.{part}" if part else section, {})


_ASIDE = r"<(script|style|title)\b.*?</\1>|<a class=\"c\".*?</a>|<span class=\"(?:assured|own)\">.*?</span>"
"""What is no text, and what leads from a statement to its source."""


def plain(text: str) -> str:
    """Text without markup, sources and white space."""
    bare = re.sub(rf"{_ASIDE}|<[^>]*>", "", text, flags=re.DOTALL)
    return solid(unescape(bare).replace("**", ""))


def solid(text: str) -> str:
    """Text without white space, and without what keeps a unit in one line."""
    return re.sub(r"\s|\\|\u2060", "", text)


# ------------------------------------------------------------------------------- the layout, held against the table


def faults_of_layout(shown: Layout) -> Iterator[str]:
    """What a layout does otherwise than the table says."""
    sections = {one.section for one in (said.statement for said in shown.told.said) if one.kind != "beyond"}
    for section in sections - {"classes", "schedules", "reference"}:
        stated = [one.statement for one in shown.told.said if one.statement.section == section]
        lines = {path: line for line in shown.section(section) for path in line.ids}
        if rule(shown.medium, section) != "show":
            yield from (f"{one.id} is told" for one in stated if one.id in lines)
        elif any(not one.open or one.parts for one in stated):
            for one in stated:
                yield from _faults_of_line(shown, one, lines.get(one.id), [x for x in stated if x.kind == "stated"])


def _faults_of_line(shown: Layout, one: Statement, line: Line | None, alike: Sequence[Statement]) -> Iterator[str]:
    if line is None:
        yield f"{one.id} is not told"
        return
    if not one.open and one.says.rstrip("。") not in line.text:
        yield f"{one.id}: main words"
    for part in one.parts:
        twice = part.name == "telephone" and part.words in one.says
        there = any(_bears(one.section, piece, part) for piece in line.pieces)
        if not twice and there is not _beside(shown.medium, part, one.section, alike):
            yield f"{one.id}: {part.name} is {'told' if there else 'lost'}"
    for name, said in (("note", one.note), ("leads", any(case for _, case in one.leads))):
        kind = {"note": "note", "leads": "branch"}[name]
        if any(piece.kind == kind for piece in line.pieces) is not (
            bool(said) and rule(shown.medium, one.section, name) in ("show", "fold")
        ):
            yield f"{one.id}: {name}"
    if one.assured and not any(piece.kind == "assured" for piece in line.pieces):
        yield f"{one.id}: who vouches"


def _bears(section: str, piece: Piece, part: Part) -> bool:
    """Whether a piece of a line tells a part, in full or in short."""
    if part.silent:
        return piece.kind == "open" and part.words in piece.words
    if part.name in ("strength", "read_as"):
        return piece.kind == part.name and piece.words == part.words
    short = part_form(section, part.name).get("short")
    return piece.name == part.name and piece.words in (part.words, short)


def _beside(medium: str, part: Part, section: str, alike: Sequence[Statement]) -> bool:
    """Whether a part stands in the line of its statement, by the table."""
    how = rule(medium, section, part.name, silent=part.silent)
    if how == "once":
        return not part.silent and not _common(part, alike)
    return how == "show"


def _common(part: Part, alike: Sequence[Statement]) -> bool:
    """Whether several statements say a part alike."""
    others = [one.part(part.name) for one in alike]
    return len(others) > 1 and all(
        other is not None and (other.words, other.silent) == (part.words, part.silent) for other in others
    )


class Owed(NamedTuple):
    """Words that a medium owes a section once."""

    words: str
    silent: bool
    """Whether they are what is open, which is told among others."""

    def within(self, rest: str) -> int:
        """How often they stand in what is told beside the lines."""
        said = re.escape(solid(self.words))
        filled = rf"文件没有写，请窗口填：[^；。]*?{said}"
        open_ = rf"(?:文件都没有写：|没有标明)[^；。]*?{said}|{said}[^；。，]*?：(?:文件没有写|文件未载明|没有标明)"
        return len(re.findall(f"{open_}|{filled}" if self.silent else said, rest))


def once(shown: Layout, section: str) -> Iterator[Owed]:
    """What a medium owes a section once: what all its statements have in common, what all or some leave open."""
    stated = [one.statement for one in shown.told.said if one.statement.section == section]
    stated = [one for one in stated if one.kind == "stated"]
    for name in dict.fromkeys(part.name for one in stated for part in one.parts):
        parts = [part for one in stated if (part := one.part(name))]
        if any(rule(shown.medium, section, name, silent=part.silent) != "once" for part in parts):
            continue
        form = part_form(section, name)
        alike = len({part.words for part in parts if not part.silent}) == 1 and len(parts) > 1
        if any(part.silent for part in parts):
            yield Owed(form["open"], silent=True)
        if _common(parts[0], stated) and not parts[0].silent:
            yield Owed(form["once"].format(_inner(form, parts[0])), silent=False)
        elif "some" in form and alike:
            yield Owed(form["some"].format(_inner(form, parts[0])), silent=False)


def _inner(form: Mapping[str, str], part: Part) -> str:
    before, _, after = form["form"].partition("{}")
    return part.words.removeprefix(before).removesuffix(after)


# --------------------------------------------------------------------------------------------------- what is shown


class Rows(HTMLParser):
    """The rows of a page that say which statements they tell, and what stands beside them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.rows: list[tuple[frozenset[str], str]] = []
        self.rest = ""
        self._open: list[tuple[str, list[str] | None, str]] = []
        self.feed(re.sub(_ASIDE, "", text, flags=re.DOTALL))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A row begins, or anything in it."""
        if tag not in _VOID:
            known = dict(attrs)  # an item for several statements is what they have in common
            says = known.get("data-says") if "item" not in (known.get("class") or "").split() else None
            self._open.append((tag, None if says is None else [], says or ""))

    def handle_endtag(self, tag: str) -> None:
        """What was begun last under this name ends, with whatever was left open in it."""
        while any(name == tag for name, _, _ in self._open):
            name, said, ids = self._open.pop()
            if said is not None:
                self.rows.append((frozenset(ids.split(" ")), solid("".join(said))))
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        """Text, of the innermost row that it stands in."""
        inner = next((said for _, said, _ in reversed(self._open) if said is not None), None)
        if inner is None:
            self.rest += solid(data.replace("**", ""))
        else:
            inner.append(data)


_VOID = {"br", "img", "input", "hr", "col", "link", "meta"}
_FIGURES = {"limits", "fees", "works", "step_counts", "paper_counts", "visits"}
"""Sections that state amounts: where one of them stands, our note to it stands, too."""


def _words(line: Line, *but: str) -> list[str]:
    """The words of a line, piece by piece."""
    dated = conditions.dates(line.statement.valid)
    return [solid(word) for piece in line.pieces if piece.kind not in but for word in _each(piece)] + [solid(dated)]


def _each(piece: Piece) -> list[str]:
    if piece.kind in ("says", "open"):
        return piece.words.split("、")
    return [piece.text] if piece.kind == "status" else [piece.words]


def _hidden(line: Line) -> list[str]:
    """The words of the parts of a statement that its line leaves to another place."""
    known = {piece.name for piece in line.pieces} | {"strength"}
    return [solid(part.words) for part in line.statement.parts if part.name not in known and not part.silent]


APART = "文件几处写法不同，请窗口说明。"


def _left_to_the_window(shown: Layout) -> set[str]:
    """Clauses that differ, where the table has a medium leave them to the window."""
    if rule(shown.medium, "differs") != "page":
        return set()
    return {path for one in shown.told.relations if one.kind == "differs" for path in one.of}


def faults_of_rows(
    shown: Layout, text: str, sections: Sequence[str], but: Collection[str] = (), most: int = 2
) -> Iterator[str]:
    """Lines of a page that are lost, or that lack something, or tell what the table leaves to another place.

    `but`: the ids of statements that this page may leave out; `most`: how often it may say what is said once for a
    section: in its summary and under its heading.
    """
    found, left = Rows(text), _left_to_the_window(shown)
    for line in (line for name in sections for line in shown.section(name) if not set(line.ids) <= set(but)):
        if left.intersection(line.ids) and APART in found.rest:
            continue
        named = [solid(name) for piece in line.pieces if piece.kind == "says" for name in _each(piece)]
        rows = [said for ids, said in found.rows if ids >= set(line.ids) and all(name in said for name in named)]
        if not rows:
            yield f"{line.ids[0]} is lost"
        elif not any(all(word in row for word in _words(line, "assured", "when")) for row in rows):
            yield f"{line.ids[0]} lacks a part"
        if line.statement.section in _FIGURES:
            bare = _words(line, "open", "assured", "when")
            yield from (f"{line.ids[0]} stands bare" for row in rows if any(word not in row for word in bare))
        yield from (f"{line.ids[0]} tells too much: {extra}" for row in rows for extra in _extra(line, row))
        if any(case not in plain(text) for case in _cases(shown, line)):
            yield f"{line.ids[0]}: its case is lost"
    yield from _faults_of_groups(shown, found.rest, sections, most)


def _cases(shown: Layout, line: Line) -> list[str]:
    """The words of a case; of one that hangs on a class, which may stand as its heading, the rest of it."""
    inputs, tests = {one.id for one in shown.guide.inputs}, line.statement.condition
    if not line.when or len({name for test in tests for name in test} - inputs) != 1:
        return [solid(line.when)]
    rest = [{name: value for name, value in test.items() if name in inputs} for test in tests]
    case = conditions.conditions(shown.guide, rest) if all(rest) else ""
    return [solid(case), solid(conditions.dates(line.statement.valid))]


def _extra(line: Line, row: str) -> list[str]:
    """The words in a row that its line does not have."""
    for word in sorted(_words(line), key=len, reverse=True):
        row = row.replace(word, "·")
    return [word for word in _hidden(line) if word in row]


def _faults_of_groups(shown: Layout, rest: str, sections: Sequence[str], most: int) -> Iterator[str]:
    for name in sections:
        for owed in once(shown, name):
            others = sum(owed in once(shown, other) for other in sections if other != name)
            if not 1 <= owed.within(rest) <= most + others:
                yield f"{name}: {owed.words} stands {owed.within(rest)} times"
        for group in shown.groups(name):
            if (
                group.relation
                and rule(shown.medium, "differs") == "show"
                and solid(group.relation.says.rstrip("。")) not in rest
            ):
                yield f"{group.relation.id}: what follows is lost"


def faults_on_paper(shown: Layout, text: str, sections: Sequence[str], most: int = 1) -> Iterator[str]:
    """Lines of a sheet whose words stand neither together nor in what is drawn of them, and what stands too often."""
    said, drawn = plain(text), _drawn(text)
    rest = said
    apart = _left_to_the_window(shown)
    for line in (line for name in sections for line in shown.section(name)):
        texts = [solid(one.text) for one in _tellings(shown, line, said)]
        if apart.intersection(line.ids):
            texts.append(APART)
        there = next((one for one in texts if one in said), None)
        if there is None and not _is_drawn(line, drawn, said):
            yield f"{line.ids[0]} is lost or lacks a part"
        rest = rest.replace(there or "", "·") if there else rest
        if any(case not in said for case in _cases(shown, line)) and not apart.intersection(line.ids):
            yield f"{line.ids[0]}: its case is lost"
    yield from _faults_of_groups(shown, rest, sections, most)


def _tellings(shown: Layout, line: Line, said: str) -> Iterator[Line]:
    """A line as a sheet may tell it: of clauses that differ in their strength only, with the strength of them all."""
    vouched = line.without("assured") if shown.medium in ("notice", "wall") else line
    yield from (vouched, vouched.without("when"))
    groups = (one for one in shown.groups(line.statement.section) if one.relation and one.cautious)
    if any(solid(one.strength(shown.guide)) in said and line in one.lines for one in groups):
        yield vouched.without("strength", "note")


def _drawn(text: str) -> dict[str, str]:
    """What a sheet draws of each statement, piece by piece."""
    found: dict[str, str] = {}
    for ids, said in Rows(text).rows:
        for path in ids:
            found[path] = found.get(path, "") + said
    return found


def _is_drawn(line: Line, drawn: Mapping[str, str], said: str) -> bool:
    """Whether all words of a line are drawn; of a time limit in a grid the number is, and above it what it counts."""
    there = "".join(drawn.get(path, "") for path in line.ids)
    if all(path in drawn for path in line.ids) and all(word in there for word in _words(line, "assured", "when")):
        return True
    numbers = re.findall(r"[\d.]+", line.statement.says)
    headed = solid(re.sub(r"[\d.]+ ?", "几", line.statement.says)) in said
    return bool(there) and headed and len(numbers) == 1 and numbers[0] in there
