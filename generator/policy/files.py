"""The files of `policies/`: documents, what a city and its utilities say, forms, waivers, calendars, settings. No I/O.

Every docstring under a field is also its description in the JSON Schema, so it stands in Chinese and English.
Sources of the terms: GB/T 2260 (places), GB 32100-2015 (credit codes).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    TypeAdapter,
    model_validator,
)
from pydantic_core import PydanticCustomError

from generator.policy.facts import (
    Beyond,
    Body,
    Channel,
    Charge,
    Count,
    Deadline,
    Deferral,
    Limit,
    Matter,
    Paper,
    Particular,
    Permit,
    Phase,
    Pipe,
    Practice,
    Provision,
    Schedule,
    Scope,
    Step,
    Stretch,
    Term,
)
from generator.policy.provenance import (
    Answer,
    Cite,
    Lack,
    Part,
    Section,
    Stated,
    Subject,
    Words,
    name_conflicts,
    unsaid,
)
from generator.policy.scalars import (
    Beside,
    Day,
    File,
    Flag,
    Id,
    Key,
    Language,
    Several,
    Text,
    Verbatim,
    Web,
    as_list,
    colour,
    fault,
    site_address,
    waivable,
)
from generator.policy.tables import Class, Defect, Impossible, Input, Table
from generator.policy.utilities import Utility


def _unless_empty(text: str) -> str:
    """A text as it is shown; an empty one as it is."""
    return _TEXT.validate_python(text) if text else text


_TEXT: TypeAdapter[str] = TypeAdapter(Text)


class Dated(Words):
    """日期或原文的说法。 A date, or what the document says instead of one."""

    on: Day | None = None
    """哪天。 Which day."""


class Superseded(Part):
    """被取代的条款。 What a document supersedes."""

    doc: Id
    """被取代的文件。 The document superseded."""
    clause: Verbatim | None = None
    """哪一条；不写即整份。 Which clause; the whole document where left out."""
    cite: Several[Cite]
    """新文件里哪句话这么说。 Where the new document says so."""


class Named(Part):
    """文件写到名字的企业；写到名字，不等于写了由它办。 A company that is named; it need not serve."""

    name: Text
    """原文怎么写它。 As the document calls it."""
    utilities: tuple[Utility, ...] = ()
    """是哪几类的；不写即都是。 Of which utilities; of all where left out."""
    cite: Several[Cite]
    """引用。 Citation."""


Rank = Literal["nation", "province", "city", "county", "company"]
"""The layers, highest first: of the state, a province, a city, a county, a company under one of them."""


class Ruled(Part):
    """对下面各层说的话。 What a document says to those below it."""

    to: dict[Rank, Text] = Field(default_factory=dict)
    """对谁说的，按层级，连同原文的叫法，如 {county: 各县区}；原文没有写对谁的不写，就是下面各层。
    Whom it binds, by rank, as the document calls them; all below where it does not say."""
    cite: Several[Cite]
    """引用。 Citation."""

    def binds(self, level: Rank | None) -> bool:
        """Whether it is said to places of a rank."""
        return not self.to or level in self.to


class Forbidden(Ruled):
    """上面一层不许下面改的。 What a document forbids those below to change."""

    changes: Annotated[tuple[Key, ...], Field(min_length=1)]
    """不许改哪几段，如 papers、steps、limits、fees。 The headings that must not be changed."""


class Demanded(Ruled):
    """上面一层要求下面写明的。 What a document has those below say."""

    sections: Annotated[tuple[Key, ...], Field(min_length=1)]
    """要求写明哪几段，如 limits、papers、refusals。 The headings that must be answered."""


class Missing(Part):
    """文件提到、没有拿到的。 What a document refers to and nobody here has."""

    id: Id
    """编号；not_in_hand 写它。 Id, which `not_in_hand` names."""
    name: Beside
    """名称，原文用词，前面可以写是附件几，如 附件2《居民给水接入服务标准》。
    Its name as the document has it, behind the number of an annex."""
    cite: Several[Cite]
    """文件哪里提到它。 Where the document refers to it."""


class Held(Part):
    """手里的这一份缺什么。 What lacks of the copy in hand."""

    cut_after: Verbatim | None = None
    """到哪几个字为止，后面的没有。 The last words of the copy, which is cut behind them."""
    damaged: Text | None = None
    """损坏的是什么，如 流程图，本站的话。 What of it is lost, in our words."""

    @model_validator(mode="after")
    def _something(self) -> Held:
        if (self.cut_after is None) is (self.damaged is None):
            raise fault("held-how")
        return self


DocumentKind = Literal["rule", "standard", "notice", "commitment", "fee_list", "guide", "news"]


class Document(Part):
    """依据文件。 A policy document."""

    id: Id
    """编号。 Id."""
    title: Answer[Beside]
    """标题。 Title."""
    kind: DocumentKind | None = None
    """哪一种：规定、标准、通知、承诺、收费表、办事指南、新闻。 What kind of document it is."""
    held: Annotated[
        Annotated[Literal["whole", "excerpt"], Tag("·how")] | Annotated[Held, Tag("·what")],
        Discriminator(lambda raw: "·how" if isinstance(raw, str) else "·what"),
    ] = "whole"
    """手里的这一份全不全：whole 全，excerpt 只有摘要，{cut_after: …} 到哪里为止，{damaged: …} 缺了什么。
    不全的，没有写到的各项（not_stated 的也在内）一律说成“没有拿到”，不说“文件没有写”。
    Whether all of it is in hand. Where it is not, what nothing answers, a heading that is `not_stated` among it,
    is told as not in hand and never as silent."""
    lacks: tuple[Missing, ...] = ()
    """文件提到、没有拿到的附件和别的文件。 Annexes and texts that it refers to and nobody here has."""
    issuers: Answer[Annotated[tuple[Text, ...], Field(min_length=1)]]
    """发文单位。 Issuers."""
    addressees: tuple[Text, ...] = ()
    """主送单位：文件发给谁，原文用词；没有的不写。 To whom it is sent, as it names them; none where left out."""
    number: Answer[Verbatim]
    """文号。 Document number."""
    index_no: Verbatim | None = None
    """公开时的索引号。 The index number under which it is published."""
    publisher: Text | None = None
    """由谁公开，如网站名，原文用词。 Who published it, as it stands there: a site."""
    published: Day | None = None
    """哪天公开的。 The day of publication."""
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
    providers: tuple[Named, ...] = ()
    """文件写到名字的企业；没有的不写。 The utility companies it names."""
    forbids: tuple[Forbidden, ...] = ()
    """不许下面一层改什么；没有的不写。 What it forbids those below to change."""
    demands: tuple[Demanded, ...] = ()
    """要求下面一层写明什么；没有的不写。 What it has those below say."""
    text: File | None = None
    """原文文本文件名，默认 <城市>.txt。 File of its text; by default `<city>.txt`."""
    scan: bool = False
    """是不是扫描件：true 是，文字由程序识别，记录在原文旁边的 .scan.json 里，要逐句核对。
    Whether it is a scan: a program has read its text, whose record lies beside it, and people confirm line by line."""
    cite: Several[Cite] = ()
    """文号、日期、单位在原文何处。 Where number, date and issuers stand."""

    @property
    def issuing(self) -> tuple[str, ...]:
        """Who issued it; nobody where the document does not say."""
        return () if unsaid(self.issuers) else self.issuers

    @property
    def whole(self) -> bool:
        """Whether all of it is in hand."""
        return self.held == "whole"


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
    procedure: tuple[Phase, ...] = ()
    """文件给列出的各步起的总名，不叫环节时写，如 办理流程。 What it calls the acts it lists, where not 环节."""
    deadlines: tuple[Deadline, ...] = ()
    """要赶的日子。每年哪天以前、某件事以前多久；企业提前通知的也写在这里。没有的不写，不会问。
    Days by which something is to be done, notices ahead among them; may be empty, and is never asked."""
    defects: tuple[Defect, ...] = ()
    """分类的漏洞与重叠。 Defects of the document's tables."""
    schedules: tuple[Schedule, ...] = ()
    """引用的表。 Cited tables."""
    terms: tuple[Term, ...] = ()
    """文件给出的定义；页面上代替本站的名词说明。 Definitions of the document; they stand instead of ours."""
    questions: tuple[Provision, ...] = ()
    """另外要问窗口的事，本站说明。 Further questions the window must answer (ours)."""
    impossible: tuple[Impossible, ...] = ()
    """相互矛盾的回答。 Answers that contradict each other."""
    practice: tuple[Practice, ...] = ()
    """实际用了多久。 How long it took in practice, as the utility counts it."""
    particulars: tuple[Particular, ...] = ()
    """其他事项：办件类型、行使层级、是否网办、中介服务，写了的才录。 Other items, where the document has them."""
    pipe: tuple[Pipe, ...] = ()
    """管子的各段由谁建、归谁。 The pieces of the pipe: who builds and who owns them."""
    beyond: tuple[Beyond, ...] = ()
    """文件对其余情形的说法。 What the document says in general of all other cases."""
    lacking: tuple[Lack, ...] = ()
    """没有拿到的。在哪份附件或别的文件里，管哪几项、哪些情形。 What texts that we lack rule on."""
    classes: Answer[tuple[Class, ...]] | None = None
    """类别。 Classes."""
    scope: Section[Scope] | None = None
    """适用范围。 Whom and what it covers."""
    exclusions: Section[Scope] | None = None
    """不适用的情形。 What it does not cover."""
    conditions: Section[Provision] | None = None
    """受理条件。 Conditions of acceptance."""
    refusals: Section[Provision] | None = None
    """不予受理的情形。 When it is refused."""
    approach: Section[Provision] | None = None
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
    result: Section[Provision] | None = None
    """办理结果。 What the service ends in."""
    channels: Section[Channel] | None = None
    """办理渠道。 Where to apply."""
    contacts: Section[Channel] | None = None
    """咨询、报修联系方式。 Whom to call."""
    complaints: Section[Channel] | None = None
    """投诉渠道。 Where to complain."""
    help: Section[Provision] | None = None
    """帮办、代办、客户代表。 Help with the application."""
    paid_help: Section[Provision] | None = None
    """延伸服务（可能收费）。 Further services, which may cost."""
    joint: Section[Provision] | None = None
    """联合办理。 Joint application."""
    commitments: Section[Provision] | None = None
    """承诺。 Commitments."""
    follow_up: Section[Provision] | None = None
    """回访。 Follow-up."""
    compensation: Section[Provision] | None = None
    """赔偿。 Compensation, where what is to be done is not."""
    bodies: Section[Body] | None = None
    """负责机构。 The bodies that are responsible or handle the matter."""
    announced: Section[Provision] | None = None
    """文件要求去做、不一定已有的。 What the document asks to be done, which may not be there yet."""


