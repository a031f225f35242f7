"""A policy folder to fill in: every key explained, every question open, what the document may say proposed beside it.

Proposes, never decides: what is found stands in comments, to be accepted or struck. Writes nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from generator.descriptions import descriptions
from generator.desk import candidates, editing
from generator.desk.candidates import heads
from generator.desk.candidates.candidate import Candidate, Flow
from generator.desk.files import writing
from generator.desk.files.writing import Data
from generator.document import bounds, scans
from generator.document.extract import Taken
from generator.document.originals import Original
from generator.paths import PROGRAM
from generator.policy.facts import Channel, Charge, Count, Deadline, Deferral, Limit, Paper, Permit, Provision, Step
from generator.policy.files import CityFile, Document, Sections, SetAside, UtilityFile
from generator.policy.guide import ANSWERED
from generator.policy.provenance import Fact, Nothing, Part
from generator.policy.scalars import TO_FILL
from generator.policy.tables import Class, Input
from generator.policy.utilities import Entry, beside, in_force, known

UTILITY_SECTIONS = ("classes", "limits", "deadlines")
"""What a utility's own file answers from the start; the rest stands in the city file, until a utility differs."""
_SUBJECTS = {
    "connection": "报装|接入|申请|办理|办事|指南|开户",
    "fees": "收费|价格|资费|价目",
    "service": "服务标准|服务规范",
    "standard": "(?<!收费)(?<!服务)标准",
    "compensation": "赔偿|赔付",
}
"""Words of a title that show what a document is about."""
KINDS: dict[str, type[Part]] = {
    **dict.fromkeys(("step_counts", "paper_counts", "visits"), Count),
    **dict.fromkeys(("fees", "works"), Charge),
    **dict.fromkeys(("channels", "contacts", "complaints"), Channel),
    **{
        "steps": Step,
        "papers": Paper,
        "deferrals": Deferral,
        "permits": Permit,
        "limits": Limit,
        "deadlines": Deadline,
        "classes": Class,
    },
}

_SECONDS, _MEGABYTES = 5, 160
"""What the proposals may take of the processor and of memory; those of a true document take one second."""


class TooMuchError(ValueError):
    """Too much text to be looked through; says what to do, in Chinese and English."""

    def __init__(self) -> None:
        super().__init__(
            f"文字太多，{_SECONDS} 秒还没有找完候选；请只取需要的部分，另存为 .txt 再用 / "
            f"too much to look through in {_SECONDS} seconds; save what is needed of it as .txt, and give that"
        )


def files(place: str, utilities: Sequence[str], documents: Mapping[str, Taken]) -> dict[str, str]:
    """The files of a new folder by their names: city.yaml, one for each utility, set-aside.yaml, the documents' texts.

    `documents`: what each says by the id it gets; one alone has its text in `<place>.txt`, as the check expects. The
    record of a scanned document lies beside its text. Raises TooMuchError.
    """
    light = {name: replace(taken, pictures={}) for name, taken in documents.items()}
    try:
        contents = bounds.within(_SECONDS, _MEGABYTES, _beside, in_force().added, place, utilities, light)
    except bounds.ExceededError:
        raise TooMuchError from None
    texts = _texts(place, documents)
    records = {f"originals/{scans.record_of(name)}": taken.scan for name, taken in texts.items()}
    return contents | {name: scans.written(scan).decode() for name, scan in records.items() if scan is not None}


def begun(place: str, utilities: Sequence[str], documents: Mapping[str, Taken]) -> dict[str, str]:
    """The files of a new folder as the desk begins one: open answers alone, since it explains and proposes itself.

    `documents`: as in `files`.
    """
    texts, about = _texts(place, documents), _about(taken.text for taken in documents.values())
    open_ = dict.fromkeys(("title", "issuers", "number", "date", "effective", "expires", "basis"), TO_FILL)
    head: dict[str, Any] = {
        "published": "false",
        **dict.fromkeys(("name", "code", "covers"), TO_FILL),
        **({"about": about} if about != ["connection"] else {}),
        "read": {"by": TO_FILL, "on": TO_FILL},
        "documents": [
            {"id": name, **open_, "text": file, **({"scan": "true"} if taken.scan else {})}
            for (name, taken), file in zip(documents.items(), texts, strict=True)
        ],
    }
    contents: dict[str, Data] = {"city.yaml": head, "set-aside.yaml": {"clauses": []}}
    contents |= {f"{utility}.yaml": {"inputs": []} for utility in utilities}
    files_ = {
        name: f"{editing.first_line(f'{place}/{name}')}\n{writing.begun(data)}" for name, data in contents.items()
    }
    records = {f"originals/{scans.record_of(name)}": taken.scan for name, taken in texts.items()}
    kept = {name: scans.written(scan).decode() for name, scan in records.items() if scan is not None}
    return files_ | {f"originals/{name}": taken.text for name, taken in texts.items()} | kept


