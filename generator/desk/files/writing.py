"""What an editor has changed → the text of a policy file, by splicing the fewest lines. Writes nothing.

Of a file's data and the data wanted of it, only what differs is written: comments, order, aliases, quotes, layout, line
ends and a byte order mark of all that stays are left as they are. What comes out is read again before it is believed.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from difflib import SequenceMatcher
from typing import Any, NamedTuple, TypeAlias

import yaml

from generator.desk.files.splices import Splice, spliced
from generator.policy.syntax.parsing import YAML_LOADER, refuse_size
from generator.policy.syntax.tree import MAX_NODES, sound_unquoted

Data: TypeAlias = "str | list[Data] | dict[str, Data]"
"""What a file says: scalars as they are written, without quotes."""


class UnwritableError(ValueError):
    """The change cannot be spliced in without changing something else, as where a value is shared by an alias."""


def data(text: str) -> Data:
    """What a text of YAML says, as the policies are read; an empty mapping of one that says nothing.

    Raises yaml.YAMLError, and UnwritableError where a key stands twice or is no text, or aliases say too much.
    """
    refuse_size(text)
    node = yaml.compose(text, Loader=YAML_LOADER)
    if node is not None:
        _refuse_strange(node, {})
    return {} if node is None else _data(node)


def written(text: str, wanted: Data) -> str:
    """The text, changed to say what is wanted. Raises UnwritableError, yaml.YAMLError.

    Where what changes is referred to by an alias, whose value stays, the anchor goes to the first alias.
    """
    data(text)  # which refuses what nobody could tell apart afterwards
    root = _composed(text)
    if root is None:
        return _believed(f"{_ended(text)}{begun(wanted)}", wanted)
    splices = _Differences(text).of(root, wanted)
    with suppress(UnwritableError):
        return _believed(spliced(text, splices), wanted)
    anew = _anchored_anew(text, _touched(text, root, splices))
    return _believed(spliced(anew, _Differences(anew).of(_composed(anew), wanted)), wanted)


def _believed(text: str, wanted: Data) -> str:
    """A text that says what is wanted. Raises UnwritableError for any other."""
    with suppress(yaml.YAMLError, UnicodeEncodeError):
        if data(text) == wanted and text.encode("utf-8"):
            return text
    raise UnwritableError("cannot be written without changing something else")


def _ended(text: str) -> str:
    """A text with the end of its last line."""
    return text if not text or text[-1] in "\r\n" else f"{text}{_newline(text)}"


def _newline(text: str) -> str:
    """How the lines of a text end."""
    return next((end for end in ("\r\n", "\n", "\r") if end in text), "\n")


def _touched(text: str, root: yaml.Node, splices: Sequence[Splice]) -> list[str]:
    """The anchors of what some splices change, to which aliases refer, in order."""
    events = list(yaml.parse(text, Loader=yaml.SafeLoader))
    referred = {_anchor(event) for event in events if isinstance(event, yaml.AliasEvent)}
    touched = []
    for event in events:
        if _anchor(event) in referred and not isinstance(event, yaml.AliasEvent):
            node = _anchor_of(root, _start(event))
            if node and any(one.start <= _end(node) and node.start_mark.index <= one.end for one in splices):
                touched.append(str(_anchor(event)))
    return touched


def _anchored_anew(text: str, names: Sequence[str]) -> str:
    """The text with some anchors where their first alias was, which then holds the value."""
    for name in names:
        events = list(yaml.parse(text, Loader=yaml.SafeLoader))
        marks = [(_start(event), isinstance(event, yaml.AliasEvent)) for event in events if _anchor(event) == name]
        at = next(index for index, (_, alias) in enumerate(marks) if alias)
        (start, _), (alias, _) = marks[at - 1], marks[at]
        node, begin = _anchor_of(_composed(text), start), re.compile(rf"&{re.escape(name)} *").match(text, start)
        if node is None or begin is None:
            raise UnwritableError("an anchor that cannot be moved")
        there = Splice(alias, alias + len(f"*{name}"), f"&{name} {_inline(_data(node))}")
        text = spliced(text, [Splice(start, begin.end(), ""), there])
    return text


def _anchor(event: Any) -> str | None:
    """The anchor that an event has or refers to."""
    return getattr(event, "anchor", None)


def _start(event: Any) -> int:
    return int(event.start_mark.index)


def _anchor_of(node: yaml.Node | None, start: int) -> yaml.Node | None:
    """The node that begins at a place, with its anchor."""
    if node is None or isinstance(node, _Alias):
        return None
    if node.start_mark.index == start:
        return node
    inner = node.value if isinstance(node, yaml.CollectionNode) else ()
    parts = [part for pair in inner for part in pair] if isinstance(node, yaml.MappingNode) else inner
    return next((found for part in parts if (found := _anchor_of(part, start)) is not None), None)


def begun(wanted: Data) -> str:
    """The text of a file that is new, and says what is wanted, a mapping."""
    pairs = wanted.items() if isinstance(wanted, dict) else ()
    return "".join(f"{line}\n" for key, value in pairs for line in _lines(key, value))


# ------------------------------------------------------------------------------------------------------------- nodes


class _Alias(yaml.Node):
    """Where a text refers to a value that stands elsewhere in it."""

    def __init__(self, target: yaml.Node, event: Any) -> None:
        super().__init__(target.tag, target.value, event.start_mark, event.end_mark)
        self.target = target


class _Loader(yaml.SafeLoader):
    """Composes nodes that know where they stand themselves, aliases too."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event() if self.check_event(yaml.AliasEvent) else None  # type: ignore[no-untyped-call]
        node = super().compose_node(parent, index)
        return node if event is None or node is None else _Alias(node, event)


