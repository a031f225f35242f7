"""What a policy can say: frozen models in the field's terms. No I/O, no clock, nothing rendered.

Every docstring under a field is also its description in the JSON Schema, so it stands in Chinese and English.
Sources of the terms: GB/T 39046—2020 table 4 (items of a service), OMG DMN 1.5 (decision tables),
FEEL (conditions), GB/T 2260 (places), GB 32100—2015 (credit codes).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Generic, Literal, TypeAlias, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    InstanceOf,
    PlainSerializer,
    Tag,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from generator import feel
from generator.findings import WAIVABLE

NOT_STATED: Literal["not_stated"] = "not_stated"
TO_FILL = "请填写"
"""What the lines that the site offers a utility carry where its own words belong; never published."""

# ---------------------------------------------------------------------------------------------------- scalars


def _fault(code: str, **words: str) -> PydanticCustomError:
    """A fault under one of the codes of `findings`, whose text stands there."""
    return PydanticCustomError(code, "{code}", {"code": code, **words})


MAX_TEXT = 3_000
MAX_ID = 60
_IGNORABLE = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
"""What Unicode counts as letters and marks, and nobody sees (Default_Ignorable_Code_Point)."""


def hidden(character: str) -> bool:
    """Whether a character is a control, a mark of direction or format, private, unassigned, or drawn as nothing."""
    unseen = unicodedata.category(character) in ("Cc", "Cf", "Co", "Cn") and character not in "\n\t"
    return unseen or _IGNORABLE.match(character) is not None


def _may_hide(text: str) -> bool:
    """Whether a text is worth a look at each character."""
    return not text.isprintable() or _IGNORABLE.search(text) is not None


def _text(text: str) -> str:
    if not text.strip():
        raise _fault("empty-text")
    if text == NOT_STATED:
        raise _fault("no-silence-here")
    if text.strip() == TO_FILL:
        raise _fault("left-blank", value=TO_FILL)
    if len(text) > MAX_TEXT:
        raise _fault("long-text", limit=str(MAX_TEXT))
    if (found := next(filter(hidden, text), None) if _may_hide(text) else None) is not None:
        raise _fault("invisible-character", character=f"U+{ord(found):04X}")
    return " ".join(text.split())


def _slug(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text) or len(text) > MAX_ID:
        raise _fault("bad-id", value=text)
    return text


def _key(text: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9]*([_-][a-z0-9]+)*", text) or len(text) > MAX_ID:
        raise _fault("bad-id", value=text)
    return text


def _decimal(raw: object) -> object:
    if isinstance(raw, str) and not re.fullmatch(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?", raw):
        raise _fault("bad-number", value=raw)
    if isinstance(raw, str) and len(raw.replace("-", "").replace(".", "")) > 15:
        raise _fault("long-number", value=raw)
    return raw


def _day(raw: object) -> object:
    if isinstance(raw, str) and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", raw):
        raise _fault("bad-date", value=raw)
    return raw


def _flag(raw: object) -> object:
    if isinstance(raw, str) and raw not in ("true", "false"):
        raise _fault("bad-flag", value=raw)
    return raw


def _positive(number: Decimal) -> Decimal:
    if number <= 0:
        raise _fault("not-positive", value=str(number))
    return number


def _inside(path: str) -> str:
    if path.startswith(("/", "\\")) or ":" in path or "\\" in path or ".." in path.split("/"):
        raise _fault("path-leaves-folder", value=path)
    if path and path != (plain := _plain(path)):
        raise _fault("odd-file-name", value=path, plain=plain or "biaoge.pdf")
    return _text(path)


MAX_NAME = 200
"""Bytes in the name of a file; file systems take 255, and temporary names are longer."""


def _plain(path: str) -> str:
    """A path as every system and every server writes it: no part empty or `.`, no blank but U+0020 within, composed.

    >>> _plain("./a//b\\u2028.pdf ")
    'a/b .pdf'
    """
    composed = unicodedata.normalize("NFC", path)
    seen = "".join(one if one == " " or not (one.isspace() or hidden(one)) else " " for one in composed)
    parts = (" ".join(part.split()) for part in seen.split("/"))
    return "/".join(_short(part) for part in parts if part not in ("", "."))


def _short(name: str) -> str:
    """A name with as much of its stem as there is room for."""
    if len(name.encode("utf-8")) <= MAX_NAME:
        return name
    stem, dot, suffix = name.rpartition(".")
    return f"{(stem or name)[:40].strip()}{dot}{suffix[:10]}"


_PORT = r"(?::(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))?"
_BYTE = r"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_LABEL = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
_HOST = rf"(?:(?:{_BYTE}\.){{3}}{_BYTE}|(?:{_LABEL}\.)*(?![0-9]+(?![a-zA-Z0-9.-])){_LABEL})"
_SEGMENT = r"(?!\.{1,2}(?:/|$))[A-Za-z0-9._~-]+"
_SITE = re.compile(rf"https?://(?=[^/:]{{1,253}}(?:[/:]|$)){_HOST}{_PORT}(?:/{_SEGMENT})*/?", re.IGNORECASE)
"""The address of a site: it stands in every page, in XML and in QR codes, as it is."""
_NAME = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_WEB = re.compile(rf"(?:https?://)?(?:{_NAME}\.)+{_NAME}{_PORT}(?:[/?#][A-Za-z0-9._~:/?#@!$&()*+,;=%\u4e00-\u9fff-]*)?")
"""An address as documents print it, for people to read."""


def _web(text: str) -> str:
    if not _WEB.fullmatch(shown := _text(text)):
        raise _fault("bad-url", value=text)
    return shown


def _site(text: str) -> str:
    if not _SITE.fullmatch(shown := _text(text)):
        raise _fault("bad-url", value=text)
    return shown


def _waivable(code: str) -> str:
    if code not in WAIVABLE:
        raise _fault("not-waivable", value=code, allowed="、".join(sorted(WAIVABLE)))
    return code


def _unary(raw: object) -> object:
    if len(raw if isinstance(raw, str) else "") > MAX_TEXT:
        raise _fault("long-text", limit=str(MAX_TEXT))  # before the parser, whose time grows with the square
    if raw == NOT_STATED or (isinstance(raw, list) and NOT_STATED in raw):
        raise _fault("no-silence-here")
    if raw == [] or (isinstance(raw, str) and not raw.strip()):
        raise _fault("empty-text")
    try:
        if isinstance(raw, list) and all(isinstance(part, str) for part in raw):
            return _short_numbers(feel.among(raw))
        return _short_numbers(feel.parse(raw)) if isinstance(raw, str) else raw
    except feel.FeelError as error:
        raise _fault("bad-test", value=str(error)) from None


def _short_numbers(test: feel.Unary) -> feel.Unary:
    for number in (f"{end:f}" for part in test.ranges for end in (part.low, part.high) if end is not None):
        if len(number.strip("-").replace(".", "")) > 15:
            raise _fault("long-number", value=number)
    return test


Text = Annotated[str, AfterValidator(_text)]
Id = Annotated[str, AfterValidator(_slug)]
Key = Annotated[str, AfterValidator(_key)]
File = Annotated[str, AfterValidator(_inside)]
Web = Annotated[str, AfterValidator(_web)]
Number = Annotated[
    Decimal, BeforeValidator(_decimal), PlainSerializer(lambda number: f"{number:f}", return_type=str, when_used="json")
]
Whole = Annotated[int, BeforeValidator(_decimal)]
Day = Annotated[date, BeforeValidator(_day)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Unary = Annotated[
    InstanceOf[feel.Unary],
    BeforeValidator(_unary),
    PlainSerializer(lambda test: test.feel(), return_type=str),
    WithJsonSchema({"type": ["string", "number", "boolean", "array"], "items": {"type": ["string", "number"]}}),
]

T = TypeVar("T")
Answer: TypeAlias = Annotated[
    Annotated[T, Tag("·value")] | Annotated[Literal["not_stated"], Tag("·not_stated")],
    Discriminator(lambda raw: "·not_stated" if raw == NOT_STATED else "·value"),
]
"""A fact, or `not_stated`: somebody has read the document and it is silent (文件未载明)."""


def _as_list(raw: object) -> object:
    return [raw] if isinstance(raw, (dict, str, BaseModel)) else raw


Several: TypeAlias = Annotated[tuple[T, ...], BeforeValidator(_as_list)]
"""One thing or a list of them."""


# ------------------------------------------------------------------------------------------------- provenance


class Part(BaseModel):
    """Base of everything: frozen, no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """Nothing; pydantic's own seeks private attributes, which no part has, in six times the time."""
            raise AttributeError(f"{type(self).__name__} has no {name}")


