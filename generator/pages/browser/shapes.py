"""The shapes of the data that the scripts of the pages read, for `scripts.schema.json`. Makes none of it.

`templates/globals.d.ts` has the same names for the same shapes. Every docstring is a description in the schema, so it
stands in Chinese and English.
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, RootModel

from generator.descriptions import Described
from generator.pages.browser.interview import BITS
from generator.telling.statements import Kind

_LEFT_OUT: Any = None
"""What is empty is not written."""


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


# ------------------------------------------------------------------------------------------------- the space of answers

Word: TypeAlias = Annotated[int, Field(ge=0, lt=1 << BITS)]
Position: TypeAlias = Annotated[str, Field(pattern="^[0-9]+$")]
Words: TypeAlias = dict[str, str]


class Mask(RootModel[list[Word]]):
    """可取哪些格：每格一位，每个数三十位。 Bits of the cells of an input, in words of 30."""


class Box(RootModel[dict[Position, Mask]]):
    """按 inputs 里的位置（从 0 起）写可取的格；没有列出的不限。 Cells by the position of an input; others are free."""

    model_config = ConfigDict(json_schema_extra={"additionalProperties": False})


class Region(RootModel[list[Box]]):
    """任一框之内。 A part of the space of all answers: what is in any of its boxes."""


class Condition(RootModel[list[tuple[Box, dict[str, list[str]]]]]):
    """任一项成立即可；一项是一个框，加上各判断表须成立的类别之一。 Any entry will do: a box, and by table classes."""


class NumberCell(RootModel[tuple[float | None, float | None, Literal[0, 1], Literal[0, 1]]]):
    """从、到（null 为不限），各自是否包含。 From, to (null: without bound), and whether each belongs to it."""


class NumberInput(_Shape):
    """数值的判断条件。 An input that is a number."""

    id: str
    """标识。 Its id."""
    name: str
    """名称。 Its name."""
    unit: str
    """单位；没有的为空。 Its unit; empty where there is none."""
    type: Literal["number", "integer"]
    """类型。 Its type."""
    step: str
    """可填的最小间隔，十进制数。 What answers are multiples of, a decimal."""
    words: Words
    """是与否在原文中的说法。 The document's words for true and false."""
    cells: list[NumberCell]
    """判断结果相同的各段。 Its domain, cut where an answer may change what is decided."""


class ChoiceInput(_Shape):
    """选择的判断条件。 An input that is a choice."""

    id: str
    """标识。 Its id."""
    name: str
    """名称。 Its name."""
    unit: str
    """单位；没有的为空。 Its unit; empty where there is none."""
    type: Literal["enumeration", "boolean"]
    """类型。 Its type."""
    step: str
    """不用。 Unused."""
    words: Words
    """是与否在原文中的说法。 The document's words for true and false."""
    cells: list[str | bool]
    """各个取值。 Its values."""


# --------------------------------------------------------------------------------------------------- tables and limits


class DecidedClass(_Shape):
    """类别和它成立之处。 A class, and where it holds."""

    id: str
    """标识。 Its id."""
    name: str
    """名称。 Its name."""
    boxes: Region
    """在哪里成立。 Where it holds."""


class DecisionTable(_Shape):
    """判断表，已解出。 A decision table, solved."""

    id: str
    """标识；“我是哪一类”为 class。 Its id; `class` of the first."""
    name: str
    """名称；“我是哪一类”为空。 Its name; empty of the first."""
    where: Region = _LEFT_OUT
    """手里的文件在哪里才分类；没有的，总是分。 Where the texts in hand divide it; everywhere where left out."""
    classes: list[DecidedClass]
    """各类别。 Its classes."""


Unit: TypeAlias = Literal[
    "working_day", "calendar_day", "hour", "minute", "week", "month", "year", "instant", "same_day", "next_day"
]