def _texts(place: str, documents: Mapping[str, Taken]) -> dict[str, Taken]:
    """The documents by the names of their texts."""
    return {f"{place}.txt" if len(documents) == 1 else f"{name}.txt": taken for name, taken in documents.items()}


def _beside(
    added: Sequence[Entry], place: str, utilities: Sequence[str], documents: Mapping[str, Taken]
) -> dict[str, str]:
    """`_files` in a process of its own, where the utilities that a publisher adds are not known yet."""
    with beside(added):
        return _files(place, utilities, documents)


def _files(place: str, utilities: Sequence[str], documents: Mapping[str, Taken]) -> dict[str, str]:
    texts = {name: taken.text for name, taken in _texts(place, documents).items()}
    proposals = [
        (name if len(documents) > 1 else "", candidate)
        for name, taken in documents.items()
        for candidate in candidates.candidates(Original(taken.text))
    ]
    shared = [(doc, candidate) for doc, candidate in proposals if candidate.section not in UTILITY_SECTIONS]
    contents = {"city.yaml": _city(place, documents, tuple(texts), shared)}
    for utility in utilities:
        own = [(doc, candidate) for doc, candidate in proposals if concerns(candidate, utility)]
        contents[f"{utility}.yaml"] = _utility(utility, own)
    contents["set-aside.yaml"] = "\n".join([*_ASIDE, *_explained(SetAside), "clauses: []\n"])
    contents = {name: f"{editing.first_line(f'{place}/{name}')}\n{text}" for name, text in contents.items()}
    return {**contents, **{f"originals/{name}": text for name, text in texts.items()}}


_Proposal: TypeAlias = tuple[str, Candidate]
"""The document, where there are several, and what may be said in it."""


def utility_files() -> tuple[str, ...]:
    """The files in which the utilities of a place have what is their own."""
    return tuple(f"{name}.yaml" for name in known())


def concerns(candidate: Candidate, utility: str) -> bool:
    """Whether a candidate belongs into a utility's own file: it names the utility, or none."""
    named = {name for name, of in known().items() if any(word in candidate.context for word in of["documents"])}
    return candidate.section in UTILITY_SECTIONS and (not named or utility in named)


# --------------------------------------------------------------------------------------------------------- the files


def _city(place: str, documents: Mapping[str, Taken], texts: Sequence[str], proposals: Sequence[_Proposal]) -> str:
    lines = [*_HEAD, *_MARKED, *_keys(CityFile, ("name", "code", "covers"))]
    about = ", ".join(_about(taken.text for taken in documents.values()))
    lines += [f"about: [{about}] # {_zh(UtilityFile, 'about')}"]
    lines += [f"read: {{by: {TO_FILL}, on: {TO_FILL}}} # {_zh(CityFile, 'read')}", "documents:"]
    for (name, taken), file in zip(documents.items(), texts, strict=True):
        lines += _document(name, taken.text, file)
        lines += [f"    scan: true # {scans.MARK}：{PROGRAM} confirm {place}"] if taken.scan else []
        lines += [f"    # 没有取出或拿不准 · left out or uncertain: {left_out}" for left_out in taken.left_out]
    lines += ["", *_SHARED, *_explained(Fact)]
    lines += _sections([name for name in ANSWERED if name not in UTILITY_SECTIONS], proposals)
    return "\n".join(lines) + "\n"


def _about(texts: Iterable[str]) -> list[str]:
    """What documents are about, by the first line of each; connection where that does not show."""
    titles = [next((line for line in text.splitlines() if line.strip()), "") for text in texts]
    found = [name for name, words in _SUBJECTS.items() if any(re.search(words, title) for title in titles)]
    return found or ["connection"]