class CityFile(Sections):
    """policies/<city>/city.yaml: the place, its documents, what its utilities share."""

    name: Stated[Text]
    """地名；文件没有写明是哪里的，写 not_stated。 Name of the place, where it is known."""
    called: Text | None = None
    """没有写明是哪里的，本站怎么称呼，如 某地（地方不明）。 What the site calls it else."""
    code: Stated[Annotated[str, Field(pattern=r"^[0-9]{6}$")]]
    """行政区划代码（GB/T 2260）。 Code of the place."""
    covers: Text
    """收录范围，本站说明。 What the entry covers (ours)."""
    published: Flag = True
    """是否发布；还没有录完的写 false，别的地方照常生成。 Whether it is published; `false` while it is unfinished."""
    overlays: Id | None = None
    """上面一层是哪个地方：本地没有写的，按那里的规定。 The place above: what it says holds where this one is silent."""
    level: Rank | None = None
    """本地是哪一层；上面一层只对某些层级说话时要写。 Its rank; needed where those above speak to some ranks only."""
    about: tuple[Subject, ...] = ()
    """各业务的文件没有另写的，写的是什么。 What the files of its utilities are about, where they do not say."""
    read: Read
    """谁在何时读过文件。 Who read the documents, and when."""
    documents: Annotated[tuple[Document, ...], Field(min_length=1)]
    """依据文件。 Documents."""
    cite: Cite = Cite()
    """本文件各项默认的文件和条款。 Document and clause for all parts that name none."""

    @model_validator(mode="after")
    def _called(self) -> CityFile:
        if unsaid(self.name) is not (self.called is not None):
            raise fault("called-or-named")
        return self

    @property
    def shown(self) -> str:
        """What the site calls the place."""
        return self.called or self.name


