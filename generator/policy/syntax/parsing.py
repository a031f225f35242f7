"""Text → YAML nodes, with a finding for every fault of syntax; PyYAML parses. Knows no meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from pydantic import BaseModel

from generator.findings import MAX_FAULTS, Finding, Position, bounded, finding
from generator.policy.sources import Slip, Source
from generator.policy.syntax.blocks import Block, blocks
from generator.policy.syntax.quoting import unquoted
from generator.policy.syntax.text import decoded
from generator.policy.syntax.tree import MAX_NODES, Tree
from generator.policy.syntax.typing_slips import MAX_TYPED, separators, slips_in
from generator.policy.version import VERSION, written_in


def read_tree(path: Path, problems: list[Finding], kind: type[BaseModel]) -> Source:
    """A file as a tree of strings; empty (raw None) where it could not be read. Adds to `problems`.

    `kind`: the model that the file should fit, by which unknown keys are told from torn texts.
    """
    shown = path.as_posix()
    text = decoded(path, problems)
    if text is None:
        return Source(shown)
    problems.extend(_of_another_version(text, shown))
    problems.extend(bounded(islice(separators(text, shown), MAX_FAULTS + 1)))
    written = _Written(shown, text, kind, tuple(islice(slips_in(text, shown), MAX_FAULTS + 1)))
    try:
        node = _composed(text)
        if isinstance(node, yaml.ScalarNode) and len(blocks(text)) > 1:
            raise yaml.MarkedYAMLError(problem=_NO_COLON, problem_mark=node.start_mark)
    except yaml.YAMLError as error:
        return _broken(error, written, problems)
    if node is None or (isinstance(node, yaml.ScalarNode) and not node.value):
        problems.append(finding("empty-file", Position(shown)))
        return Source(shown)
    return replace(Tree(shown, text, kind).source(node, problems), typing=written.typing)


def _of_another_version(text: str, shown: str) -> Iterator[Finding]:
    """That a file names another version of the shape than today's."""
    named = written_in(text)
    if named is not None and named != VERSION:
        code = "older-shape" if named < VERSION else "newer-shape"
        yield finding(code, Position(shown), version=str(named), today=str(VERSION))


class _Written(NamedTuple):
    """A file before it is parsed: its path as shown, its text, what it should be, what a keyboard may have done."""

    path: str
    text: str
    kind: type[BaseModel]
    typing: tuple[Finding, ...]


def _composed(text: str) -> yaml.Node | None:
    """The nodes of a text, None where it has none. Raises YAMLError."""
    refuse_size(text)
    return yaml.compose(text, Loader=YAML_LOADER)


YAML_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


MAX_DEPTH = 50


class _DepthError(yaml.YAMLError):
    """Nested too deep; carries the mark."""


class _ManyError(yaml.YAMLError):
    """Too many entries; carries the mark."""


_ENTRY = (yaml.ScalarEvent, yaml.AliasEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent)


def refuse_size(text: str) -> None:
    """Raise YAMLError for a text that would exhaust the stack or the memory, before anything recurses."""
    depth = entries = 0
    for event in yaml.parse(text, Loader=YAML_LOADER):
        entries += isinstance(event, _ENTRY)
        if entries > MAX_NODES:
            raise _ManyError(event.start_mark)
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            depth += 1
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            depth -= 1
        if depth > MAX_DEPTH:
            raise _DepthError(event.start_mark)


_PROBLEMS = {
    "mapping values are not allowed": "同一行里有第二个“: ”，或上一行没有写完；含冒号的文字请加引号",
    "did not find expected key": "这里应是一个键；多半是缩进不齐，或引号、括号没有配对",
    "could not find expected ':'": "键后面缺少冒号",
    "did not find expected '-' indicator": "这里应以“- ”开头；列表项的缩进不齐",
    "did not find expected ',' or '}'": "花括号 {} 没有配对，或各项之间缺少半角逗号",
    "did not find expected ',' or ']'": "方括号 [] 没有配对，或各项之间缺少半角逗号",
    "did not find expected node content": "这里缺少内容，或括号里多了符号",
    "found unexpected end of stream": "引号没有配对",
    "found character that cannot start any token": "文字以特殊符号（@ ` % 或制表符）开头；请加引号",
    "found undefined alias": "用了没有定义的别名 *；若是文字请加引号",
    "expected a single document": "一个文件里有两份 YAML（---）；请拆开",
    "control characters are not allowed": "文件里有控制字符",
}


_NO_COLON = "could not find expected ':'"
"""What the parser says of a key without a colon; a file without any colon it takes for one text, and says nothing."""
_AT_CONTEXT = ("could not find expected ':'", "did not find expected ',' or", "found unexpected end of stream")


MAX_BLOCKS = 200
"""Four times as many top-level keys as the largest kind of file has."""


