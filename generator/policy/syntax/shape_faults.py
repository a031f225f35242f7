"""A tree of strings → a model, or findings in the editor's terms. Reads no file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from generator.descriptions import descriptions
from generator.findings import MAX_FAULTS, Finding, Position, finding, guess
from generator.policy.guide import ANSWERED, demanded
from generator.policy.provenance import Subject
from generator.policy.scalars import NOT_STATED, TO_FILL
from generator.policy.sources import Location, Source
from generator.policy.syntax import shapes

M = TypeVar("M", bound=BaseModel)


def modelled(source: Source, kind: type[M], problems: list[Finding]) -> M | None:
    """The model of a file; None where it does not fit, with the findings added to `problems`."""
    if source.raw is None:
        return None
    try:
        model = kind.model_validate(source.raw)
    except ValidationError as error:
        problems.extend(findings_of(error, source, kind))
        return None
    return model if source.whole else None


def findings_of(error: ValidationError, source: Source, kind: type[BaseModel]) -> list[Finding]:
    """What is wrong with the shape of a file."""
    if error.error_count() > MAX_FAULTS:
        return [finding("too-many-faults", Position(source.path), limit=str(MAX_FAULTS))]
    faults = [fault for fault in error.errors(include_url=False) if not follows(fault, source)]
    return [*source.typing, *_without_misspelt([fault_of(source, kind, fault) for fault in faults])]


def _without_misspelt(faults: list[Finding]) -> list[Finding]:
    """The faults without those about a missing key that stands there misspelt: its unknown key is a fault already."""
    missing, unknown = ("missing-key", "required-key"), [fault for fault in faults if fault.code == "unknown-key"]
    misspelt = {(fault.thing, dict(fault.words)["guess"].rpartition(" ")[2]) for fault in unknown}
    return [
        fault
        for fault in faults
        if fault.code not in missing or (fault.thing, dict(fault.words)["key"]) not in misspelt
    ]


def follows(fault: Any, source: Source) -> bool:
    """Whether a fault follows from others: a list is short because its entries are wrong, a key is in a lost block."""
    if fault["type"] == "missing" and len(fault["loc"]) == 1 and not source.whole:
        return True
    return bool(fault["type"] == "too_short" and len(fault["input"]) >= fault["ctx"]["min_length"])


def located(raw: object, kind: type[BaseModel]) -> list[tuple[Location, Finding]]:
    """What is wrong with data that stand in no file yet, each with where it is in them; nothing where they fit.

    A key that lacks is where it should stand.
    """
    source = Source("", raw, values=dict.fromkeys(_locations(raw), Position("")))
    try:
        kind.model_validate(raw)
    except ValidationError as error:
        return [
            (_plain(fault["loc"]), fault_of(source, kind, fault))
            for fault in error.errors(include_url=False)
            if not follows(fault, source)
        ]
    return []


def _plain(location: Location) -> Location:
    """A location from pydantic without the steps of its own: the tags of unions, and that a key is meant."""
    return tuple(step for step in location if not (isinstance(step, str) and (step.startswith("·") or step == "[key]")))


def _locations(raw: object, at: Location = ()) -> Iterator[Location]:
    yield at
    parts = raw.items() if isinstance(raw, dict) else enumerate(raw) if isinstance(raw, list) else ()
    for step, part in parts:
        yield from _locations(part, (*at, step))


_SHAPES = {
    "model_type": ("一组“键: 值”", "a mapping"), "model_attributes_type": ("一组“键: 值”", "a mapping"),
    "dict_type": ("一组“键: 值”", "a mapping"), "tuple_type": ("列表（每项以“- ”开头）", "a list"),
    "list_type": ("列表（每项以“- ”开头）", "a list"), "string_type": ("一段文字", "text"),
    "decimal_type": ("一个数", "a number"), "int_type": ("一个整数", "a whole number"),
    "date_type": ("日期", "a date"), "bool_type": ("true 或 false", "true or false"),
    "is_instance_of": ("条件", "a test"), "missing_argument": ("内容", "content"),
}  # fmt: skip


def fault_of(source: Source, kind: type[BaseModel], fault: Any) -> Finding:
    """A pydantic fault as a finding in the editor's terms."""
    at: Location = fault["loc"]
    type_, context = fault["type"], fault.get("ctx", {})
    thing = source.thing(at)
    if fault["input"] == TO_FILL:
        return _left_blank(source, kind, source.known(at))
    if type_ == "extra_forbidden":
        allowed = shapes.allowed(shapes.model_at(kind, at[:-1]))
        position, key = source.position(at, key=True), str(at[-1])
        return finding("unknown-key", position, thing, key=key, allowed="、".join(allowed), **guess(key, allowed))
    if type_ == "missing":
        owner = shapes.model_at(kind, at[:-1])
        code = "missing-key" if owner and shapes.may_be_silent(owner, str(at[-1])) else "required-key"
        return finding(code, source.position(at), thing, key=str(at[-1]))
    code, words = _named(type_, context, fault["input"], fault["msg"])
    if code in _WITH_REMEDY:
        words |= shapes.remedy(kind, source.known(at))
    if code == "bad-id":
        words |= _as_id(source.known(at[:-2] if at[-1:] == ("[key]",) else at))
    if code == "too-short":
        *around, name = source.known(at)
        words |= _silence(shapes.model_at(kind, tuple(around)), str(name))
    if type_ == "dict_type":
        words |= _as_mapping(source, at, fault["input"])
    named = at[-1:] == ("[key]",) and source.known(at) == at[:-1]  # a role alone is read as a key, and is none there
    return finding(code, source.position(at, key=named), thing, **words)