class UtilityFile(Sections):
    """policies/<city>/<utility>.yaml: what holds for one utility."""

    about: tuple[Subject, ...] = ()
    """写的是什么：报装 connection、收费 fees、服务标准 service、给各地的标准 standard、赔偿 compensation；
    不写即照 city.yaml，那里也没有写的是报装。只问写的那几样该有的各项。
    What it is about; what city.yaml says where left out, else connection. Only the headings of these are asked.
    """
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
    telephone: Verbatim | None = None
    """电话号码。 Number."""


class Elsewhere(Part):
    """企业在别处公开的。 What the utility publishes elsewhere."""

    publishes: Annotated[tuple[Matter, ...], Field(min_length=1)]
    """公开了哪几项，如 [safety, interruptions]。 Which matters."""
    url: Web
    """网址。 Web address."""


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
    scope: tuple[Scope, ...] = ()
    """服务范围，如供水区域。 Service scope, such as the area served."""
    steps: tuple[Step, ...] = ()
    """报装程序；只在文件没有写环节时。 The procedure; only where the document states none."""
    limits: tuple[Limit, ...] = ()
    """企业自己的时限；是承诺的写 force: committed。 Its own time limits; `force: committed` for a promise."""
    practice: tuple[Practice, ...] = ()
    """实际用了多久。 How long it took in practice."""
    particulars: tuple[Particular, ...] = ()
    """其他事项：办件类型、是否网办等。 Other items, as whether it is done online."""
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
    commitments: tuple[Provision, ...] = ()
    """承诺。 Commitments."""
    elsewhere: tuple[Elsewhere, ...] = ()
    """在自己网站上公开的，各在哪里。 What it publishes on its own site, and where."""


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
            raise fault("choice-without-options")
        return self