class Cite(Part):
    """引用：哪份文件、哪一条、哪几个字。 Where the words stand: document, clause, short quotation."""

    doc: Id | None = None
    """文件编号，只有一份文件时不写。 Id of the document; left out where the city has one."""
    clause: Text | None = None
    """条款位置，如 二、3（2）；不写则用本文件开头 cite 的条款。 The clause; inherited where left out."""
    quote: Several[Text] = ()
    """承载这个事实的原文短语，一处或几处。 The few words of the document that bear the fact."""


class Assured(Part):
    """企业提供：谁保证、自何时起。 Not from the document: who vouches, and since when."""

    by: Text
    """提供单位。 Who vouches for it."""
    since: Day
    """自哪天起。 Since when."""


class Words(Part):
    """原文用语，可另带引用。 Words of the document, with a citation of their own where needed."""

    words: Text
    """原文的说法。 As the document puts it."""
    cite: Several[Cite] = ()
    """引用。 Citation."""

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, raw: object) -> object:
        return {"words": raw} if isinstance(raw, str) else raw


When: TypeAlias = Several[dict[Key, Unary]]
"""Conditions: within one mapping all hold (且), of several mappings any one (或). None: always."""

Utility = Literal["water", "gas", "heat"]
Role = Literal["applicant", "utility", "government", "authority", "developer", "owner", "constructor", "anyone"]
Force = Literal[
    "required", "committed", "statutory", "in_principle", "encouraged", "average",
    "at_once", "ongoing", "trial", "gradual", "promoted", "announced", "target",
]  # fmt: skip
AIMS: frozenset[str] = frozenset({"encouraged", "ongoing", "promoted", "gradual", "announced", "target"})
"""The strengths of what may not be there today: no promise, and no date follows from it."""
Actors: TypeAlias = dict[Role, Several[Text]]
"""Who, in our roles, and how the document calls them: `{utility: 供水企业}`, `{utility: [供水企业, 燃气企业]}`."""


class Target(Part):
    """目标：到某日为止要达到，现在还不是承诺。 To be reached by a date; not a promise in force."""

    by: Answer[Day]
    """到哪天。 By which day."""
    words: Text
    """原文怎么写期限，如 2021年底前。 The document's words for the date."""


class Valid(Part):
    """起止日期。 From and until when a fact holds."""

    since: Day | None = Field(default=None, alias="from")
    """自哪天起。 First day."""
    until: Day | None = None
    """到哪天止。 Last day."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True, populate_by_name=True)

    @model_validator(mode="after")
    def _ordered(self) -> Valid:
        if self.since and self.until and self.since > self.until:
            raise _fault("dates-reversed")
        return self


class Fact(Part):
    """Base of all facts: an id, when it holds, how strongly, and where it comes from."""

    id: Id
    """编号，小写字母、数字和连字符。 Id: lower case letters, digits, hyphens."""
    when: When = ()
    """适用情形；不写即一律适用。 When it holds; always, where left out."""
    utilities: tuple[Utility, ...] = ()
    """只在城市文件中：限于哪几类。 In a city file: the utilities it holds for."""
    force: Force = "required"
    """效力：要求、承诺、目标、逐步、推行……以原文用词为准。 How strongly, by the document's own word."""
    target: Target | None = None
    """目标期限；force 为 target 时必填。 The date of a target."""
    valid: Valid | None = None
    """起止日期。 From and until when."""
    note: Text | None = None
    """本站说明，不是文件内容。 Our explanation; never a fact of the document."""
    cite: Several[Cite] = ()
    """引用。 Citation."""
    assured: Assured | None = None
    """只在 .assured 文件中，由文件开头继承。 Inherited from the head of the utility's short file."""

    @model_validator(mode="before")
    @classmethod
    def _assured_by_file(cls, raw: object) -> object:
        if isinstance(raw, dict) and "assured" in raw:
            raise _fault("assured-by-hand")
        return raw

    @model_validator(mode="after")
    def _target_has_date(self) -> Fact:
        if (self.force == "target") is not (self.target is not None):
            raise _fault("target-without-date")
        return self