_WITH_REMEDY = ("empty-text", "no-silence-here")


def _as_id(at: Location) -> dict[str, str]:
    """The words `key`, `group` and `group_en`: which key takes an id, and that papers of one choice share theirs."""
    key = next((step for step in reversed(at) if isinstance(step, str) and not step.startswith("·")), "")
    zh, en = ("，任选其一的几份写同一个", ", the same for all papers of the choice") if key == "either" else ("", "")
    return {"key": key, "group": zh, "group_en": en}


def _as_mapping(source: Source, at: Location, value: object) -> dict[str, str]:
    """The words `expected` and `expected_en` where a mapping with free keys is wanted, such as a condition."""
    if at[-2:-1] in (("when",), ("where",)):
        return _as_condition(source, value)
    if at[-1:] == ("words",):
        shown = "{true: 有外线, false: 无外线}"
        return {"expected": f"“是”和“否”的说法，如 {shown}", "expected_en": f"what is yes and what no, as in {shown}"}
    return {}


def _as_condition(source: Source, value: object) -> dict[str, str]:
    """The words `expected` and `expected_en` where a condition is wanted: as the words written there would make one."""
    listed = [word for word in re.split("[,，、;；\\s]+", value) if word] if isinstance(value, str) else []
    named = [_named_condition(source, word) for word in listed]
    tables = list(dict.fromkeys(table for table, _ in named))
    if len(tables) != 1:
        return {"expected": "条件，如 {class: small}", "expected_en": "conditions, as in {class: small}"}
    tests = [test for _, test in named]
    shown = f"{{{tables[0]}: {tests[0] if len(tests) == 1 else '[' + ', '.join(tests) + ']'}}}"
    return {"expected": f"条件，写成 {shown}", "expected_en": f"conditions, to be written {shown}"}


def _named_condition(source: Source, word: str) -> tuple[str, str]:
    """The key and the test that a word stands for: a yes to a question, or a class by its id or its name."""
    if any(entry.get("id") == word and entry.get("type") == "boolean" for entry in _listed(source, "inputs")):
        return word, "true"
    classes = (entry for entry in _listed(source, "classes") if word in (entry.get("id"), entry.get("name")))
    return next(((str(entry.get("table", "class")), str(entry.get("id"))) for entry in classes), ("class", word))