class Serial(Part):
    """编号行。 The line for a serial number."""

    words: Verbatim
    """原文样式，括号是写编号的地方。 As printed; the number is written into the brackets."""
    year: Verbatim | None = None
    """印在上面的年份，可以改写。 The year printed in it, which may be overwritten."""
    help: Text | None = None
    """填写说明，本站说明。 Help (ours)."""

    @model_validator(mode="after")
    def _has_its_places(self) -> Serial:
        brackets = re.search(r"[(（]\s*[)）]", self.words)
        if brackets is None or (self.year or "") not in self.words[: brackets.start()]:
            raise fault("serial-without-place")
        return self


class FormGroup(Part):
    """表格的一组。 A group of fields."""

    id: Id
    """编号。 Id."""
    title: Stated[Text]
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


AsideKind = Literal["heading", "layout", "internal", "background", "contact", "repeated", "refused"]
"""Why something of a document is no fact for the public."""
ASIDE_KINDS: Mapping[AsideKind, tuple[str, str]] = {
    "heading": ("标题", "a heading"),
    "layout": ("版式文字：空格、备注、目录", "layout: blanks, notes, a table of contents"),
    "internal": ("对机关、企业内部的要求", "for authorities or companies themselves"),
    "background": ("背景、目标、客套", "background, aims, courtesies"),
    "contact": ("别人的联系方式", "contacts of others"),
    "repeated": ("别处说过，按那里录入", "said elsewhere, and entered there"),
    "refused": ("看过的候选，不是给公众的事实", "a proposal, judged as no fact for the public"),
}
"""The words of each kind, in Chinese and English."""