F = TypeVar("F", bound=Fact)


class Conflict(Part, Generic[F]):
    """原文有出入：并列，不取舍。 Two clauses differ: both stand, nobody picks."""

    id: Id
    """编号。 Id."""
    when: When = ()
    """适用情形。 When it holds."""
    utilities: tuple[Utility, ...] = ()
    """只在城市文件中：限于哪几类。 In a city file: the utilities it holds for."""
    consequence: Text
    """对办事人的后果，一句话。 What it means for the applicant, in one sentence (ours)."""
    sides: Annotated[tuple[F, ...], Field(min_length=2)]
    """各处写法，每处各有引用。 Each way it is written, each with its citation."""


class Nothing(Fact):
    """文件明确说没有、不需要。 The document itself says: none, not needed."""

    none: Literal["true"]
    """固定写 true。 Always true."""
    text: Text | None = None
    """通俗改写；不写即显示引文。 Plain wording; the quotation itself where left out."""


def _kind(raw: object) -> str:
    """Which of the three an entry of a section is, by the key that only it has."""
    if isinstance(raw, (Conflict, Nothing)):
        return "·conflict" if isinstance(raw, Conflict) else "·nothing"
    if isinstance(raw, dict) and "sides" in raw:
        return "·conflict"
    return "·nothing" if isinstance(raw, dict) and "none" in raw else "·fact"


if TYPE_CHECKING:
    Section: TypeAlias = tuple[F | Conflict[F] | Nothing, ...] | Literal["not_stated"]
else:

    class Section:
        """The facts of one heading, or `not_stated`; a class, since typing does not reach into a model's parameter."""

        def __class_getitem__(cls, kind: type[Fact]) -> Any:
            entry = Annotated[
                Annotated[kind, Tag("·fact")]
                | Annotated[Conflict[kind], Tag("·conflict")]
                | Annotated[Nothing, Tag("·nothing")],
                Discriminator(_kind),
            ]
            return Answer[tuple[entry, ...]]


# ------------------------------------------------------------------------------------------------- quantities

_AMOUNTS = ("exactly", "at_most", "at_least", "between", "starts_within", "words")


class Quantity(Part):
    """数量：恰好、不超过、不少于、区间、……内开始，或只有文字。 A number and how it binds, or words alone."""

    exactly: Number | None = None
    """恰好。 This number."""
    at_most: Number | None = None
    """不超过、以内（含本数）。 At most, inclusive."""
    at_least: Number | None = None
    """不少于（含本数）。 At least, inclusive."""
    between: Annotated[tuple[Number, ...], Field(min_length=2, max_length=2)] | None = None
    """区间，如 [5, 7]。 A range."""
    starts_within: Number | None = None
    """……内开始（不是完成）。 Must begin, not end, within."""
    words: Text | None = None
    """原文的文字，如 以实际发生为准。 The document's words, alone or beside a number."""

    @model_validator(mode="after")
    def _one_number(self) -> Quantity:
        numbers = [name for name in _AMOUNTS[:-1] if getattr(self, name) is not None]
        if len(numbers) > 1:
            raise _fault("two-amounts", names="、".join(numbers))
        if self.between and self.between[0] > self.between[1]:
            raise _fault("range-reversed")
        return self

    @property
    def stated(self) -> bool:
        """Whether any amount is given."""
        return any(getattr(self, name) is not None for name in _AMOUNTS)

    @property
    def numbers(self) -> tuple[Decimal, ...]:
        """The numbers of the amount, none where it is words alone."""
        if self.between:
            return self.between
        values = (self.exactly, self.at_most, self.at_least, self.starts_within)
        return tuple(value for value in values if value is not None)


Unit = Literal[
    "working_day", "calendar_day", "day", "hour", "minute", "week", "month", "year",
    "instant", "same_day", "next_day",
]  # fmt: skip
WORDS_AS_AMOUNT: frozenset[str] = frozenset({"instant", "same_day", "next_day"})


class Limit(Fact, Quantity):
    """时限：量、单位、起点、终点、不计入的时间，缺一不可。 A time limit (DOMAIN: never one number)."""

    steps: tuple[Id, ...] = ()
    """管哪几个环节；不写即整个报装。 The steps it covers; the whole service where left out."""
    unit: Answer[Unit]
    """单位；day 即原文只写“天”。 Unit; `day` where the document leaves the kind of day open."""
    starts_on: Answer[Words]
    """从什么起算。 What starts the clock."""
    ends_with: Answer[Words]
    """到什么为止。 What the applicant holds at its end."""
    excludes: Answer[Several[Words]]
    """不计入的时间。 Time that is not counted."""
    includes: Several[Words] = ()
    """写明计入的时间。 Time the document expressly counts in."""
    whose: Role = "utility"
    """谁的时限。 Whose limit it is."""
    deemed: Words | None = None
    """逾期的后果，如 视为同意。 What follows when it passes."""
    extends: Several[Words] = ()
    """可顺延的情形。 What extends it."""

    @model_validator(mode="after")
    def _has_amount(self) -> Limit:
        if not self.stated and self.unit not in WORDS_AS_AMOUNT:
            raise _fault("no-amount")
        return self


class Count(Fact, Quantity):
    """个数（环节数、材料数、到现场次数）：文件写的数，不是清单的长度。 A stated count, never len()."""

    unit: Text
    """原文的量词，如 个、项、份、张。 The document's measure word."""

    @model_validator(mode="after")
    def _has_amount(self) -> Count:
        if not self.stated:
            raise _fault("no-amount")
        return self