class DatedLimit(_Shape):
    """时限，供推算日期。 A limit, as a due date needs it."""

    id: str
    """标识。 Its id."""
    statement: str
    """说它的那一条。 The id of what is told of it."""
    steps: list[str]
    """管哪些环节；空为全程。 The steps it is about; the whole where none."""
    apart: bool
    """是否不从申请起算。 Whether it begins with something else than the application."""
    case: str
    """适用情形；都适用的为空。 When it holds; empty where it always does."""
    says: str
    """怎么说。 What is said."""
    amounts: list[float]
    """推算用的数；区间有两个，算不出日期的没有。 The amounts that lead to a date; two of a range."""
    units: list[Unit]
    """单位：没有写明哪一种日的，两个；没有写的，空。 Its unit; two if it is open which days count."""
    begins: bool
    """是否“……内开始”。 Whether it is until the beginning, not the end."""
    least: bool
    """是否“不少于”。 Whether it is at least so long."""
    starts: str
    """起点的原文；没有写的为空。 From when, in the document's words; empty where not stated."""
    ends: str
    """终点的原文；没有写的为空。 Until when, likewise."""
    excludes: str
    """不计入的时间，原文；没有写的为空。 What is not counted, likewise."""
    extends: str
    """延长，原文；没有写的为空。 When it is longer, likewise."""
    note: str
    """本站说明。 Ours."""


class EveryYear(_Shape):
    """每年的日子；没有日子的，空。 Days of every year, as 07-31, 09-end or 04-start; empty where there is none."""

    since: str = Field(default=_LEFT_OUT, alias="from")
    """从哪天起。 The first."""
    by: str = _LEFT_OUT
    """最晚哪天。 The last."""
    advised: str = _LEFT_OUT
    """建议的日子。 One that is advised."""


class ToldDeadline(_Shape):
    """要赶的日子。 By when something is to be done."""

    id: str
    """标识。 Its id."""
    statement: str
    """说它的那一条。 The id of what is told of it."""
    case: str
    """适用情形；都适用的为空。 When it holds; empty where it always does."""
    says: str
    """怎么说。 What is said."""
    yearly: EveryYear
    """每年的日子。 Its days of every year."""
    late: str
    """过了会怎样；没有写的为空。 What follows when it passes; empty where not stated."""
    event: str
    """在什么事以前，原文；没有的为空。 Before what, in the document's words; empty where there is none."""


# ---------------------------------------------------------------------------------------------------------- a telling


class ToldClass(_Shape):
    """类别和它的各行。 A class by its rows."""

    id: str
    """标识。 Its id."""
    name: str
    """名称。 Its name."""
    rows: Condition = _LEFT_OUT
    """各行；没有的，是其余情形。 Its rows; without them it is the rest."""
    within: Condition = _LEFT_OUT
    """只在这些情形下分类；没有的，总是分。 Where its table divides at all; everywhere where left out."""
    precedes: list[str] = _LEFT_OUT
    """先于哪些类别。 The classes it goes before."""


class ToldPart(_Shape):
    """一条里的一项。 One part of a statement."""

    name: str
    """哪一项，如 starts_on。 Which, as `starts_on`."""
    label: str
    """名称，如 起算。 What the part is, for a table."""
    words: str
    """怎么说；没有写的，是没有写什么。 As it is said; of a silent one, what is open."""
    silent: Literal[True] = _LEFT_OUT
    """文件没有写。 The document was read and does not state it."""


class Price(_Shape):
    """一项钱，供计算。 What a statement about money gives to reckon with."""

    item: str
    """收什么。 What is charged."""
    currency: str
    """货币单位。 Its currency."""
    number: str = _LEFT_OUT
    """恰好的数；没有写的没有。 The number; left out where none is exact."""
    final: Literal[True] = _LEFT_OUT
    """不再结算、减免，可以加到合计里。 Nothing may change it, so that it can be added up."""
    times: str = _LEFT_OUT
    """乘以哪个判断条件。 The input that it is multiplied with."""
    payer: str = _LEFT_OUT
    """谁承担。 Who pays."""
    rate: str = _LEFT_OUT
    """数怎么说，如 88 元/㎡。 The number as it is told."""


