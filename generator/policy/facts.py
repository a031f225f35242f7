"""The kinds of fact: limits, charges, steps, papers, permits, channels, schedules. No I/O, nothing rendered.

Every docstring under a field is also its description in the JSON Schema, so it stands in Chinese and English.
Source of the terms: GB/T 39046-2020, table 4 (items of a service).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal, get_args

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    model_validator,
)

from generator.policy.provenance import (
    Actors,
    Answer,
    Cite,
    Fact,
    Lacking,
    Part,
    Role,
    Silence,
    Stated,
    When,
    Words,
    answer_kind,
    unsaid,
)
from generator.policy.scalars import (
    NOT_STATED,
    Beside,
    Day,
    File,
    Flag,
    Id,
    Key,
    Number,
    Several,
    Text,
    Verbatim,
    Web,
    Whole,
    Yearly,
    as_list,
    fault,
    is_number,
)

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
            raise fault("two-amounts", names="、".join(numbers))
        if self.between and self.between[0] > self.between[1]:
            raise fault("range-reversed")
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


def _role_alone(raw: object) -> object:
    """A role without a name for it."""
    return {raw: ()} if isinstance(raw, str) else raw


def _of_the_utility() -> Actors:
    return {"utility": ()}


def _of_the_applicant() -> Actors:
    return {"applicant": ()}


class Limit(Fact, Quantity):
    """时限：量、单位、起点、终点、不计入的时间，缺一不可。 A time limit (DOMAIN: never one number)."""

    steps: Several[Id] = ()
    """管哪几个环节，一个或几个；不写即整个报装。 The steps it covers; the whole service where left out."""
    permit: Id | None = None
    """是哪项其他手续的时限，写那一项的编号。 The permit of another body that it is for, by its id."""
    duty: Text | None = None
    """不是办成报装的时限，是另一件事的，写那件事，原文用词，如 回访。
    What it is for, where that is no part of getting connected, in the document's word: a call back."""
    total: Flag = False
    """文件写明是各环节合计的；数要等于各环节之和。 The document calls it the sum of its steps, which it must equal."""
    unequal: Text | None = None
    """合计和各环节之和不相等时，写哪里不相等，本站说明。 Where the total does not equal its steps: in what (ours)."""
    provided: Words | None = None
    """只在什么条件下才有这个时限，如 具备施工条件。 On what condition it holds, where that is no input."""
    unless: Words | None = None
    """什么除外，如 与用户另有约定的。 What is excepted."""
    unit: Stated[Unit]
    """单位；day 即原文只写“天”。 Unit; `day` where the document leaves the kind of day open."""
    starts_on: Answer[Words]
    """从什么起算。 What starts the clock."""
    ends_with: Answer[Words]
    """到什么为止。 What the applicant holds at its end."""
    excludes: Answer[Several[Words]]
    """不计入的时间。 Time that is not counted."""
    includes: Several[Words] = ()
    """写明计入的时间。 Time the document expressly counts in."""
    whose: Annotated[Actors, BeforeValidator(_role_alone, json_schema_input_type=Role | Actors)] = Field(
        default_factory=_of_the_utility
    )
    """谁的时限，写角色；文件另有叫法的写成 {developer: 建设单位}。
    Whose limit it is: a role, with the document's name for it where it has one."""
    deemed: Words | None = None
    """逾期的后果，如 视为同意。 What follows when it passes."""
    extends: Several[Words] = ()
    """可顺延的情形。 What extends it."""

    @model_validator(mode="after")
    def _has_amount(self) -> Limit:
        if not self.stated and self.unit not in WORDS_AS_AMOUNT:
            raise fault("no-amount")
        return self

    @property
    def own(self) -> bool:
        """Whether it says how long the utility takes to get somebody connected, all of it or some steps."""
        return "utility" in self.whose and not self.duty and not self.permit