class Charge(Fact, Quantity):
    """收费或工程费用。 A charge: what for, how much per what, who pays, on what basis."""

    item: Text
    """收费项目，原文用词。 What is charged."""
    free: Flag = False
    """明确不收。 The document says there is no charge."""
    currency: Text = "元"
    """货币单位。 Currency."""
    per: Text | None = None
    """按什么计，如 户、平方米。 Per what."""
    payer: Answer[Actors]
    """由谁承担。 Who pays."""
    basis: Answer[Words]
    """收费依据。 Legal basis."""
    reduction: Words | None = None
    """减免。 Reduction."""
    settlement: Words | None = None
    """结算办法，如 据实结算、多退少补。 How it is settled."""


# ------------------------------------------------------------------------------------------ the kinds of fact


class Statement(Fact):
    """一项说明：范围、条件、服务、承诺等。 One thing the document says."""

    text: Text | None = None
    """通俗改写；不写即显示引文。 Plain wording; the quotation itself where left out."""


class Term(Statement):
    """文件自己给出的定义。 A definition that the document itself gives."""

    term: Text
    """被定义的词，原文用词。 The word defined."""


class Permit(Statement):
    """由其他部门办理的手续。 A permit of another body."""

    applicants: Answer[Actors]
    """由谁去办。 Who applies for it."""
    during: Id | None = None
    """与哪个环节并行。 The step it runs beside."""


class Branch(Part):
    """流程去向。 Where a step leads, and when."""

    to: Id
    """下一环节编号，或 end。 The next step, or `end`."""
    on: Text | None = None
    """什么情况下。 In which case, in the document's words."""


class Step(Fact):
    """环节。 A step of the procedure."""

    name: Text
    """环节名称，原文用词。 Its name."""
    actors: Answer[Actors]
    """由谁做。 Who acts."""
    does: Text | None = None
    """做什么。 What is done."""
    result: Text | None = None
    """得到什么。 What comes out."""
    phase: Id | None = None
    """属于哪个阶段。 The phase it belongs to."""
    then: tuple[Branch, ...] = ()
    """分支或退回；不写即按顺序。 Branches and loops; the next in order where left out."""


class Phase(Part):
    """阶段，如 报装前。 A phase of the procedure."""

    id: Id
    """编号。 Id."""
    name: Text
    """名称。 Name."""
    cite: Several[Cite] = ()
    """引用。 Citation."""


class Handing(Part):
    """材料的形式要求。 How a paper is to be handed in."""

    number: Whole | None = None
    """份数，没有写原件还是复印件。 How many, where it is not said of what."""
    originals: Whole | None = None
    """原件份数。 Originals."""
    copies: Whole | None = None
    """复印件份数。 Copies."""
    sealed: Flag | None = None
    """是否盖章。 With a seal."""
    electronic: Flag | None = None
    """可否电子件。 Electronically."""
    issuer: Text | None = None
    """出具机构。 Who issues it."""
    channel: Text | None = None
    """提交渠道。 By which channel."""


class Deferral(Fact):
    """容缺：什么可以后补，补到何时。 What may follow later, and until when."""

    what: Words
    """什么可以后补。 What may follow."""
    until: Answer[Words]
    """最迟何时补齐。 Until when."""
    footing: Words | None = None
    """凭什么后补，如 承诺。 On what footing."""
    papers: tuple[Id, ...] = ()
    """只限哪几份材料；不写即泛指。 The papers it is limited to; papers in general where left out."""
    otherwise: Words | None = None
    """逾期不补的后果。 What follows when it does not come."""


class Paper(Fact):
    """办理材料。 A paper to hand in."""

    name: Text
    """材料名称，原文用词。 Its name."""
    kind: Literal["form", "paper"]
    """form 是要填的表，paper 是要带的材料。 A form to fill in, or a paper to bring."""
    need: Answer[Literal["required", "optional", "conditional"]]
    """必要性。 Whether it is required."""
    handing: Answer[Handing]
    """形式、份数、出具机构。 Form, number, issuer."""
    either: Id | None = None
    """同一组任选其一。 Papers of one group: any one of them."""
    stage: Id | None = None
    """在哪个阶段交。 The phase in which it is handed in."""
    blank: File | None = None
    """空白表格文件，放在同一个文件夹里。 A blank form as a file beside this one."""
    sample: File | None = None
    """示例样表文件，放在同一个文件夹里。 A form filled in as an example, as a file beside this one."""


class Hours(Part):
    """办公时间。 Opening hours."""

    season: Text | None = None
    """季节或日期。 Season or days."""
    words: Text
    """时间。 The hours."""


class Channel(Fact):
    """渠道或联系方式：窗口、网上、电话。 A place, address or number where one is served."""

    kind: Literal["window", "web", "app", "wechat", "alipay", "telephone", "mail", "visit"]
    """形式。 Kind."""
    name: Text
    """名称，原文用词。 Its name."""
    serves: tuple[Literal["apply", "track", "enquire", "repair", "complain", "supervise", "pay", "other"], ...] = ()
    """办什么。 What for."""
    telephone: Text | None = None
    """电话号码。 Number."""
    url: Web | None = None
    """网址。 Web address."""
    address: Text | None = None
    """地址，含楼层、窗口。 Address, floor and window."""
    hours: tuple[Hours, ...] = ()
    """时间。 Hours."""


class Column(Part):
    """表的一列。 A column."""

    id: Key
    """编号。 Id."""
    name: Text
    """列名。 Its heading."""


class ScheduleRow(Part):
    """表的一行。 A row of a cited table."""

    id: Id
    """编号。 Id."""
    when: When = ()
    """适用情形。 When it holds."""
    cells: dict[Key, Answer[Text]]
    """各列内容，原文用词。 Its cells."""
    cite: Several[Cite] = ()
    """引用。 Citation."""


class Schedule(Fact):
    """引用的表：收费、赔偿、压力、服务标准等。 A cited table: fees, compensation, pressures, service levels."""

    title: Text
    """表名。 Its title."""
    under: Literal["fees", "service", "compensation"] = "fees"
    """归在收费、服务标准还是赔偿。 Whether it is about fees, service levels or compensation."""
    columns: Annotated[tuple[Column, ...], Field(min_length=1)]
    """列。 Columns."""
    rows: Annotated[tuple[ScheduleRow, ...], Field(min_length=1)]
    """行。 Rows."""