def _utility(utility: str, proposals: Sequence[_Proposal]) -> str:
    lines = [
        *_HEAD,
        f"# {known()[utility]['service']}",
        *_SHARED,
        *_explained(Fact),
        "",
        *_titled("inputs"),
        *_explained(Input),
        "inputs: []",
    ]
    return "\n".join([*lines, *_sections(UTILITY_SECTIONS, proposals)]) + "\n"


_SHARED = ["# 每一项都可以有的键 · keys that every fact may have"]
_HEAD = [
    f"# 每一处“{TO_FILL}”都要回答：照文件填写；读过文件而没有写的，填 not_stated；不需要的，删去这一行。",
    f"# Every {TO_FILL} wants an answer: what the document says, or not_stated where it was read and is silent.",
    "# “候选”是程序按字面找出来的，可能不对。采用的：去掉行首的“# ”，并删去上面的“请填写”；不采用的：删去。",
    "",
]
_MARKED = [
    "# 还没有录完，不上网站，也不妨碍别的地方。全部回答、检查通过以后，删去这一行（或改成 true）。",
    "# Unfinished: not on the site, no hindrance to other places. Delete this line when all is answered and checked.",
    "published: false",
    "",
]
_ASIDE = [
    "# 没有采用的内容和理由：哪些段落还没有用到，check 会逐段指出，并给出可以照贴的一行。",
    "# What carries no fact for the public, and why; check names what is used nowhere, with a line to paste.",
]


def _document(name: str, text: str, file: str) -> list[str]:
    lines = [f"  - id: {name}"]
    for key in Document.model_fields:
        if key not in ("id", "supersedes", "forbids", "demands", "text", "scan", "cite"):
            shown = f"[{TO_FILL}]" if key == "issuers" else TO_FILL
            lines.append(f"    {key}: {shown} # {_zh(Document, key)}")
    for candidate in heads.heads(Original(text)):
        lines.append(f"    # 候选（{candidate.clause}）：{candidate.values[0][0]}: {candidate.values[0][1]}")
    for number, title, clause, quote in heads.annexes(Original(text)):
        cited = f"cite: {{clause: {_quoted(clause)}, quote: {_quoted(quote)}}}"
        said = f"{{id: annex-{number}, name: 附件{number}《{title}》, {cited}}}"
        lines.append(f"    # 候选（没有拿到的附件，写在 lacks 下）：- {said}")
    cite = f"    cite: [{{clause: 文头, quote: {TO_FILL}}}] # {_zh(Document, 'cite')}"
    return [*lines, f"    text: {file}", cite]


def _keys(model: type[BaseModel], names: Iterable[str]) -> list[str]:
    return [f"{name}: {TO_FILL} # {_zh(model, name)}" for name in names]


def _sections(names: Iterable[str], proposals: Sequence[_Proposal]) -> list[str]:
    """Each heading with the keys of its entries, the first time they occur, its open answer, and the proposals."""
    lines: list[str] = []
    told: dict[type[Part], str] = {}
    for name in names:
        kind = KINDS.get(name, Provision)
        lines += ["", *_titled(name)]
        lines += [f"#   各键同 {told[kind]}"] if kind in told else _explained(kind)
        told.setdefault(kind, name)
        own = [(doc, candidate) for doc, candidate in proposals if candidate.section == name]
        lines.append(f"{name}: {TO_FILL}" if name in ANSWERED else f"{name}: []")
        lines += _TABLED if name == "fees" and len(own) > 1 else []
        for number, (doc, candidate) in enumerate(own, start=1):
            lines += [f"#   {line}" for line in proposed(kind, name, number, doc, candidate)]
    return lines


_TABLED = [
    "#   几项价格成一张表、一份价目的，不一项一项写在这里，写成 schedules 里的一张表（编辑手册：收费和收费表）。",
    "#   A list of prices is written as one table under `schedules`, not charge by charge.",
]
"""What is said above the charges that are proposed, where there are several."""


def _titled(name: str) -> list[str]:
    return [f"# {'-' * 20} {_zh(Sections, name)} {_en(Sections, name)}"]