class Statement(_Shape):
    """一条。说的话只有办理类别、时限、环节才有。 One thing that is said; in words only classes, limits, steps."""

    id: str
    """<部分>/<标识>，与 guide.json 的 told 相同。 Path of the fact, as in `told` of guide.json."""
    section: str
    """属于哪一部分。 The heading."""
    topics: list[str]
    """回答什么。 What it answers."""
    kind: Kind
    """哪一种陈述。 The kind of statement."""
    says: str = _LEFT_OUT
    """主要的话。 The main words."""
    line: str = _LEFT_OUT
    """一行里说全，不含适用情形。 All that it says, but for when it holds."""
    when: str = _LEFT_OUT
    """适用情形，用文字说。 When it holds, in words."""
    where: Condition = _LEFT_OUT
    """适用情形；没有的，总是适用。 When it holds; always where left out."""
    rest: Literal[True] = _LEFT_OUT
    """只在别的都没有回答时。 It holds only where nothing else answers its topics."""
    within: list[str] = _LEFT_OUT
    """只在这些条成立之处。 The statements without which its topic does not exist."""
    parts: list[ToldPart] = _LEFT_OUT
    """各项。 Its parts."""
    note: str = _LEFT_OUT
    """本站说明。 Ours."""
    strength: str = _LEFT_OUT
    """效力；没有的，是 required。 How strongly it holds; `required` where left out."""
    force: str = _LEFT_OUT
    """单子上的一行：效力，用话说。 Of a row of the ticket: how strongly it holds, in words."""
    paid: Literal[True] = _LEFT_OUT
    """是收费表的一行。 It is a row of a table of money."""
    price: Price = _LEFT_OUT
    """是钱的，怎么算。 Of money: what there is to reckon with."""
    step: str = _LEFT_OUT
    """是环节的，它的标识。 Of a step: its id."""
    leads: list[str] = _LEFT_OUT
    """是环节的，下一环节，或 end。 Of a step: those that may follow, or `end`."""


class Relation(_Shape):
    """几条之间的关系。 What holds between statements."""

    id: str
    """标识。 Its id."""
    kind: Literal["differs", "either"]
    """两处写法不一，还是两类都符合。 Two clauses differ, or two classes meet."""
    of: list[str]
    """哪几条。 The statements."""
    says: str
    """怎么说。 What is said."""
    where: Condition = _LEFT_OUT
    """在哪里；没有的，处处如此。 Where; everywhere if left out."""


class Ask(_Shape):
    """要问窗口的一点。 One point that is open, to be put to the window."""

    key: str
    """哪一种问题。 The kind of question."""
    rank: int
    """次序。 Its place in the list."""
    form: str
    """问法，{what} 处填名称。 The question, with `{what}` where it names things."""
    name: str = _LEFT_OUT
    """问的是什么。 The thing it is about."""
    statement: str = _LEFT_OUT
    """问的是哪一条。 The statement it is about."""
    answered: str = _LEFT_OUT
    """回答了这个判断条件，就不用问。 The input whose answer settles it."""
    ruled: str = _LEFT_OUT
    """窗口定了这张表的类别，就不用问。 The table whose decision by the window settles it."""
    where: Condition = _LEFT_OUT
    """在哪里要问；没有的，处处要问。 Where it is open; everywhere if left out."""


class Border(_Shape):
    """文件没有说到之处。 A region that the document says nothing of."""

    id: str
    """标识。 Its id."""
    standing: Literal["impossible", "outside"]
    """不可能，还是不适用。 Whether it cannot be, or lies outside."""
    says: str
    """怎么说。 What is said."""
    where: Condition
    """在哪里。 Where."""
    complement: Literal[True] = _LEFT_OUT
    """在那以外。 It is what lies outside the condition."""


class Overlap(_Shape):
    """几类都符合、文件没有说按哪一类之处。 Where classes meet, and which of them counts is open."""

    table: str
    """判断表。 The table."""
    classes: list[str]
    """哪几类。 The classes."""
    where: Condition
    """在哪里。 Where."""


class GuideTelling(_Shape):
    """一份指南说的一切，供按情形挑选。 All that is said of a guide, to be chosen from by a case."""

    tables: dict[str, list[ToldClass]]
    """各判断表的类别。 The classes by table."""
    statements: list[Statement]
    """各条。 The statements."""
    relations: list[Relation]
    """各条之间的关系。 The relations between them."""
    asks: list[Ask]
    """要问窗口的。 What is open."""
    borders: list[Border]
    """文件没有说到之处。 What the document does not speak of."""
    overlaps: list[Overlap]
    """几类都符合之处。 Where classes meet."""


class GuideData(_Shape):
    """一份指南的 tables.js。 What tables.js beside a guide holds."""

    name: str
    """事项。 The service."""
    inputs: list[NumberInput | ChoiceInput]
    """判断条件。 The inputs of the tables."""
    tables: list[DecisionTable]
    """判断表。 The tables."""
    defects: list[Region]
    """判断表不能断定之处：缺口、重叠等。 Where the tables of the document decide nothing or too much."""
    limits: list[DatedLimit]
    """时限。 The limits."""
    deadlines: list[ToldDeadline]
    """要赶的日子。 The deadlines."""
    telling: GuideTelling
    """说的一切。 What is said."""