class SetAside(Part):
    """没有采用的条款、句子和理由。 What carries no fact for the public, and why."""

    doc: Id | None = None
    """哪份文件；只有一份时不写。 The document; left out where the city has one."""
    clause: Annotated[tuple[Text, ...], Field(min_length=1), BeforeValidator(as_list)]
    """条款，一条或几条；写上级条款即包括其下各条。 One clause or several; with all clauses within them."""
    quote: Several[Text] = ()
    """只是其中几句（几格）时，每句写几个字；不写就是整条。
    A few words of each sentence or cell, where it is not all of the clause."""
    kind: AsideKind | None = None
    """哪一种：heading 标题，layout 空格、备注、目录，internal 对机关、企业内部的要求，background 背景、目标、客套，
    contact 别人的联系方式，repeated 别处说过、按那里录入，refused 看过的候选，不是事实。
    Of which kind the reason is."""
    proposal: Text | None = None
    """只是某一个候选不采用，那几句还要另外交代：是哪一个，由程序写。
    Where only a proposal is refused, and its sentences are still to be accounted for: which, as a program writes it."""
    because: Text | None = None
    """为什么不采用，如 行政机关内部的要求；写了 kind、没有别的要说的，不写。
    Why it is not used; may be left out where the kind says all."""

    @model_validator(mode="after")
    def _reasoned(self) -> SetAside:
        if self.kind is None and self.because is None:
            raise fault("aside-without-reason", allowed="、".join(ASIDE_KINDS))
        return self


class AsideFile(Part):
    """policies/<city>/set-aside.yaml: what carries no fact of a document, so that nothing is simply forgotten."""

    clauses: tuple[SetAside, ...]
    """条款。 Clauses."""


class Waiver(Part):
    """豁免：一个警告为什么可以留着。 Why a warning may stand: who says so, since when, and until when."""

    code: Annotated[str, AfterValidator(waivable)]
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
            raise fault("dates-reversed")
        return self


class WaiverFile(Part):
    """policies/<city>/waivers.yaml: warnings that may stand, each with a reason and a last day."""

    waivers: tuple[Waiver, ...]
    """豁免。 Waivers."""


Verdict = Literal["agreed", "remark"]


class Reviewed(Part):
    """复核：另一个人对照文件看过一项以后怎么说。 What a second person says of a thing, held against its document."""

    verdict: Verdict
    """怎么说：agreed 同意，remark 有意见。 Whether that person agrees, or has a remark."""
    remark: Text | None = None
    """意见，或者同意时补充的话。 The remark, or what is added to the agreement."""
    by: Text
    """谁。 Who."""
    on: Day
    """哪天。 When."""
    says: Several[Text] = ()
    """看的时候公众读到的话，以后改了好对照。 What the public read of it then, to be compared with what it reads now."""
    quote: Several[Text] = ()
    """看的时候的引文。 Its quotations then."""
    hash: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
    """看的时候这一项的核对码；以后改了值或引文，码就不同，要重看。由程序写。
    What the thing was when it was seen, as the program writes it: it is open again when value or citation change."""

    @model_validator(mode="after")
    def _said(self) -> Reviewed:
        if self.verdict == "remark" and self.remark is None:
            raise fault("remark-without-words")
        return self


class ReviewedFile(Part):
    """policies/<city>/reviewed.yaml: who has held which thing against its document, with what result. Not published."""

    reviewed: dict[Text, Reviewed]
    """按地址写的各项，如 gas.yaml/limits/large；整段没有写的，写到段为止，如 gas.yaml/fees。
    Each thing by its address; of a heading that is answered as a whole, file and heading."""


class Translation(Part):
    """一处文字的译文。 A text of a policy file in another language."""

    of: Text
    """译的是什么：原文件里这一处的中文；中文改了，译文就不再用，要重译。
    The Chinese that it translates; where that has changed, the translation is out of date and not shown."""
    says: Annotated[str, AfterValidator(_unless_empty)]
    """译文；还没有译的写 ""。 What it is in the other language; `""` while it is not translated."""


class TranslationFile(Part):
    """policies/<city>/<file>.<language>.yaml: what the texts of a file that readers see are in another language."""

    texts: dict[Text, Translation]
    """各处文字，按地址，如 classes/large-external/name；同样的中文在一个文件里译一次就够。
    Each text by its address; the same Chinese need be translated once in a file."""


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

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    @model_validator(mode="after")
    def _plausible(self) -> Holiday:
        if self.since > self.until:
            raise fault("dates-reversed")
        if weekday := next((day for day in self.worked if day.weekday() < _SATURDAY), None):
            raise fault("worked-weekday", day=str(weekday))
        return self


_SATURDAY = 5


class YearFile(Part):
    """workdays/<year>.yaml, ours and a publisher's: holidays and make-up working days of one year, as announced."""

    source: Text
    """公布文件的标题。 Title of the announcement."""
    number: Text | None = None
    """文号。 Its number."""
    date: Day
    """公布日期。 Its date."""
    holidays: Annotated[tuple[Holiday, ...], Field(min_length=1)]
    """各节日。 The holidays."""