def _explained(kind: type[Part]) -> list[str]:
    """The keys of an entry with what each means, the obligatory ones marked."""
    rows = []
    for name, info in kind.model_fields.items():
        if name != "assured" and (kind is Fact or name not in Fact.model_fields):
            choices = _choices(info)
            must = "（必填）" if info.is_required() else ""
            rows.append(f"#   {info.alias or name}{must}：{_zh(kind, name)}{f'可用：{choices}' if choices else ''}")
    return rows


def _choices(info: FieldInfo) -> str:
    """The words a key may have, where there are only a few."""
    found = [one for one in _literals(info.annotation) if one != "not_stated"]
    return "、".join(found)


def _literals(annotation: Any) -> Iterator[str]:
    for argument in get_args(annotation):
        if isinstance(argument, str) and re.fullmatch("[a-z_]+", argument):
            yield argument
        elif not (isinstance(argument, type) and issubclass(argument, BaseModel)):
            yield from _literals(argument)


# ------------------------------------------------------------------------------------------------------- proposals


def proposed(kind: type[Part], section: str, number: int, doc: str, candidate: Candidate) -> list[str]:
    """A proposal as the lines of an entry; of a class only its bound, since what it divides is for people to say."""
    cite = _cite(doc, candidate)
    doubts = [f"  # 存疑：{candidate.doubt}"] if candidate.doubt else []
    if section == "classes":
        values = dict(candidate.values)
        return [f"候选的界限：{_quoted(values['test'])}（{values['unit']}）", *doubts, f"  {cite}"]
    given = dict(candidate.values)
    if "either" in given:  # the papers of a choice are proposed one behind the other
        given["either"] = f"choice-{number - int(given['either'])}"
    kind = Nothing if "none" in given else kind
    open_ = [key for key, info in kind.model_fields.items() if info.is_required() and key not in ("id", *given)]
    lines = [f"{key}: {_written(key, value)}" for key, value in given.items()]
    open_ += ["purpose"] if section == "fees" and not {"free", "none", "purpose"} & set(given) else []
    lines += [f"{key}: {TO_FILL}" for key in open_]
    case = f"；情形：{candidate.case}" if candidate.case else ""
    return [
        f"- id: {section.replace('_', '-')}-{number} # 候选{case}",
        *doubts,
        *(f"  {line}" for line in (*lines, cite)),
    ]


def _cite(doc: str, candidate: Candidate) -> str:
    """Where a proposal stands: its clause and quotations, and those of what is quoted out of other clauses."""
    named = f"doc: {doc}, " if doc else ""
    cites = [f"{{{named}clause: {_quoted(candidate.clause)}, quote: {_quotes(candidate)}}}"]
    cites += [f"{{{named}clause: {_quoted(clause)}, quote: {_quoted(words)}}}" for words, clause in candidate.elsewhere]
    return f"cite: {cites[0]}" if len(cites) == 1 else f"cite: [{', '.join(cites)}]"


def _written(key: str, value: str) -> str:
    """A value as YAML: a word of the keys, a list or a mapping as it is; the words of a document quoted."""
    number = key in _NUMBERS and re.fullmatch("[0-9.]+", value)
    plain = isinstance(value, Flow) or value == TO_FILL or number or re.fullmatch("[a-z][a-z_]*", value)
    flow = re.fullmatch(rf"[\[{{](?:[0-9a-z_:{{}}., -]|{TO_FILL})+[\]}}]", value)
    return value if plain or flow else _quoted(value)


_NUMBERS = ("exactly", "at_most", "at_least", "starts_within")


def _quotes(candidate: Candidate) -> str:
    """The quotation, or several in a list: what stands beside it in its row, and the head of its column."""
    quotes = list(dict.fromkeys((candidate.quote, *candidate.beside)))
    return _quoted(quotes[0]) if len(quotes) == 1 else f"[{', '.join(map(_quoted, quotes))}]"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _zh(kind: type[BaseModel], name: str) -> str:
    """The Chinese half of what is said of a field."""
    return halves(descriptions(kind).get(name, ""))[0]


def _en(kind: type[BaseModel], name: str) -> str:
    return halves(descriptions(kind).get(name, ""))[1]


def halves(description: str) -> tuple[str, str]:
    """A description as the docstrings of the model have them: its Chinese and its English half."""
    text = " ".join(description.split())
    end = max((found.end() for found in re.finditer(r"[。；，）\u4e00-\u9fff]", text)), default=0)
    return text[:end].strip(), text[end:].strip()