def _broken(error: yaml.YAMLError, written: _Written, problems: list[Finding]) -> Source:
    """What can be read of a file with a fault in its syntax: the top-level blocks that are sound for themselves.

    Adds to `problems` the faults of the others, so that one slip does not hide the rest.
    """
    path, text, kind, typing = written
    faults: list[Finding] = []
    slips: list[Slip] = []
    sound: list[yaml.MappingNode] = []
    for part in _parts(error, written):
        read = _block(part, written)
        if isinstance(read, yaml.MappingNode):
            sound.append(read)
        else:
            faults.extend(read)
            slips += [Slip((part.key,), problem) for problem in read or (None,)] if part.key else []
    problems.extend(faults or bounded(typing) or [_fault_of_text(error, path, text)])
    if not faults or not sound:
        return Source(path)
    pairs = [pair for node in sound for pair in node.value]
    node = yaml.MappingNode(sound[0].tag, pairs, sound[0].start_mark, sound[-1].end_mark, flow_style=False)
    source = Tree(path, text, kind).source(node, problems)
    return replace(source, whole=False, slips=(*slips, *source.slips))


def _parts(error: yaml.YAMLError, written: _Written) -> list[Block]:
    """The blocks in which to look for faults; none where what is wrong concerns the file as a whole."""
    parts = blocks(written.text) if isinstance(error, yaml.MarkedYAMLError) else []
    return parts if len(parts) <= MAX_BLOCKS and len(written.typing) <= MAX_FAULTS else []


def _block(part: Block, written: _Written) -> yaml.MappingNode | list[Finding]:
    """A block as a mapping, or the findings about it; no finding where it is empty or needs an anchor of another."""
    slips = [slip for slip in written.typing if slip.position.line in part.lines]
    try:
        node = _composed(part.text)
    except yaml.YAMLError as error:
        if _is_alias_of(error, written.text):
            return []
        return slips or [_within(part, _fault_of_text(error, written.path, part.text))]
    if node is None or isinstance(node, yaml.MappingNode):
        return node or []
    key = _NO_COLON if isinstance(node, yaml.ScalarNode) else "did not find expected key"
    position = Position(written.path, node.start_mark.line + 1, node.start_mark.column + 1)
    return slips or [finding("yaml-syntax", position, problem=f"{_PROBLEMS[key]}（{key}）")]


def _within(part: Block, fault: Finding) -> Finding:
    """A fault, moved to the end of the block's last line where the parser saw it only behind the block."""
    if fault.position.line in part.lines:
        return fault
    written = part.text.rstrip()
    position = Position(fault.position.path, written.count("\n") + 1, len(written) - written.rfind("\n") - 1)
    return replace(fault, position=position)


def _is_alias_of(error: yaml.YAMLError, text: str) -> bool:
    """Whether a block only names an anchor that stands in another."""
    if not isinstance(error, yaml.MarkedYAMLError) or "undefined alias" not in f"{error.problem} {error.context}":
        return False
    mark = error.problem_mark or error.context_mark
    name = re.match(r"\*([\w-]+)", text.split("\n")[mark.line][mark.column :]) if mark else None
    return name is not None and re.search(rf"&{re.escape(name[1])}\b", text) is not None


def _fault_of_text(error: yaml.YAMLError, path: str, text: str) -> Finding:
    return _unquoted(error, path, text) or _syntax(error, path, text)


def _unquoted(error: yaml.YAMLError, path: str, text: str) -> Finding | None:
    """The finding that a text needs quotes, where the parser stumbled over such a text; else None."""
    marks = (error.context_mark, error.problem_mark) if isinstance(error, yaml.MarkedYAMLError) else ()
    lines = text.split("\n")
    for number in dict.fromkeys(mark.line for mark in marks if mark and mark.line < len(lines)):
        if len(lines[number]) <= MAX_TYPED and (torn := unquoted(lines[number])):
            return finding("unquoted-text", Position(path, number + 1, torn.column), sign=torn.sign, line=torn.line)
    return None


def _syntax(error: yaml.YAMLError, path: str, text: str) -> Finding:
    if isinstance(error, (_DepthError, _ManyError)):
        position = Position(path, error.args[0].line + 1, error.args[0].column + 1)
        if isinstance(error, _ManyError):
            return finding("too-many-entries", position, limit=str(MAX_NODES))
        return finding("yaml-syntax", position, problem=f"嵌套超过 {MAX_DEPTH} 层")
    if not isinstance(error, yaml.MarkedYAMLError):
        offset = int(getattr(error, "position", 0))
        before = text.encode("utf-8")[:offset].decode("utf-8", errors="ignore")
        position = Position(path, before.count("\n") + 1, len(before) - before.rfind("\n"))
        return finding("yaml-syntax", position, problem="文件里有控制字符，请删去")
    problem = " ".join(filter(None, (error.problem, error.context))) or str(error)
    at_context = any(words in problem for words in _AT_CONTEXT)
    mark = (error.context_mark if at_context else error.problem_mark) or error.problem_mark or error.context_mark
    position = Position(path, mark.line + 1, mark.column + 1) if mark else Position(path)
    zh = next((words for start, words in _PROBLEMS.items() if start in problem), problem)
    return finding("yaml-syntax", position, problem=zh if zh == problem else f"{zh}（{error.problem}）")
