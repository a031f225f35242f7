"""`supply`: what only a utility knows, asked question by question, and its short file written."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from generator.cli import options, places
from generator.cli.commands import argument, command
from generator.cli.messages import complain
from generator.disk import folders
from generator.errors import CommandError, UsageError
from generator.findings import Finding
from generator.policy.files import AssuredFile
from generator.policy.syntax.parsing import read_tree
from generator.supply import letter, rules, short_file
from generator.supply.form import Asked, Group, Tree, form, steps_for
from generator.supply.known import Known, known
from generator.supply.rules import Remark

UNTOUCHED = "什么都没有写 / nothing was written"


@command("supply", example="wuhai/gas", unfinished=UNTOUCHED)
@argument("guide", "CITY/UTILITY")
@options.policies
@options.equipped
def supply(guide: str, policies: Path) -> int:
    """Asks what a utility supplies, and writes its short file. Raises UsageError, RefusedError, CommandError."""
    guides = places.guides("CITY/UTILITY", guide, policies)
    if len(guides) != 1:
        several = "、".join(each.address for each in guides) or "（无）"
        raise UsageError(f"CITY/UTILITY {guide}：请写明一份指南：{several} / name one guide")
    told, path = known(guides[0]), policies / f"{guides[0].address}.assured.yaml"
    tree, head = _there(path)
    tree.setdefault("since", date.today().isoformat())
    try:
        _ask(tree, told, [group for step in steps_for(guides[0]) for group in step.groups if group.id in told.asked])
        settled = short_file.settled(form(), tree, told.taken)
        _judge(settled, told)
        _write(path, short_file.written(settled, head), head)
    except KeyboardInterrupt:
        complain(f"\n中途停下，{UNTOUCHED}")
        raise
    complain(f"{path}：写好了。下面的话可以连同它一起发给编辑 / written; a text to go along with it:")
    print(letter.letter(settled, told, rules.lacking(settled, guides[0])), end="")
    return 0


def _there(path: Path) -> tuple[Tree, str]:
    """What stands in a short file, and the comments that it begins with; nothing where there is none."""
    if not path.is_file():
        return {}, ""
    problems: list[Finding] = []
    tree = read_tree(path, problems, AssuredFile).raw
    places.refuse(problems)
    return tree, short_file.comments(path.read_text(encoding="utf-8-sig"))


# ------------------------------------------------------------------------------------------------------ questions


class _Ended(Exception):  # noqa: N818  no error: whoever answers has said all
    """There are no more answers."""


def _ask(tree: Tree, told: Known, groups: Sequence[Group]) -> None:
    """Asks all questions; adds the answers to a tree."""
    complain("回车：跳过，或者照原来的；-：删去这一栏；Ctrl-D：后面的都跳过；Ctrl-C：不写了")
    complain("Enter: skip, or leave as it is; -: take out; Ctrl-D: skip the rest; Ctrl-C: write nothing")
    try:
        for number, group in enumerate(groups, start=1):
            complain(f"\n{number}/{len(groups)} {group.title}{f'（{group.hint}）' if group.hint else ''}")
            for entry in _entries(tree, group):
                _ask_entry(entry, group, told)
            while group.section and _begun(tree, group, told):
                pass
    except _Ended:
        complain("\n后面的跳过 / the rest is skipped")


def _entries(tree: Tree, group: Group) -> Iterator[Tree]:
    return iter(short_file.entries(form(), tree, group) if group.section else [tree])


def _ask_entry(entry: Tree, group: Group, told: Known, answered: Asked | None = None) -> None:
    """Asks the fields of an entry but one that is answered, and says what is doubtful then."""
    for field in group.fields:
        if field is not answered:
            _ask_field(entry, group, field, told)
    for remark in _remarks(entry, group, told):
        if not remark.bad:
            complain(f"    ？{remark.says}")


def _begun(tree: Tree, group: Group, told: Known) -> bool:
    """Whether another entry of a group was answered: one is begun by an answer to what it cannot be without."""
    first = next(field for field in group.fields if field.must and field.type != "choice")
    entry = short_file.add({}, group)
    if not _ask_field(entry, group, first, told, optional=True):
        return False
    _ask_entry(entry, group, told, first)
    short_file.add(tree, group).update(entry)
    return True


def _ask_field(entry: Tree, group: Group, field: Asked, told: Known, *, optional: bool = False) -> bool:
    """Asks one field until its answer breaks no rule; whether anything stands there. Raises _Ended, CommandError."""
    stands = short_file.value(entry, field.path)
    choices = _choices(field, told)
    if (field.options_of and not choices) or not (isinstance(stands, str) or choices):
        return bool(stands)
    while True:
        answer = _answer(_question(field, stands, choices))
        if answer == "-":
            short_file.put(entry, field.path, "")
        elif answer:
            short_file.put(entry, field.path, _meant(field, answer, choices))
        if (answer or not optional) and (fault := _fault(entry, group, field, told)):
            short_file.put(entry, field.path, stands)
            _refuse(field, answer, fault)
            continue
        return bool(short_file.value(entry, field.path))


def _answer(question: str) -> str:
    """What is answered to a question. Raises _Ended."""
    print(question, end="", file=sys.stderr, flush=True)
    if not (line := sys.stdin.readline()):
        raise _Ended
    return short_file.tidy(line)


def _question(field: Asked, stands: Any, choices: Sequence[tuple[str, Any]]) -> str:
    """A field as a question, with its choices and what stands there."""
    numbered = "、".join(f"{number} {words}" for number, (words, _) in enumerate(choices, start=1))
    about = "；".join(filter(None, [field.hint, numbered, "是／否" if field.type == "flag" else ""]))
    return f"  {field.label}{f'（{about}）' if about else ''}{_standing(field, stands, choices)}："


def _standing(field: Asked, stands: Any, choices: Sequence[tuple[str, Any]]) -> str:
    if not stands or stands == field.otherwise:
        return ""
    words = next((words for words, value in choices if value == stands), "照原来的" if choices else stands)
    return f" [{'是' if field.type == 'flag' else words}]"


def _choices(field: Asked, told: Known) -> list[tuple[str, Any]]:
    if field.options_of:
        return [(each["words"], each["value"]) for each in told.classes]
    return [(option.words, option.value) for option in field.options]


def _meant(field: Asked, answer: str, choices: Sequence[tuple[str, Any]]) -> Any:
    """What stands in the file for an answer: a choice by its number or its words, a yes or no; else the text."""
    by_answer = dict(choices) | {str(n): each for n, (_, each) in enumerate(choices, 1)}
    if field.type == "flag":
        return field.value if answer.lower() in ("是", "y", "yes", "1") else ""
    return by_answer.get(answer, answer)


def _fault(entry: Tree, group: Group, field: Asked, told: Known) -> str:
    """What a rule has against a field of an entry."""
    own = (one for one in _remarks(entry, group, told) if one.at[-len(field.path) :] == field.path)
    return next((one.says for one in own if one.bad), "")


def _remarks(entry: Tree, group: Group, told: Known) -> Iterator[Remark]:
    """What the rules have to say about an entry by itself."""
    probe: Tree = {} if group.section else dict(entry)
    if group.section:
        short_file.add(probe, group).update(entry)
    found = rules.remarks(short_file.settled(form(), probe, told.taken), told)
    return (one for one in found if not group.section or one.at[0] == group.section)


def _refuse(field: Asked, answer: str, fault: str) -> None:
    """Says why an answer is asked for again; who answers by a script is not asked twice. Raises CommandError."""
    if not sys.stdin.isatty():
        raise CommandError(f"{field.label} {answer}：{fault}")
    complain(f"    ！{fault}")


# ------------------------------------------------------------------------------------------------------- the file


def _judge(tree: Tree, told: Known) -> None:
    """Holds the whole against the rules. Raises CommandError."""
    bad = [remark for remark in rules.remarks(tree, told) if remark.bad]
    for remark in bad:
        complain(f"！{'/'.join(map(str, remark.at))}：{remark.says}")
    if bad:
        raise CommandError("有要改的，请改好再来 / something is to be mended first")


def _write(path: Path, text: str, head: str) -> None:
    """Writes the file; one that is there only after a yes. Raises CommandError."""
    there = path.read_text(encoding="utf-8-sig") if path.is_file() else ""
    if there == text:
        return
    if there:
        inner = sum(line.lstrip().startswith("#") for line in there.splitlines()) > len(head.splitlines())
        lost = "；中间的注释不会留下 / comments within it are lost" if inner else ""
        try:
            answer = _answer(f"\n{path}：已经有了，换成新的吗？（是／否）/ there already: replace it?{lost}：")
        except _Ended:
            answer = ""
        if answer.lower() not in ("是", "y", "yes"):
            raise CommandError(f"{path}：没有动它 / was left as it is")
    folders.replace(path, text.encode("utf-8"))