class EveryYear(Part):
    """每年的一个日子，或每年的一段时间。 A day of every year, or a time of every year; no year is ever added."""

    since: Yearly | None = Field(default=None, alias="from")
    """每年从哪天起才办，如 04-01、04-start（四月）；没有写的不写。 The first day, where it has one."""
    by: Yearly
    """每年最晚哪天，如 07-31；写“9月底前”的写 09-end。 The last day; `09-end` for the end of September."""
    advised: Yearly | None = None
    """文件建议的更早的日子。 An earlier day that the document advises."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Lead(Part):
    """在一件事以前多久；那件事没有写是哪天，算不出日子。 How long before an event, which has no day of its own."""

    event: Answer[Words]
    """在什么事以前，原文用词，如 供暖期开始、停水。 Before what, in the document's word."""
    lead: Number | None = None
    """提前多少；只写“之前”的不写。 How much before; left out where it only says before."""
    unit: Unit | None = None
    """提前的单位。 Its unit."""
    advised: Yearly | None = None
    """文件建议的日子，每年的。 A day of every year that the document advises."""

    @model_validator(mode="after")
    def _measured(self) -> Lead:
        if (self.lead is None) is not (self.unit is None) or (self.lead is None and unsaid(self.event)):
            raise fault("lead-without-unit")
        return self


class Deadline(Fact):
    """每年哪天、某件事多久以前要做什么；不是企业办多久。 By when something is to be done; not how long it takes."""

    does: Text | None = None
    """到那时要做什么，原文用词，如 提出书面用热申请、通知。 What is to be done by then."""
    provided: Words | None = None
    """只在什么情形才要，原文用词；能写成判断条件的写 when。 Only in what case, where that is no input."""
    yearly: EveryYear | None = None
    """每年的日子。 A day of every year."""
    before: Lead | None = None
    """在某件事以前。 Before an event."""
    whose: Annotated[Actors, BeforeValidator(_role_alone, json_schema_input_type=Role | Actors)] = Field(
        default_factory=_of_the_applicant
    )
    """谁要赶，写角色，不写即办事人；企业要提前通知的写 utility。
    Whom it binds, the applicant where left out; `utility` for a notice that the utility gives ahead."""
    late: Answer[Words]
    """过了会怎样，原文用词，如 不保证当年供热。 What follows when it passes."""

    @model_validator(mode="after")
    def _timed(self) -> Deadline:
        if (self.yearly is None) is (self.before is None):
            raise fault("deadline-without-day")
        return self

    @property
    def own(self) -> bool:
        """Whether it binds the utility, as a notice ahead does."""
        return "utility" in self.whose

    @property
    def event(self) -> Silence | None:
        """Why nobody knows before what it is; None where the main words have it."""
        return self.before.event if self.before and unsaid(self.before.event) else None

    @property
    def advised(self) -> str | None:
        """The day of every year that the document advises."""
        timed = self.yearly or self.before
        return timed.advised if timed else None


class Practice(Fact):
    """实际用了多久：企业自己统计的，不是承诺。 How long it took in practice, as the utility counts it; no promise."""

    of: Id
    """哪一条时限的编号；整个报装写 all。 The limit it is about, by its id; `all` of the whole service."""
    since: Day = Field(alias="from")
    """从哪天起办结的。 The first day of the cases counted."""
    until: Day
    """到哪天止。 The last."""
    cases: Whole
    """一共几件；不满十件的不显示。 How many cases; fewer than ten are not shown."""
    unit: Unit
    """单位。 Unit."""
    median: Number
    """中位数：一半不超过它。 The median."""
    p15: Number
    """百分之十五不超过它。 The 15th percentile."""
    p85: Number
    """百分之八十五不超过它。 The 85th percentile."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    @model_validator(mode="after")
    def _ordered(self) -> Practice:
        if self.since > self.until:
            raise fault("dates-reversed")
        if not self.p15 <= self.median <= self.p85:
            raise fault("range-reversed")
        return self

    @property
    def enough(self) -> bool:
        """Whether it stands on enough cases to be shown."""
        return self.cases >= _ENOUGH

    @property
    def spread(self) -> tuple[Decimal, Decimal]:
        """Between which numbers seven of ten lie."""
        return self.p15, self.p85

    @property
    def period(self) -> tuple[Day, Day]:
        """From which day to which its cases are."""
        return self.since, self.until


_ENOUGH = 10


class Count(Fact, Quantity):
    """个数（环节数、材料数、到现场次数）：文件写的数，不是清单的长度。 A stated count, never len()."""

    unit: Text
    """原文的量词，如 个、项、份、张。 The document's measure word."""

    @model_validator(mode="after")
    def _has_amount(self) -> Count:
        if not self.stated:
            raise fault("no-amount")
        return self