def _composed(text: str) -> yaml.Node | None:
    node: yaml.Node | None = _Loader(text).get_single_node()
    return node


def _data(node: yaml.Node) -> Data:
    if isinstance(node, _Alias):
        return _data(node.target)
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): _data(value) for key, value in node.value}
    return [_data(item) for item in node.value] if isinstance(node, yaml.SequenceNode) else str(node.value)


def _refuse_strange(node: yaml.Node, sizes: dict[int, int]) -> int:
    """How many nodes there are in a node, with what aliases repeat. `sizes`: what is known, 0 of those around.

    Raises UnwritableError where that is too much or endless, and where keys cannot be told apart.
    """
    if (known := sizes.get(id(node))) is not None:
        if not known:
            raise UnwritableError("an alias of what it stands in")
        return known
    sizes[id(node)] = 0
    inner = node.value if isinstance(node, yaml.CollectionNode) else ()
    if isinstance(node, yaml.MappingNode):
        keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        if len(set(keys)) < len(node.value):
            raise UnwritableError("a key stands twice")
        inner = [value for _, value in node.value]
    sizes[id(node)] = size = 1 + sum(_refuse_strange(part, sizes) for part in inner)
    if size > MAX_NODES:
        raise UnwritableError("aliases that say too much")
    return size


def _end(node: yaml.Node) -> int:
    """Where a node ends; the parser's mark of a block stands only before what comes next."""
    if isinstance(node, _Alias) or not isinstance(node, yaml.CollectionNode) or node.flow_style or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _end(last[1] if isinstance(node, yaml.MappingNode) else last)


def _flow(node: yaml.CollectionNode) -> bool:
    """Whether a list or a mapping stands within brackets."""
    return bool(node.flow_style)


class _Entry(NamedTuple):
    """An item of a list or a pair of a mapping: by what it is known, where it begins, its value."""

    known: str
    start: int
    value: yaml.Node
    before: int
    """Where what leads to its value ends: behind the colon of a pair, behind the dash of an item."""
    listed: bool
    """Whether it is an item of a list."""
    bracketed: bool
    """Whether it stands within brackets."""

    @property
    def end(self) -> int:
        """Where it ends."""
        return max(_end(self.value), self.before)

    @property
    def begins(self) -> int:
        """Where its value begins, or would."""
        return max(self.value.start_mark.index, self.before)


# ------------------------------------------------------------------------------------------------------- differences


class _WholeError(Exception):
    """Entries come or go where that cannot be done line by line: their list or mapping is written anew."""