# -------------------------------------------------------------------------------------------- decision tables


class Input(Part):
    """判断条件，即要问办事人的问题。 An input of the decision tables: a question to the applicant."""

    id: Key
    """编号，用在 when 里。 Id, used in `when`."""
    name: Text
    """简称，原文用词，如 小时用气量。 Short name."""
    ask: Text
    """问句。 The question."""
    type: Literal["number", "integer", "boolean", "enumeration"]
    """类型。 Type."""
    unit: Text | None = None
    """单位。 Unit."""
    domain: Unary = feel.parse("-")
    """取值范围。 Domain (FEEL)."""
    step: Annotated[Number, AfterValidator(_positive)] = Decimal(1)
    """最小步长。 The smallest step between two values."""
    values: tuple[Text, ...] = ()
    """枚举值，原文用词。 The values of an enumeration."""
    words: dict[Literal["true", "false"], Text] | None = None
    """是与否在原文中的说法。 The document's words for true and false."""
    why: Text | None = None
    """为什么问，本站说明。 Why it is asked (ours)."""
    unsure: Text | None = None
    """不清楚时去哪里问，本站说明。 Where to turn when unsure (ours)."""
    undefined: Flag = False
    """原文没有定义这个词。 The document does not define the word."""
    cite: Several[Cite] = ()
    """引用。 Citation."""

    @model_validator(mode="after")
    def _complete(self) -> Input:
        if self.type == "boolean" and set(self.words or ()) != {"true", "false"}:
            raise _fault("boolean-without-words")
        if self.type == "enumeration" and len(self.values) < 2:
            raise _fault("enumeration-without-values")
        return self


class Table(Part):
    """一张分类表。 A decision table, where a guide has several."""

    id: Key
    """编号。 Id."""
    name: Text
    """名称。 Name."""
    cite: Several[Cite] = ()
    """引用。 Citation."""


class Row(Part):
    """规则行：各条件同时成立。 One rule: all its tests hold."""

    tests: dict[Key, Unary]
    """条件。 Tests by input or table."""
    cite: Several[Cite] = ()
    """引用。 Citation."""

    @model_validator(mode="before")
    @classmethod
    def _flat(cls, raw: object) -> object:
        if not isinstance(raw, dict) or "tests" in raw:
            return raw
        return {"tests": {key: test for key, test in raw.items() if key != "cite"}, "cite": raw.get("cite", ())}


class Class(Part):
    """类别：一个“或”一行，“且”写在同一行。 A class; each 或 is a row, each 且 stands within a row."""

    id: Id
    """编号，也是公开地址的一部分。 Id; part of public addresses."""
    table: Key = "class"
    """属于哪张表。 The table it belongs to."""
    name: Text
    """名称，原文用词。 Its name."""
    rows: Annotated[
        Annotated[Annotated[tuple[Row, ...], Field(min_length=1)], Tag("·rows")]
        | Annotated[Literal["rest"], Tag("·rest")],
        Discriminator(lambda raw: "·rest" if isinstance(raw, str) else "·rows"),
    ]
    """规则行；rest 即其余情形。 Rules; `rest` for the computed complement."""
    precedes: tuple[Id, ...] = ()
    """文件写明优先于哪几类，要有引用。 Classes it takes precedence over, by the document's word."""
    formerly: tuple[Id, ...] = ()
    """旧编号。 Former ids."""
    cite: Several[Cite] = ()
    """引用。 Citation."""


class Defect(Part):
    """文件分类的漏洞或重叠。 A gap or overlap of the document's own table, as a region."""

    id: Id
    """编号。 Id."""
    table: Key = "class"
    """哪张表。 The table."""
    where: When
    """在什么范围内。 The region."""
    classes: tuple[Id, ...]
    """同时符合的类别；空即没有类别。 The classes that meet there; none: a gap."""
    because: Text
    """原因，本站说明。 Why (ours)."""
    cite: Several[Cite] = ()
    """引用。 Citation."""


# ------------------------------------------------------------------------------------------------------ files


class Dated(Words):
    """日期或原文的说法。 A date, or what the document says instead of one."""

    on: Day | None = None
    """哪天。 Which day."""


class Superseded(Part):
    """被取代的条款。 What a document supersedes."""

    doc: Id
    """被取代的文件。 The document superseded."""
    clause: Text | None = None
    """哪一条；不写即整份。 Which clause; the whole document where left out."""
    cite: Several[Cite]
    """新文件里哪句话这么说。 Where the new document says so."""


class Document(Part):
    """依据文件。 A policy document."""

    id: Id
    """编号。 Id."""
    title: Text
    """标题。 Title."""
    issuers: Answer[Annotated[tuple[Text, ...], Field(min_length=1)]]
    """发文单位。 Issuers."""
    number: Answer[Text]
    """文号。 Document number."""
    date: Answer[Day]
    """成文日期。 Date."""
    effective: Answer[Dated]
    """施行日期。 When it takes effect."""
    expires: Answer[Dated]
    """有效期。 End of validity."""
    basis: Answer[Several[Words]]
    """上位依据。 What it is based on."""
    supersedes: tuple[Superseded, ...] = ()
    """取代哪些文件的哪些条款。 What it supersedes."""
    text: File | None = None
    """原文文本文件名，默认 <城市>.txt。 File of its text; by default `<city>.txt`."""
    cite: Several[Cite] = ()
    """文号、日期、单位在原文何处。 Where number, date and issuers stand."""

    @property
    def issuing(self) -> tuple[str, ...]:
        """Who issued it; nobody where the document does not say."""
        return () if self.issuers == NOT_STATED else self.issuers


class Read(Part):
    """谁在何时读过。 Who read the documents, and when."""

    by: Text
    """谁。 Who."""
    on: Day
    """哪天。 When."""