# ------------------------------------------------------------------------------------------------- what is on all pages


class Sentences(RootModel[dict[str, Any]]):
    """页面上的话，按名字。 Sentences of the pages by name."""


class AnnouncedYear(_Shape):
    """一年的节假日安排，已公布的。 The calendar of a year, as announced."""

    source: str
    """公布文件。 The announcement."""
    off: list[str]
    """放假的日子，如 2026-10-01。 Days of rest."""
    worked: list[str]
    """补班的日子。 Days at a weekend that are worked."""


PlaceRow: TypeAlias = tuple[str, str, str, str, str, str] | tuple[str, str, str, str, str, str, str, str]


class FinderIndex(_Shape):
    """首页查找用的索引。 What the finder of the home page finds by."""

    places: list[PlaceRow]
    """名称、路径（与读音相同的为空）、代码、读音、字母、范围。 Name, slug, code, syllables, letters, what it covers."""
    classes: dict[str, list[str]]
    """类别名称，和有它的指南（地方的位置加字母）。 By name of a class the guides that have it: position and letter."""
    apart: dict[str, str]
    """写的不是报装的指南叫什么，按地方的位置加字母。 What guides are called that are not about connection."""
    words: dict[str, list[tuple[str, str]]]
    """各种说法和读音，按意思。 By meaning the words for it, each with its syllables."""
    idle: list[str]
    """不用管的字词。 Words that mean nothing to it."""
    sizes: dict[str, list[str]]
    """量前面、后面的记号。 What stands before and behind the number of a size."""
    alike: list[str]
    """形近字，一组一串。 Groups of signs that look alike."""
    sounds: dict[str, str]
    """同音字，按读音。 Signs by how they are read."""
    traditional: tuple[str, str]
    """繁体字，和对应的简体字。 Traditional signs, and their simple forms."""
    services: dict[str, tuple[str, str, str, str]]
    """字母对应的路径、名称、事项、企业。 By letter of a utility its address, its name, its service, who supplies it."""
    provinces: dict[str, list[str]]
    """有地方的省叫什么，按代码前两位。 The names of each province of a place, by the two digits of its code."""
    kinds: list[str]
    """省名后面有它，就是另一个地方。 What behind the name of a province makes another place of it."""
    here: str
    """有地方收录的业务，字母连写。 The letters of the utilities that any place has."""
    says: Sentences
    """查找时说的话。 What the finder says."""


class ConnectionGuides(_Shape):
    """window.connectionGuides 里的数据，各页只有要用的。 Its data; a page has what it uses."""

    guides: dict[str, GuideData] = _LEFT_OUT
    """各指南的 tables.js，按 <city>/<utility>。 tables.js of each guide, by its address."""
    words: Sentences = _LEFT_OUT
    """assets/words.js：判断和推算时说的话。 What the interview says."""
    years: dict[str, AnnouncedYear] = _LEFT_OUT
    """assets/words.js：已公布的节假日安排，按年。 The announced calendars by year."""
    index: FinderIndex = _LEFT_OUT
    """assets/finder-index.js：首页查找的索引。 The index of the finder."""
    formWords: Sentences = _LEFT_OUT  # noqa: N815  a name of JavaScript
    """assets/form-words.js：填表时说的话。 What the form says."""
    supplyForm: Sentences = _LEFT_OUT  # noqa: N815  a name of JavaScript
    """assets/supply-form.js：问企业什么，短文件的模式。 What a utility is asked, and the schema of its short file."""
    supply: Sentences = _LEFT_OUT
    """表旁边的 known.js：文件已经写的，企业已经交的。 What is known of a guide, and what its utility has supplied."""


def scripts_schema() -> str:
    """`scripts.schema.json`: JSON Schema of the data in `window.connectionGuides`."""
    schema = _written(ConnectionGuides.model_json_schema(schema_generator=Described), parent="")
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _written(schema: Any, *, parent: str) -> Any:
    """The schema without titles, which repeat names, and defaults, since nothing empty is written."""
    if isinstance(schema, list):
        return [_written(one, parent="") for one in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: value for key, value in schema.items() if parent == "properties" or key not in ("title", "default")}
    return {key: _written(value, parent=key if parent != "properties" else "") for key, value in kept.items()}