class _Differences:
    """The splices that make a text say something else."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._newline = _newline(text)

    def of(self, node: yaml.Node | None, wanted: Data) -> list[Splice]:
        """What differs at the root of a text, which is a mapping. Raises UnwritableError where it is none."""
        if not (isinstance(node, yaml.MappingNode) and not _flow(node) and isinstance(wanted, dict)):
            raise UnwritableError("the text is no mapping with a key a line")
        try:
            return list(self._mapping(node, wanted))
        except (_WholeError, ValueError):  # the whole of a file is not replaced, nor what has no colon or dash
            raise UnwritableError("cannot be written line by line") from None

    def _value(self, entry: _Entry, wanted: Data) -> list[Splice]:
        """What differs of the value of an entry."""
        node = entry.value
        if _data(node) == wanted:
            return []
        try:
            if isinstance(node, yaml.MappingNode) and isinstance(wanted, dict):
                return list(self._mapping(node, wanted))
            if isinstance(node, yaml.SequenceNode) and isinstance(wanted, list):
                return list(self._list(node, wanted))
        except _WholeError:
            pass
        return [self._instead(entry, wanted)]

    def _mapping(self, node: yaml.MappingNode, wanted: Mapping[str, Data]) -> Iterator[Splice]:
        entries = [
            _Entry(str(key.value), key.start_mark.index, value, self._colon(key), listed=False, bracketed=_flow(node))
            for key, value in node.value
        ]
        yield from self._entries(entries, _in_order([entry.known for entry in entries], wanted))

    def _colon(self, key: yaml.Node) -> int:
        """Behind the colon of a key."""
        return self._text.index(":", key.end_mark.index) + 1

    def _list(self, node: yaml.SequenceNode, wanted: Sequence[Data]) -> Iterator[Splice]:
        names, entries = _names([_data(item) for item in node.value]), []
        for name, item in zip(names, node.value, strict=True):
            start = item.start_mark.index if _flow(node) else self._text.rindex("-", 0, item.start_mark.index)
            before = start if _flow(node) else start + 1
            entries.append(_Entry(name, start, item, before, listed=True, bracketed=_flow(node)))
        yield from self._entries(entries, dict(zip(_names(wanted), wanted, strict=True)))

    def _entries(self, entries: Sequence[_Entry], wanted: Mapping[str, Data]) -> Iterator[Splice]:
        """What differs of the entries of a list or a mapping. Raises _WholeError."""
        old, new = [entry.known for entry in entries], list(wanted)
        here = bool(entries) and entries[0].listed and _changed(entries, list(wanted.values()))
        if old != new and set(old).isdisjoint(new) and not here:
            raise _WholeError
        for way, first, last, begin, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            stay = last - first if way == "equal" else 0
            if way == "replace" and entries[0].listed:
                stay = _changed(entries[first:last], [wanted[known] for known in new[begin:end]])
            for entry, known in zip(entries[first : first + stay], new[begin:], strict=False):
                yield from self._value(entry, wanted[known])
            added = {known: wanted[known] for known in new[begin + stay : end]}
            if way != "equal":
                change = self._between_brackets if entries[0].bracketed else self._in_lines
                yield from change(entries, first + stay, last, added)

    def _in_lines(
        self, entries: Sequence[_Entry], first: int, last: int, added: Mapping[str, Data]
    ) -> Iterator[Splice]:
        """What takes some entries out that have lines of their own, and puts others in their place."""
        on_a_dash = self._text[self._line(entries[0].start) : entries[0].start].strip(" \ufeff")
        if added:
            yield self._added(entries, first, added, instead=last > first and not on_a_dash)
        if first == 0 < last and on_a_dash:
            yield from self._from_the_dash(entries[0].start, entries[last].start)
            return
        for entry in entries[first:last]:
            yield self._without(entry, entries)

    def _from_the_dash(self, start: int, kept: int) -> Iterator[Splice]:
        """What takes out the first pairs of a mapping that stands behind a dash; comments above the next go before."""
        line, above = self._line(start), self._line(kept)
        while comment := _COMMENT_LINE.search(self._text, self._line(above - 1), above):
            above = comment.start()
        if comments := self._text[above : self._line(kept)]:
            yield Splice(line, line, comments)
        yield Splice(start, kept, "")

    def _between_brackets(
        self, entries: Sequence[_Entry], first: int, last: int, added: Mapping[str, Data]
    ) -> Iterator[Splice]:
        """The same within brackets."""
        new = ", ".join(
            _item(value) if entries[0].listed else f"{key_written(known)}: {_inline(value)}"
            for known, value in added.items()
        )
        if new:
            at = entries[first - 1].end if first else entries[0].start
            yield Splice(at, at, f", {new}" if first else f"{new}, ")
        if first == last:
            return
        if last < len(entries):
            yield Splice(entries[first].start, entries[last].start, "")
            return
        comma = self._text.index(",", entries[first - 1].end)
        start = len(self._text[: entries[first].start].rstrip(" \t\r\n"))
        commented = _COMMENT.search(self._text, comma, entries[first].start)
        yield Splice(comma, comma + 1, "")
        yield Splice(max(start, comma + 1) if not commented else entries[first].start, entries[-1].end, "")

    def _without(self, entry: _Entry, entries: Sequence[_Entry]) -> Splice:
        """What takes an entry out: its lines, and the comment right above it where it is not the first."""
        start, indent = self._line(entry.start), self._indent(entry.start)
        while entry is not entries[0] and (found := _COMMENT_LINE.search(self._text, self._line(start - 1), start)):
            if found["indent"] != indent:
                break
            start = found.start()
        return Splice(start, self._next_line(_end(entry.value)), "")

    def _added(self, entries: Sequence[_Entry], at: int, added: Mapping[str, Data], *, instead: bool) -> Splice:
        """What puts entries behind those before a place in a list or a mapping, or before the first, or `instead`."""
        indent = self._indent(entries[0].start)
        parts = [("" if entries[0].listed else known, value) for known, value in added.items()]
        lines = [line for known, value in parts for line in _lines(known, value)]
        if at == 0 and instead:
            start = self._line(entries[0].start)
            return Splice(start, start, "".join(f"{indent}{line}{self._newline}" for line in lines))
        if at == 0:
            text = "".join(f"{line}{self._newline}{indent}" for line in lines)
            return Splice(entries[0].start, entries[0].start, text)
        end = self._line_end(entries[at - 1].end)
        return Splice(end, end, "".join(f"{self._newline}{indent}{line}" for line in lines))

    def _instead(self, entry: _Entry, wanted: Data) -> Splice:
        """What puts a value in the place of another; the anchor by which others refer to it, and its comment, stay."""
        start, end = entry.begins, entry.end
        while end > start and self._text[end - 1] in "\r\n":
            end -= 1
        anchor = _ANCHOR.match(self._text, start, end)
        anchored = f" {anchor[0].strip()}" if anchor else ""
        if entry.bracketed:
            text = f"{anchored} {(_item if entry.listed else _inline)(wanted)}"
            return Splice(start, end, text.lstrip() if start > entry.before or entry.listed else text)
        comments = [found[0].rstrip() for found in _COMMENT.finditer(self._text, entry.before, start)]
        if block := _block(wanted):
            behind = _COMMENT_BEHIND.match(self._text, end)
            comments, end = ([behind[0].strip()], behind.end()) if behind else (comments, end)
            return Splice(entry.before, end, anchored + self._commented(entry, comments, block))
        return Splice(entry.before, end, f"{anchored} {_inline(wanted)}{self._commented(entry, comments, [])}")

    def _commented(self, entry: _Entry, comments: Sequence[str], lines: Sequence[str]) -> str:
        """What stands behind a key or its value: a comment on its line, and other comments and lines below."""
        indent = f"{self._newline}{self._indent(entry.start)}  "
        below = "".join(f"{indent}{line}" for line in (*comments[1:], *lines))
        return f" {comments[0]}{below}" if comments else below

    def _line(self, index: int) -> int:
        """Where the line begins in which a place is."""
        return max(self._text.rfind("\n", 0, index), self._text.rfind("\r", 0, index)) + 1

    def _indent(self, index: int) -> str:
        """The blanks that lead to the column of a place; a mark at the beginning of a text takes no room."""
        return " " * len(self._text[self._line(index) : index].replace("\ufeff", ""))

    def _line_end(self, index: int) -> int:
        """Where the line ends on which something ends; a block of text has ended with its last line."""
        while self._text[index - 1 : index] in ("\r", "\n"):
            index -= 1
        return _TO_LINE_END.match(self._text, index).end()  # type: ignore[union-attr]

    def _next_line(self, index: int) -> int:
        return _NEWLINE.match(self._text, self._line_end(index)).end()  # type: ignore[union-attr]


_COMMENT_LINE = re.compile(r"(?<![^\r\n])(?P<indent>[ \t]*)#[^\r\n]*(?:\r?\n|\r)\Z")
_COMMENT = re.compile(r"(?<=\s)#[^\r\n]*")
_COMMENT_BEHIND = re.compile(r"[ \t]+#[^\r\n]*")
_ANCHOR = re.compile(r"&\S+\s+")
_TO_LINE_END = re.compile(r"[^\r\n]*")
_NEWLINE = re.compile(r"(?:\r?\n|\r)?")


def _changed(entries: Sequence[_Entry], wanted: Sequence[Data]) -> int:
    """How many items of a list, from the first on, are only changed: those that no id tells apart."""
    listed = all(entry.known.startswith(("{", "[", '"')) for entry in entries)
    unnamed = not any(isinstance(item, dict) and "id" in item for item in wanted)
    return min(len(entries), len(wanted)) if listed and unnamed else 0


def _names(items: Sequence[Data]) -> list[str]:
    """By what each item of a list is known: its id, or else what it says; equal ones are numbered."""
    names, equal = list[str](), Counter[str]()
    for item in items:
        known = item.get("id") if isinstance(item, dict) else None
        name = known if isinstance(known, str) else json.dumps(item, sort_keys=True)
        names.append(f"{name} {equal[name]}" if equal[name] else name)
        equal[name] += 1
    return names


def _in_order(old: Sequence[str], wanted: Mapping[str, Data]) -> dict[str, Data]:
    """The pairs wanted in the order of the text; new ones behind the one that they follow among the wanted."""
    order, before = [key for key in old if key in wanted], -1
    for key in wanted:
        if key in order:
            before = order.index(key)
        else:
            before += 1
            order.insert(before, key)
    return {key: wanted[key] for key in order}


# ---------------------------------------------------------------------------------------------------------- new text


def _lines(key: str, value: Data) -> list[str]:
    """The lines of a pair, or of an item of a list where the key is empty, each from its own column."""
    if not key and isinstance(value, dict) and "id" in value:
        inner = [line for known, part in value.items() for line in _lines(known, part)]
        return [f"- {inner[0]}", *(f"  {line}" for line in inner[1:])]
    head = f"{key_written(key)}:" if key else "-"
    if key and (block := _block(value)):
        return [head, *(f"  {line}" for line in block)]
    return [f"{head} {_inline(value)}"]


def _block(value: Data) -> list[str]:
    """The lines of a value that stands one below the other: facts, mappings; none of any other."""
    mappings = [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
    if any("id" in item for item in mappings) or 0 < len(mappings) == len(value):
        return [line for item in value for line in _lines("", item)]
    if isinstance(value, dict) and all(isinstance(part, dict) for part in value.values()):
        return [line for known, part in value.items() for line in _lines(known, part)]
    return []


def _inline(value: Data) -> str:
    """A value on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key_written(key)}: {_inline(part)}" for key, part in value.items()) + "}"
    return "[" + ", ".join(map(_item, value)) + "]" if isinstance(value, list) else scalar(value)