YUAN = "元"
"""The unit of money where none is named."""

Stretch = Literal["main", "external", "inside", "meter", "appliance"]
"""The pieces between the public main and what burns, heats or runs, in the order in which water, gas or heat comes."""


Purpose = Literal["handling", "connecting", "works", "goods", "service", "price"]
"""What money is for: the handling of an application, the connection, the works, goods, services, what is used."""


class Charge(Fact, Quantity):
    """收费或工程费用。 A charge: what for, how much per what, who pays, on what basis."""

    item: Text
    """收费项目，原文用词。 What is charged."""
    purpose: Purpose | None = None
    """为什么收：handling 办手续，connecting 接入（增容费、入网费），works 工程，goods 商品，service 服务，
    price 用量的价格；不写即按所在的一段（fees 是办手续，works 是工程）。
    What it is charged for; by its section where left out: handling under fees, works under works."""
    piece: Stretch | None = None
    """工程费是哪一段管子的；文件没有写明的不写。 Which piece of the pipe it is for, where the document says so."""
    free: Flag = False
    """明确不收。 The document says there is no charge."""
    included: Text | None = None
    """不另收，已经算在哪一项里，原文用词，如 热价。 Not charged separately: in which price it is included already."""
    currency: Text = YUAN
    """货币单位。 Currency."""
    per: Text | None = None
    """按什么计，如 户、平方米。 Per what."""
    times: Key | None = None
    """乘以办事人的哪个数，写那个判断条件的编号；单位和 per 相同。
    The input that it is multiplied with, of the unit `per`."""
    payer: Answer[Actors]
    """由谁承担。 Who pays."""
    basis: Answer[Words]
    """收费依据。 Legal basis."""
    reduction: Words | None = None
    """减免。 Reduction."""
    settlement: Words | None = None
    """结算办法，如 据实结算、多退少补。 How it is settled."""
    refunded: Answer[Words] | None = None
    """是押金、保证金的：什么时候退、怎么退，原文用词；不是的不写。 Of a deposit: when it is given back."""


# ------------------------------------------------------------------------------------------ the kinds of fact


Matter = Literal[
    "name", "scope", "steps", "papers", "limits", "starts_on", "ends_with", "excludes", "standards", "fees", "tariffs",
    "works", "commitments", "responsible", "channels", "window", "enquiries", "repairs", "complaints", "complaint_line",
    "interruptions", "results", "safety",
]  # fmt: skip
"""What a utility may have to publish."""


class Provision(Fact):
    """一项说明：范围、条件、服务、承诺等。 One thing the document says."""

    text: Text | None = None
    """通俗改写；不写即显示引文。 Plain wording; the quotation itself where left out."""
    publishes: tuple[Matter, ...] = ()
    """文件要求企业公开哪几项，如 [fees, responsible]；引文里要有那一项。 What it has the utility publish."""


class Scope(Provision):
    """适用或不适用的情形。 What the document covers, or does not."""

    where: When = ()
    """按判断条件说是哪些情形；只用来说话的不写。 The cases by the inputs; left out where it is words alone."""


class Beyond(Provision):
    """文件对其余情形只说了方向，如 逐渐扩大至……。 What the document says in general of all other cases."""

    sections: Annotated[tuple[Key, ...], Field(min_length=1)]
    """管哪几项，如 fees、help。 The headings it speaks of."""


class Term(Provision):
    """文件自己给出的定义。 A definition that the document itself gives."""

    term: Text
    """被定义的词，原文用词。 The word defined."""


class Body(Provision):
    """负责、经办的机构。 A body that is responsible or handles the matter."""

    name: Text
    """机构名称，原文用词。 Its name."""
    does: Text | None = None
    """负责什么、经办什么，原文用词。 What it does, in the document's words."""