class Reference(Part):
    """参照执行：没有自己的规定，按另一类办理。 A service defined by reference to another."""

    utilities: Annotated[tuple[Utility, ...], Field(min_length=1)]
    """参照哪几类。 Which it refers to."""
    text: Text
    """一句话。 One sentence."""
    cite: Several[Cite]
    """引用。 Citation."""


class Sections(Part):
    """The headings of a guide. In a file each is optional; of city and utility together each must be answered."""

    inputs: tuple[Input, ...] = ()
    """判断条件。 Inputs."""
    tables: tuple[Table, ...] = ()
    """分类表；只有一张时不写。 Tables, where there are several."""
    phases: tuple[Phase, ...] = ()
    """阶段。 Phases."""
    defects: tuple[Defect, ...] = ()
    """分类的漏洞与重叠。 Defects of the document's tables."""
    schedules: tuple[Schedule, ...] = ()
    """引用的表。 Cited tables."""
    terms: tuple[Term, ...] = ()
    """文件给出的定义；页面上代替本站的名词说明。 Definitions of the document; they stand instead of ours."""
    questions: tuple[Statement, ...] = ()
    """另外要问窗口的事，本站说明。 Further questions the window must answer (ours)."""
    classes: Answer[tuple[Class, ...]] | None = None
    """类别。 Classes."""
    scope: Section[Statement] | None = None
    """适用范围。 Whom and what it covers."""
    exclusions: Section[Statement] | None = None
    """不适用的情形。 What it does not cover."""
    conditions: Section[Statement] | None = None
    """受理条件。 Conditions of acceptance."""
    refusals: Section[Statement] | None = None
    """不予受理的情形。 When it is refused."""
    approach: Section[Statement] | None = None
    """谁先找谁：企业主动对接，办事人还要做什么。 Who moves first."""
    steps: Section[Step] | None = None
    """环节。 Steps."""
    step_counts: Section[Count] | None = None
    """环节数。 Stated number of steps."""
    papers: Section[Paper] | None = None
    """材料。 Papers."""
    paper_counts: Section[Count] | None = None
    """材料数。 Stated number of papers."""
    deferrals: Section[Deferral] | None = None
    """容缺后补。 Papers that may follow later."""
    visits: Section[Count] | None = None
    """到现场次数。 Visits in person."""
    permits: Section[Permit] | None = None
    """其他部门的手续。 Permits of other bodies."""
    limits: Section[Limit] | None = None
    """时限。 Time limits."""
    fees: Section[Charge] | None = None
    """报装手续费。 Charges for handling the application."""
    works: Section[Charge] | None = None
    """工程费由谁承担。 Who pays for the works."""
    result: Section[Statement] | None = None
    """办理结果。 What the service ends in."""
    channels: Section[Channel] | None = None
    """办理渠道。 Where to apply."""
    contacts: Section[Channel] | None = None
    """咨询、报修联系方式。 Whom to call."""
    complaints: Section[Channel] | None = None
    """投诉渠道。 Where to complain."""
    help: Section[Statement] | None = None
    """帮办、代办、客户代表。 Help with the application."""
    paid_help: Section[Statement] | None = None
    """延伸服务（可能收费）。 Further services, which may cost."""
    joint: Section[Statement] | None = None
    """联合办理。 Joint application."""
    commitments: Section[Statement] | None = None
    """承诺。 Commitments."""
    follow_up: Section[Statement] | None = None
    """回访。 Follow-up."""
    announced: Section[Statement] | None = None
    """已宣布、尚未实现。 Announced but not yet so."""


class CityFile(Sections):
    """policies/<city>/city.yaml: the place, its documents, what its utilities share."""

    name: Text
    """地名。 Name of the place."""
    code: Answer[Annotated[str, Field(pattern=r"^[0-9]{6}$")]]
    """行政区划代码（GB/T 2260）。 Code of the place."""
    covers: Text
    """收录范围，本站说明。 What the entry covers (ours)."""
    published: Flag = True
    """是否发布；还没有录完的写 false，别的地方照常生成。 Whether it is published; `false` while it is unfinished."""
    overlays: Id | None = None
    """在哪个地方的规定之上。 The place whose document this one lies over."""
    read: Read
    """谁在何时读过文件。 Who read the documents, and when."""
    documents: Annotated[tuple[Document, ...], Field(min_length=1)]
    """依据文件。 Documents."""
    cite: Cite = Cite()
    """本文件各项默认的文件和条款。 Document and clause for all parts that name none."""


class UtilityFile(Sections):
    """policies/<city>/<utility>.yaml: what holds for one utility."""

    cite: Cite = Cite()
    """本文件各项默认的文件和条款。 Document and clause for all parts that name none."""
    reference: Reference | None = None
    """参照执行。 Defined by reference; then nothing else stands in the file."""


class Responsible(Part):
    """责任人，只由企业自己提供。 A responsible person, only ever as the utility vouches for it."""

    name: Text
    """姓名或岗位名称。 Name, or that of the post."""
    post: Text | None = None
    """职务。 Position."""
    telephone: Text | None = None
    """电话号码。 Number."""


class AssuredFile(Part):
    """policies/<city>/<utility>.assured.yaml: what only the utility can say; it fills, never replaces."""

    by: Text
    """提供单位。 Who vouches."""
    since: Day
    """自哪天起。 Since when."""
    name: Text | None = None
    """企业全称，印在服务承诺公示的标题上。 Full name of the utility, the head of its commitment notice."""
    logo: File | None = None
    """企业标志，本文件夹里的 PNG 文件。 Its logo, a PNG file in this folder."""
    responsible: Several[Responsible] = ()
    """责任人。 Who is responsible."""
    scope: tuple[Statement, ...] = ()
    """服务范围，如供水区域。 Service scope, such as the area served."""
    steps: tuple[Step, ...] = ()
    """报装程序；只在文件没有写环节时。 The procedure; only where the document states none."""
    limits: tuple[Limit, ...] = ()
    """企业自己的时限；是承诺的写 force: committed。 Its own time limits; `force: committed` for a promise."""
    schedules: tuple[Schedule, ...] = ()
    """服务标准、赔偿、收费表。 Service standards, compensation, tables of fees."""
    channels: tuple[Channel, ...] = ()
    """办理渠道、服务网点。 Where to apply, outlets."""
    contacts: tuple[Channel, ...] = ()
    """联系方式。 Whom to call."""
    complaints: tuple[Channel, ...] = ()
    """投诉渠道。 Where to complain."""
    papers: tuple[Paper, ...] = ()
    """企业自己的材料清单或空白表格。 The utility's own papers and blank forms."""
    fees: tuple[Charge, ...] = ()
    """收费。 Charges."""
    works: tuple[Charge, ...] = ()
    """工程费。 Cost of the works."""
    commitments: tuple[Statement, ...] = ()
    """承诺。 Commitments."""