def _item(value: Data) -> str:
    """An item between brackets, where a comma of either width parts two to the reader's eye."""
    return _quoted(value) if isinstance(value, str) and "，" in value else _inline(value)


def scalar(text: str) -> str:
    """A scalar as people write it, in quotes only where it would be read otherwise, or by a reader with doubts."""
    node = _alone(text)
    return text if node is not None and sound_unquoted(node) else _quoted(text)


def key_written(text: str) -> str:
    """A key as people write it; one that YAML would take for a value, as `on`, is a key all the same."""
    return text if _alone(text) is not None else _quoted(text)


def _alone(text: str) -> yaml.ScalarNode | None:
    """What a text is that stands without quotes, as a key and in a list; None where it would be read otherwise."""
    alone = f"{{{text}: [{text}]}}"
    try:
        refuse_size(alone)
        node = yaml.compose(alone, Loader=YAML_LOADER) if text.isprintable() else None
    except (yaml.YAMLError, UnicodeEncodeError):
        return None
    if node is None or _data(node) != {text: [text]} or text.startswith("&"):
        return None
    return node.value[0][0]  # type: ignore[no-any-return]


def _quoted(text: str) -> str:
    """A text in quotes."""
    return _HIDDEN.sub(_escaped, json.dumps(text, ensure_ascii=False))


_HIDDEN = re.compile(r"[^\x20-\U0010ffff]|[\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]")
"""What may not stand in quotes as it is."""


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