class Particular(Provision):
    """办事指南上别的各项（GB/T 39046 表4）。 Other items of a service on government platforms."""

    item: Literal["case_type", "level", "online", "agency"]
    """哪一项：办件类型（即办件、承诺件）、行使层级、是否网办、中介服务。
    Which: whether it is done at once or promised, at which level of government, online, by which agencies."""


class Permit(Provision):
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
    also: Text | None = None
    """另一个名称，原文用词，如表里的流程名称。 Its other name, as that of the process in a table."""
    does: Text | None = None
    """做什么。 What is done."""
    provided: Several[Words] = ()
    """做这一步要先具备的，原文用词；不是申请的条件。 What this step needs first; no condition of applying."""
    present: Several[Words] = ()
    """这一步谁要到场，原文用词，如 用户现场签字。 Who has to be there."""
    result: Text | None = None
    """得到什么。 What comes out."""
    phase: Id | None = None
    """属于哪个阶段。 The phase it belongs to."""
    then: tuple[Branch, ...] = ()
    """分支或退回；不写即按顺序。 Branches and loops; the next in order where left out."""


class Pipe(Fact):
    """管子的一段：由谁建、归谁；由谁出钱写在 works。 A piece of the pipe: who builds it, who owns it."""

    piece: Stretch
    """哪一段：市政管网、外线（市政管网到红线）、红线内、表、用具。
    Which: the public main, the line from there to the red line, inside the red line, the meter, the appliance."""
    name: Text | None = None
    """文件怎么叫这一段，如 入网工程；不写即没有另外的叫法。 What the document calls it, if otherwise."""
    builder: Answer[Actors]
    """由谁建。 Who builds it."""
    owner: Answer[Actors]
    """建好归谁。 Who owns it."""
    text: Text | None = None
    """还写了什么，原文用词或通俗改写。 What else the document says of it."""


class Phase(Part):
    """阶段，如 报装前。 A phase of the procedure."""

    id: Id
    """编号。 Id."""
    name: Text
    """名称。 Name."""
    cite: Several[Cite] = ()
    """引用。 Citation."""


FormKind = Literal["original", "copy", "paper", "file"]