class FormField(Part):
    """表格的一栏。 A field of the form."""

    id: Id
    """编号。 Id."""
    label: Text
    """栏目名，原文用词。 Its label."""
    type: Literal["text", "number", "date", "datetime", "telephone", "uscc", "choice", "choices"]
    """类型；uscc 即统一社会信用代码。 Type; `uscc` is the credit code of GB 32100."""
    unit: Text | None = None
    """单位。 Unit."""
    options: tuple[Text, ...] = ()
    """选项。 Options."""
    required: Flag = False
    """文件写明必填；引文要有这个意思的字。 Required, only where the words of a quotation say so."""
    place: Literal["half", "row", "line"] = "half"
    """在表上的位置：half 两栏并排，row 独占一行，line 独占一行且栏目名不另成一格。
    Where it stands: two side by side, a row of its own, or a row without a cell for its label."""
    boxes: Literal["before", "after"] = "before"
    """方框印在选项前还是后。 Whether boxes are printed before or after their options."""
    help: Text | None = None
    """填写说明，本站说明。 Help (ours)."""
    cite: Several[Cite] = ()
    """引用；必填的栏要有。 Citation; a required field has its own."""

    @model_validator(mode="after")
    def _complete(self) -> FormField:
        if self.type in ("choice", "choices") and len(self.options) < 2:
            raise _fault("choice-without-options")
        return self


class Serial(Part):
    """编号行。 The line for a serial number."""

    words: Text
    """原文样式，括号是写编号的地方。 As printed; the number is written into the brackets."""
    year: Text | None = None
    """印在上面的年份，可以改写。 The year printed in it, which may be overwritten."""
    help: Text | None = None
    """填写说明，本站说明。 Help (ours)."""

    @model_validator(mode="after")
    def _has_its_places(self) -> Serial:
        found = re.search(r"[(（]\s*[)）]", self.words)
        if found is None or (self.year or "") not in self.words[: found.start()]:
            raise _fault("serial-without-place")
        return self


class FormGroup(Part):
    """表格的一组。 A group of fields."""

    id: Id
    """编号。 Id."""
    title: Answer[Text]
    """组名。 Its title."""
    optional: Flag = False
    """文件写明选填。 Marked optional by the document."""
    fields: Annotated[tuple[FormField, ...], Field(min_length=1)]
    """栏目。 Fields."""


class FormFile(Part):
    """policies/<city>/form.yaml: the information collection form (信息采集单)."""

    title: Text
    """表名。 Title."""
    variants: tuple[Words, ...] = ()
    """原文中的其他写法。 Other names in the document."""
    serial: Serial | None = None
    """编号行。 The line for a serial number."""
    groups: Annotated[tuple[FormGroup, ...], Field(min_length=1)]
    """分组。 Groups."""
    cite: Several[Cite]
    """引用。 Citation."""


class SetAside(Part):
    """没有采用的条款和理由。 What carries no fact for the public, and why."""

    doc: Id | None = None
    """哪份文件；只有一份时不写。 The document; left out where the city has one."""
    clause: Annotated[tuple[Text, ...], Field(min_length=1), BeforeValidator(_as_list)]
    """条款，一条或几条；写上级条款即包括其下各条。 One clause or several; with all clauses within them."""
    quote: Several[Text] = ()
    """只是其中几段时，每段写几个字；不写就是整条。 A few words of each paragraph, where it is not all of the clause."""
    because: Text
    """为什么不采用，如 行政机关内部的要求。 Why it is not used."""


class AsideFile(Part):
    """policies/<city>/set-aside.yaml: what carries no fact of a document, so that nothing is simply forgotten."""

    clauses: tuple[SetAside, ...]
    """条款。 Clauses."""


class Waiver(Part):
    """豁免：一个警告为什么可以留着。 Why a warning may stand: who says so, since when, and until when."""

    code: Annotated[str, AfterValidator(_waivable)]
    """警告的编号，如 vague-paper；错误不能豁免。 The code of the warning; errors cannot be waived."""
    file: Text
    """在哪个文件，如 water.yaml。 The file it is about."""
    thing: Text = ""
    """哪一项，照 check 打印的写，如 papers/other。 The thing, as `check` prints it."""
    because: Text
    """理由。 Why."""
    by: Text
    """谁决定的。 Who decided."""
    on: Day
    """哪天决定的。 When."""
    until: Day
    """到哪天止；过后警告重新出现。 Last day; after it the warning is back."""

    @model_validator(mode="after")
    def _ordered(self) -> Waiver:
        if self.on > self.until:
            raise _fault("dates-reversed")
        return self


class WaiverFile(Part):
    """policies/<city>/waivers.yaml: warnings that may stand, each with a reason and a last day."""

    waivers: tuple[Waiver, ...]
    """豁免。 Waivers."""