def _each_once(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


class Colours(Part):
    """本单位的颜色：按钮、链接、标题旁的记号。 The publisher's colour, of buttons, links and marks."""

    light: Annotated[str, AfterValidator(partial(colour, "light"))]
    """浅色页面上的，如 "#00695c"；在白底上的对比至少 4.5。 On light pages, with a contrast of 4.5 at least."""
    dark: Annotated[str, AfterValidator(partial(colour, "dark"))]
    """深色页面上的，如 "#74d3c2"；在深底上的对比至少 4.5。 On dark pages, likewise."""


class FootLine(Part):
    """网页下面的一句话。 A line at the foot of every page."""

    text: Text
    """写什么。 What it says."""
    url: Annotated[str, AfterValidator(site_address)] | None = None
    """点它去哪里。 Where it leads."""


class Publisher(Part):
    """policies/publisher.yaml: who runs the site. All unset by default."""

    name: Text | None = None
    """网站的名称，在每一页的上面；不设就是“水气暖报装指南”。 The name of the site, at the head of every page."""
    logo: Literal["logo.png", "logo.svg"] | None = None
    """网站的标志，放在本文件旁边，代替名称前面的记号。 The logo of the site, a file beside this one."""
    colours: Colours | None = None
    """网站的颜色。 The colours of the site."""
    footer: Annotated[tuple[FootLine, ...], Field(max_length=12)] = ()
    """每一页下面另加的话和链接。 What else stands at the foot of every page."""
    site_url: Annotated[str, AfterValidator(site_address)] | None = None
    """网址。 Address of the site."""
    operator: Text | None = None
    """主办单位。 Who runs it."""
    contact: Text | None = None
    """找主办单位纠错、反映无障碍问题用的电话或邮箱。 Where to tell the operator of a mistake or a barrier."""
    icp: Text | None = None
    """ICP备案号。 ICP number."""
    police: Text | None = None
    """公安备案号。 Public security registration."""
    languages: Annotated[tuple[Language, ...], AfterValidator(_each_once)] = ()
    """中文以外还有哪些语言的网页，templates/locale/ 里有译文的，如 [en]；英文网页在 /en/。
    The languages of pages beside the Chinese ones, such as [en], whose pages stand below /en/."""

    def spoken(self, language: str | None) -> Publisher:
        """The publisher as the pages of a language name it, whose addresses lie below its own folder."""
        return self.model_copy(update={"site_url": self.at(f"{language}/") or None}) if language else self

    def at(self, path: str) -> str:
        """The address of a path of the site; empty where the site has none."""
        return f"{self.site_url.rstrip('/')}/{path}" if self.site_url else ""


RESERVED_UTILITIES = frozenset(
    {
        *("city", "form", "set-aside", "waivers", "reviewed"),  # the other files of a place
        *("publisher", "changes", "duties", "utilities", "workdays"),
        *("document", "joint", "notice", "prepare", "supply", "ticket", "window"),  # the other pages of a place
    }
)
"""Names that no utility may have."""


def _utility(name: Id) -> Id:
    if name in RESERVED_UTILITIES or not name[0].isalpha():
        raise fault("reserved-utility", value=name)
    return name


def _heading(name: Key) -> Key:
    if name not in (known := [one for one, field in Sections.model_fields.items() if field.default is None]):
        expected = ", ".join(f"'{one}'" for one in known)
        raise PydanticCustomError("literal_error", "Input should be {expected}", {"expected": expected})
    return name


class UtilityEntry(Part):
    """一类业务：怎么叫，排在哪里，哪几项不问。 A utility: its words, its drawing, what is not asked of it."""

    id: Annotated[Id, AfterValidator(_utility)]
    """编号，也是文件名和网址的一段，如 reclaimed-water。 Id: the name of its files, and a part of addresses."""
    name: Text
    """按钮和标题上的名称，如 用水。 Its name on buttons and in headings."""
    short: Text
    """并列时的简称，如 水。 Its short name among others."""
    english: Text
    """英文名称，如 water。 Its name in English."""
    service: Text
    """这项业务的名称，如 用水报装。 What the service is called."""
    title: Text
    """指南的标题，如 用水报装指南。 The title of its guides."""
    verb: Text
    """办完叫什么，如 通水。 What being connected is called."""
    stop: Text
    """停供叫什么，如 停水。 What an interruption is called."""
    provider: Text
    """由谁办，通称，如 供水企业。 Who provides it, in general."""
    icon: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,60}$")]
    """图形，templates/icons/ 里一个文件的名称，不带 .svg。 Its drawing: a file of templates/icons/, without .svg."""
    documents: Annotated[tuple[Text, ...], Field(min_length=1)]
    """文件里怎么写它：候选归哪一类，看这些词。 By which words of a document a proposal is known to be about it."""
    called: Annotated[tuple[Text, ...], Field(min_length=1)]
    """人们怎么说、怎么打，首页的查找靠它认。 How people say and type it, for the finder."""
    elsewhere: dict[Literal["danger", "repair", "bills"], tuple[Text, ...]] = Field(default_factory=dict)
    """不归这里讲的事怎么说：危险、报修、缴费。 How people call what these pages do not tell."""
    unasked: tuple[Annotated[Key, AfterValidator(_heading)], ...] = ()
    """通常没有的几项，如 visits：文件写了照录，没写不算没有写。 The headings that are unusual: told where the document
    has them, and no silence where it has not."""
    pieces: dict[Stretch, Text] = Field(default_factory=dict)
    """管线各段怎么叫，和通常的叫法不同的才写。 The pieces of its line, where they are called otherwise than usual."""
    translations: dict[Language, dict[Key, Text]] = Field(default_factory=dict)
    """别的语言里怎么说：语言 → 键 → 说法，如 {en: {name: Reclaimed water}}；程序自带的写在 templates/locale/。
    What is said in other languages, by language and key; that of ours stands in templates/locale/."""