class Form(Part):
    """一种交法：原件、复印件、纸质、电子，几份，盖什么章。 One form of a paper: what, how many, under which seals."""

    kinds: Several[FormKind] = Field(default=(), alias="as")
    """原件、复印件、纸质件、电子件；写几个就是任一个，如 [original, copy]；没有写的不写。
    Original, copy, on paper, as a file; any one of several; left out where it is not said."""
    number: Whole | None = None
    """份数；没有写的不写。 How many; left out where it is not said."""
    seal: Several[Text] = ()
    """盖什么章，原文用词，如 [公章, 骑缝章]；只写“盖章”的写 章。 The seals, in the document's words."""
    optional: Flag = False
    """可以这样交，不是必须。 It may be handed in so, and need not."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    @model_validator(mode="after")
    def _says_something(self) -> Form:
        if not (self.kinds or self.seal) and self.number is None:
            raise fault("empty-form")
        return self


class Deferrable(Part):
    """这份材料可以后补：最迟何时、凭什么、不补会怎样。 That a paper may follow later, and until when."""

    until: Answer[Words]
    """最迟何时补齐。 Until when."""
    footing: Words | None = None
    """凭什么后补，如 承诺。 On what footing."""
    otherwise: Words | None = None
    """逾期不补的后果。 What follows when it does not come."""


class Deferral(Fact):
    """容缺：泛指的后补；一份一份写明的，写在材料的 deferrable。 What may follow later, no single paper of the list."""

    what: Words
    """什么可以后补。 What may follow."""
    until: Answer[Words]
    """最迟何时补齐。 Until when."""
    footing: Words | None = None
    """凭什么后补，如 承诺。 On what footing."""
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
    provided: Words | None = None
    """只在什么情形才要，原文用词，如 代办的；能写成判断条件的写 when。 Only in what case, where that is no input."""
    forms: Answer[Annotated[tuple[Form, ...], Field(min_length=1), BeforeValidator(as_list)]]
    """怎么交；几种写法是都要，如 原件和复印件。 The forms in which it is handed in, all of them."""
    requires: Several[Words] = ()
    """这份材料还要怎样，原文用词，如 须为申请人姓名。 What else is required of it."""
    receipt: Several[Words] = ()
    """随它一起交的收据、票据，原文用词，如 非税收据。 The receipts that come with it."""
    issuer: Text | None = None
    """出具机构。 Who issues it."""
    channel: Text | None = None
    """提交渠道。 By which channel."""
    present: Words | None = None
    """交的时候谁要到场，原文用词，如 须本人办理。 Who has to be there."""
    either: Id | None = None
    """同一组任选其一。 Papers of one group: any one of them."""
    step: Several[Id] = ()
    """在哪个环节、哪个阶段交，一个或几个；没有写的不写。 The steps or phases at which it is handed in."""
    deferrable: Deferrable | None = None
    """可以容缺后补的写；不能的、没有写的不写。 Where it may follow later."""
    blank: Answer[File] | None = None
    """空白表格文件，放在同一个文件夹里；空白的表是没有拿到的附件的，写 {not_in_hand: …}。
    A blank form as a file beside this one; or that it is an annex that we lack."""
    sample: File | None = None
    """示例样表文件，放在同一个文件夹里。 A form filled in as an example, as a file beside this one."""

    @property
    def number(self) -> str | None:
        """`not_stated` where it is said in which form it is handed in, but not how many."""
        said = () if unsaid(self.forms) else self.forms
        paper = [one for one in said if one.kinds != ("file",)]
        return NOT_STATED if paper and all(one.number is None for one in said) else None

    @property
    def until(self) -> Silence | None:
        """Why nobody knows until when it may follow; None where it may not, or where that is known."""
        return self.deferrable.until if self.deferrable and unsaid(self.deferrable.until) else None


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
    serves: tuple[
        Literal["apply", "track", "enquire", "repair", "complain", "supervise", "pay", "collect", "other"], ...
    ] = ()
    """办什么。 What for."""
    telephone: Verbatim | None = None
    """电话号码。 Number."""
    url: Web | None = None
    """网址。 Web address."""
    within: Text | None = None
    """设在哪种地方，文件没有写到地址时写，如 政务服务中心。 The kind of place it is in, where no address is stated."""
    address: Beside | None = None
    """地址，含楼层、窗口。 Address, floor and window."""
    hours: tuple[Hours, ...] = ()
    """时间。 Hours."""


class Column(Part):
    """表的一列。 A column."""

    id: Key
    """编号。 Id."""
    name: Text
    """列名。 Its heading."""
    unit: Text | None = None
    """这一列是数的，写单位，如 元；格里只写数，如 3.00，照原文的位数。 The unit of a column of numbers, as 元."""
    per: Text | None = None
    """每什么，如 立方米、户。 Per what, as 立方米."""
    times: Key | None = None
    """乘以办事人的哪个数，写那个判断条件的编号；单位和 per 相同。
    The input that it is multiplied with, of the unit `per`."""


class Amount(Quantity):
    """表里的数；只是一个数的，格里只写数，区间、上限、另一种单位、只有文字的才写成这样。 An amount in a cell."""

    unit: Text | None = None
    """单位，和这一列的不同时写。 Its unit, where it is not that of the column."""
    per: Text | None = None
    """每什么，和这一列的不同时写，如 人·次。 Per what, where it is not that of the column."""
    times: Key | None = None
    """乘以办事人的哪个数，由这一列来。 The input that it is multiplied with, taken from the column."""

    @model_validator(mode="after")
    def _has_amount(self) -> Amount:
        if not self.stated:
            raise fault("no-amount")
        return self


def _kind_of_cell(raw: object) -> str:
    """Which kind of thing a cell holds."""
    if (kind := answer_kind(raw)) != "·value":
        return kind
    return "·amount" if isinstance(raw, (dict, Amount)) else "·text"


Cell = Annotated[
    Annotated[Text, Tag("·text")]
    | Annotated[Amount, Tag("·amount")]
    | Annotated[Literal["not_stated"], Tag("·not_stated")]
    | Annotated[Lacking, Tag("·not_in_hand")],
    Discriminator(_kind_of_cell),
]
"""What a cell holds: the words of the document, a number of a column of numbers as it is written, or more than one."""


class ScheduleRow(Part):
    """表的一行。 A row of a cited table."""

    id: Id
    """编号。 Id."""
    when: When = ()
    """适用情形，在整张表的情形之内。 When it holds, within the cases of the whole table."""
    cells: dict[Key, Cell]
    """各列内容，原文用词；列有 unit 的只写数。 Its cells: words, or numbers where the column has a unit."""
    payer: Answer[Actors] | None = None
    """由谁承担，和整张表的不同时写。 Who pays, where it is not as in the whole table."""
    basis: Answer[Several[Words]] | None = None
    """收费依据，一份或几份，和整张表的不同时写。 Its legal basis, where it is not that of the whole table."""
    settlement: Words | None = None
    """结算办法，如 据实结算、多退少补。 How it is settled."""
    note: Text | None = None
    """本站说明，不是文件内容。 Our explanation; never a fact of the document."""
    cite: Several[Cite] = ()
    """引用。 Citation."""


class Schedule(Fact):
    """引用的表：收费、赔偿、压力、服务标准等。 A cited table: fees, compensation, pressures, service levels."""

    title: Text
    """表名。 Its title."""
    purpose: Purpose | Literal["standards", "compensation"]
    """这张表讲什么。讲钱的，写为什么收，和一项收费的 purpose 一样；standards 服务标准，compensation 赔偿。
    What it is about: what money is for, as of a charge; else service levels, or compensation."""
    payer: Answer[Actors] | None = None
    """由谁承担；表里有这一列的不写。 Who pays; left out where a column says it."""
    basis: Answer[Several[Words]] | None = None
    """收费依据，一份或几份；表里有这一列的不写。 Its legal basis; left out where a column says it."""
    columns: Annotated[tuple[Column, ...], Field(min_length=1)]
    """列。 Columns."""
    rows: Annotated[tuple[ScheduleRow, ...], Field(min_length=1)]
    """行。 Rows."""

    @model_validator(mode="before")
    @classmethod
    def _with_units(cls, raw: object) -> object:
        return _filled_in(raw) if isinstance(raw, dict) else raw

    @property
    def money(self) -> bool:
        """Whether it is about money that somebody pays."""
        return self.purpose in MONEY


MONEY: tuple[str, ...] = get_args(Purpose)
LEVELS: tuple[str, ...] = ("standards", "compensation")
"""What else a table may be about: what has to be kept, and what follows where it is not."""


def _filled_in(raw: dict[str, Any]) -> dict[str, Any]:
    """A table as a file has it, with each number of a column of numbers as an amount with the unit of its column."""
    columns = raw.get("columns")
    typed = [one for one in columns if isinstance(one, dict) and one.get("unit")] if isinstance(columns, list) else []
    rows = raw.get("rows")
    return {**raw, "rows": [_filled_row(row, typed) for row in rows]} if typed and isinstance(rows, list) else raw


def _filled_row(row: Any, typed: list[dict[str, Any]]) -> Any:
    cells = row.get("cells") if isinstance(row, dict) else None
    if not isinstance(cells, dict):
        return row
    amounts = {one["id"]: _amount(cells[one["id"]], one) for one in typed if one.get("id") in cells}
    return {**row, "cells": {**cells, **amounts}}


def _amount(cell: Any, column: dict[str, Any]) -> Any:
    """A cell with what its column says of it; as it is, where it is no amount."""
    own = {"exactly": cell} if isinstance(cell, str) and is_number(cell) else cell
    if not isinstance(own, dict) or "not_in_hand" in own:
        return cell
    kept = ("unit", "per", "times") if "unit" not in own and "per" not in own else ("unit",)
    return {**{key: column[key] for key in kept if key in column}, **own}