def _listed(source: Source, section: str) -> list[dict[str, Any]]:
    """The mappings that a section of a file has, whatever it is."""
    listed = source.raw.get(section) if isinstance(source.raw, dict) else None
    return [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []


def _left_blank(source: Source, kind: type[BaseModel], at: Location) -> Finding:
    """The finding that a value was left to fill in, with the Chinese name of its key."""
    depth = max((index for index, step in enumerate(at) if isinstance(step, str)), default=0)
    owner, name = shapes.model_at(kind, at[:depth]), str(at[depth]) if at else ""
    described = descriptions(owner).get(name, name) if owner else name
    title = re.split("[。，；]", described)[0] if described != name else name
    words = {"title": title, **(_unasked(source, at) or _to_fill(owner, name))}
    return finding("left-blank", source.position(at), source.thing(at), **words)


def _unasked(source: Source, at: Location) -> dict[str, str]:
    """The words `remedy` and `remedy_en` of a heading that the file asks for by nothing it is about; else none."""
    about = source.raw.get("about") if isinstance(source.raw, dict) else None
    if not isinstance(about, list) or not set(about) <= set(get_args(Subject)):
        return {}
    if len(at) != 1 or at[0] not in ANSWERED or not about or at[0] in demanded(about):
        return {}
    zh, en = "、".join(about), ", ".join(about)
    return {
        "remedy": f"这份文件写的是 {zh}，不问这一项；文件里没有写的，删去这一行，不填 not_stated",
        "remedy_en": f"the file is about {en}, which does not ask it; delete the line where the document is silent",
    }


def _to_fill(owner: type[BaseModel] | None, name: str) -> dict[str, str]:
    """The words `remedy` and `remedy_en` of a value to fill in: whether silence is an answer, whether it may go."""
    silence = _silence(owner, name)
    info = owner.model_fields.get(name) if owner else None
    zh, en = ("，不能删去", "") if info and info.is_required() else ("，不需要的删去这一行", ", or delete the line")
    return {
        "remedy": f"请把“{TO_FILL}”换成真实内容{silence['silence']}{zh}",
        "remedy_en": f'write what it is in the place of "{TO_FILL}"{silence["silence_en"]}{en}',
    }


def _silence(owner: type[BaseModel] | None, name: str) -> dict[str, str]:
    """The words `silence` and `silence_en`: that `not_stated` is an answer, empty where it is none."""
    silent = owner is not None and shapes.may_be_silent(owner, name)
    zh, en = ("，文件没有写的填 not_stated", ", not_stated where it is silent") if silent else ("", "")
    return {"silence": zh, "silence_en": en}


def _named(type_: str, context: dict[str, Any], value: object, message: str) -> tuple[str, dict[str, str]]:
    """The code and the words of the finding for a fault of pydantic's: its type, context, input and message."""
    shown = value if isinstance(value, str) else ""
    if context.get("code") == type_:
        return type_, {key: str(word) for key, word in context.items() if key != "code"}
    if type_ in _SHAPES and value == NOT_STATED:
        return "no-silence-here", {}
    if type_ in _SHAPES:
        expected, expected_en = _SHAPES[type_]
        shape, shape_en = _shape(value)
        words = {"expected": expected, "expected_en": expected_en, "found": shape, "found_en": shape_en}
        return "wrong-shape", words
    if type_ == "literal_error":
        return "not-allowed", {"value": shown, "allowed": "、".join(re.findall(r"'([^']*)'", context["expected"]))}
    if type_.startswith("date_"):
        return "bad-date", {"value": shown}
    if type_ in ("decimal_parsing", "int_parsing", "int_from_float"):
        return "bad-number", {"value": shown}
    if type_ == "too_short":
        return "too-short", {"least": str(context["min_length"])}
    if type_ == "too_long":
        return "too-long", {"most": str(context["max_length"])}
    if type_ == "string_pattern_mismatch":
        return "bad-pattern", {"value": shown, "pattern": context["pattern"]}
    return "bad-value", {"problem": message}


def _shape(value: object) -> tuple[str, str]:
    if isinstance(value, dict):
        return "一组“键: 值”", "a mapping"
    if isinstance(value, (list, tuple)):
        return "列表", "a list"
    return f"“{value}”", f'"{value}"'