class UtilitiesFile(Part):
    """policies/utilities.yaml: the utilities that this publisher has beside those that come with the program."""

    utilities: Annotated[tuple[UtilityEntry, ...], Field(min_length=1)]
    """各类业务。 The utilities."""


class DutyItem(Part):
    """要公开的一项。 One item of a list of duties."""

    id: Id
    """编号，数据里用。 Id, for the data."""
    name: Text
    """读者看到的名称。 What readers call it."""
    found: Annotated[tuple[Matter, ...], Field(min_length=1), BeforeValidator(as_list)]
    """看哪几样公开了没有，如 [starts_on, ends_with]；全公开了才算公开。 What must be published for it, all of it."""
    source: Text | None = None
    """这一项的出处，和整个清单的出处不同时写。 Its own source, where it is not that of the list."""


class DutyGroup(Part):
    """清单的一组。 A group of items."""

    name: Text
    """组名，如 服务。 Its name."""
    items: Annotated[tuple[DutyItem, ...], Field(min_length=1)]
    """各项。 Its items."""


class Duty(Part):
    """一份要公开的清单。 A list of what is to be published."""

    id: Annotated[str, Field(pattern=r"^[a-z]{2}[a-z0-9-]{0,40}$")]
    """编号，也是网址的一段，以两个小写字母开头。 Id, a part of its address, which begins with two letters."""
    name: Text
    """名称，如 信息公开。 Its name."""
    source: Text
    """各项出自哪里，名称和文号。 Where its items come from."""
    read: Literal["whole", "excerpt", "not_read"]
    """出处的全文读过、只读过节选，还是没有读过；没有读过的，网页上照说。
    Whether its makers have read the source as a whole, in excerpts, or not; pages say so."""
    groups: Annotated[tuple[DutyGroup, ...], Field(min_length=1)]
    """各组。 Its groups."""

    @property
    def items(self) -> tuple[DutyItem, ...]:
        """The items of all groups, in order."""
        return tuple(item for group in self.groups for item in group.items)


class DutiesFile(Part):
    """policies/duties.yaml: what utilities are to publish, as lists; without it, those of templates/duties.yaml."""

    lists: Annotated[tuple[Duty, ...], Field(min_length=1)]
    """各份清单，第一份在 /disclosure/。 The lists; the first stands at /disclosure/."""


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


name_conflicts()