class Holiday(Part):
    """一个节日的放假和调休。 A holiday as announced: the days off, and the weekend days worked instead."""

    name: Text
    """节日。 Its name."""
    since: Day = Field(alias="from")
    """从哪天起放假。 First day off."""
    until: Day = Field(alias="to")
    """放到哪天。 Last day off."""
    worked: tuple[Day, ...] = ()
    """为它上班的周六、周日。 Saturdays and Sundays worked for it."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True, populate_by_name=True)

    @model_validator(mode="after")
    def _plausible(self) -> Holiday:
        if self.since > self.until:
            raise _fault("dates-reversed")
        if weekday := next((one for one in self.worked if one.weekday() < _SATURDAY), None):
            raise _fault("worked-weekday", day=str(weekday))
        return self


_SATURDAY = 5


class YearFile(Part):
    """policies/workdays/<year>.yaml: holidays and make-up working days of one year, as announced."""

    source: Text
    """公布文件的标题。 Title of the announcement."""
    number: Text | None = None
    """文号。 Its number."""
    date: Day
    """公布日期。 Its date."""
    holidays: Annotated[tuple[Holiday, ...], Field(min_length=1)]
    """各节日。 The holidays."""


class Publisher(Part):
    """policies/publisher.yaml: who runs the site. All unset by default."""

    site_url: Annotated[str, AfterValidator(_site)] | None = None
    """网址。 Address of the site."""
    operator: Text | None = None
    """主办单位。 Who runs it."""
    contact: Text | None = None
    """找主办单位纠错、反映无障碍问题用的电话或邮箱。 Where to tell the operator of a mistake or a barrier."""
    icp: Text | None = None
    """ICP备案号。 ICP number."""
    police: Text | None = None
    """公安备案号。 Public security registration."""

    def at(self, path: str) -> str:
        """The address of a path of the site; empty where the site has none."""
        return f"{self.site_url.rstrip('/')}/{path}" if self.site_url else ""


class Record(Part):
    """变化记录的一条：给读者看的话，由人写。 One entry of the record of changes, written by people for readers."""

    id: Id
    """编号，不再改。 Id; stays for good."""
    on: Day
    """哪天记的。 The day of the entry."""
    guides: tuple[Text, ...] = ()
    """涉及哪几份指南，如 wuhai/gas。 The guides it is about."""
    title: Text
    """一句话：变了什么。 What changed, in one sentence."""
    says: Several[Text] = ()
    """逐条：原来怎样，现在怎样。 Point by point: before and now."""


class ChangesFile(Part):
    """policies/changes.yaml: what changed for the public, the page /changes/ and its feed."""

    changes: tuple[Record, ...]
    """各条。 The entries."""


# ------------------------------------------------------------------------------------------------------ guide


class Place(Part):
    """The place of a guide: slug, name, GB/T 2260 code, what the entry covers."""

    slug: Id
    name: Text
    code: Answer[str]
    covers: Text
    read: Read


class Provider(Assured):
    """The utility as it presents itself; nothing of it is in any document."""

    name: Text | None = None
    """企业全称。 Full name of the utility."""
    logo: File | None = None
    """企业标志，相对于指南的地址。 Its logo, as an address beside the guide."""
    responsible: tuple[Responsible, ...] = ()
    """责任人。 Who is responsible."""


class Guide(Sections):
    """One utility in one place, resolved: every section answered, every citation complete."""

    place: Place
    utility: Utility
    documents: tuple[Document, ...]
    reference: Reference | None = None
    provider: Provider | None = None

    @property
    def address(self) -> str:
        """`<city>/<utility>`, as on the site."""
        return f"{self.place.slug}/{self.utility}"


ANSWERED: tuple[str, ...] = tuple(name for name, field in Sections.model_fields.items() if field.default is None)
"""The sections every guide must answer, with facts or with `not_stated`."""

LISTS: tuple[str, ...] = tuple(name for name in Sections.model_fields if name not in ANSWERED)
"""The sections that may simply be empty."""

FACTS: tuple[str, ...] = (*(name for name in ANSWERED if name != "classes"), "schedules", "terms", "questions")
"""The sections that hold facts."""


def items(guide: Sections, section: str) -> tuple[Any, ...]:
    """The facts and conflicts of a section; none where it is `not_stated` or unanswered."""
    found = getattr(guide, section)
    return () if found is None or found == NOT_STATED else found


def facts(guide: Sections, section: str) -> Iterator[Any]:
    """The facts of a section, those on the sides of a conflict with its condition; not what is expressly nothing."""
    for item in items(guide, section):
        if isinstance(item, Conflict):
            yield from (side if side.when else side.model_copy(update={"when": item.when}) for side in item.sides)
        elif not isinstance(item, Nothing):
            yield item


def nothing(guide: Sections, section: str) -> tuple[Nothing, ...]:
    """What the document says there is not."""
    return tuple(item for item in items(guide, section) if isinstance(item, Nothing))


def mapped(part: Any, change: Callable[[Part], Part]) -> Any:
    """The same tree with `change` applied to every Part, outermost first."""
    if isinstance(part, Part):
        part = change(part)
        held = ((name, getattr(part, name)) for name in _names(part.__class__))
        return part.model_copy(update={name: mapped(one, change) for name, one in held if isinstance(one, _TREE)})
    if isinstance(part, tuple):
        return tuple(mapped(inner, change) if isinstance(inner, _TREE) else inner for inner in part)
    return part


_TREE = (Part, tuple)
"""What may hold parts."""


@cache
def _names(kind: Any) -> tuple[str, ...]:
    """The keys of a kind of part; asked for often, and slow to be told by pydantic."""
    return tuple(kind.model_fields)


def walk(part: Any, at: tuple[str | int, ...] = (), cites: tuple[Cite, ...] = ()) -> Iterator[Walked]:
    """Every Part of a tree with its location and the citations that hold for it: its own, or those around it."""
    if isinstance(part, Part):
        names = _names(part.__class__)
        if "cite" in names:
            own = part.cite or cites  # type: ignore[attr-defined]
            cites = own if isinstance(own, tuple) else (own,)
        yield at, part, cites
        for name in names:
            if isinstance(inner := getattr(part, name), _TREE):
                yield from walk(inner, (*at, name), cites)
    elif isinstance(part, tuple):
        for index, inner in enumerate(part):
            if isinstance(inner, _TREE):
                yield from walk(inner, (*at, index), cites)


Walked: TypeAlias = tuple[tuple[str | int, ...], Part, tuple[Cite, ...]]


def _nameable() -> None:
    """Conflicts of each kind of fact, by the names pickle looks for them."""
    globals().update({kind.__name__: kind for kind in Conflict.__subclasses__()})


_nameable()
