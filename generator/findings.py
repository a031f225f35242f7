"""Findings: data first, text second. Every code, its severity and its words in Chinese and English stand here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

Severity = Literal["error", "warning", "info"]


class Message(NamedTuple):
    """What a code says; `{name}` is filled in from the finding."""

    severity: Severity
    zh: str
    en: str


CODES: dict[str, Message] = {
    # ------------------------------------------------------------------------------------------ files and YAML
    "not-utf8": Message(
        "error",
        "文件不是 UTF-8 编码{guess}；请用编辑器“另存为 UTF-8”",
        "the file is not UTF-8{guess_en}; save it as UTF-8",
    ),
    "too-large": Message(
        "error",
        "文件有 {size} 字节，超过上限 {limit}；政策文件应只写事实和短引文，请拆分",
        "the file has {size} bytes, more than the {limit} allowed; keep facts and short quotations only, or split it",
    ),
    "yaml-syntax": Message(
        "error",
        "YAML 写法有误：{problem}；请检查这一行及上一行的缩进、冒号和引号",
        "YAML syntax: {problem}; look at indentation, colon and quotes of this line and the one above",
    ),
    "unquoted-text": Message(
        "error",
        "这段文字里有“{sign}”，YAML 会误解；请给整段文字加半角引号，改成：{line}",
        'the text has "{sign}" in it, which means something else to YAML; put it in quotes: {line}',
    ),
    "empty-file": Message("error", "文件是空的；请写入内容或删除文件", "the file is empty; fill it or delete it"),
    "unreadable": Message(
        "error",
        "文件读不出来（{problem}）；请换成普通文件，并检查权限",
        "the file cannot be read ({problem}); make it an ordinary file and check its permissions",
    ),
    "tab": Message(
        "error", "缩进用了制表符；YAML 只能用空格缩进", "a tab in the indentation; YAML indents with spaces"
    ),
    "full-width-space": Message(
        "error",
        "缩进用了全角或不换行空格（{character}）；请改为半角空格",
        "a full-width or no-break space ({character}) in the indentation; use ordinary spaces",
    ),
    "full-width-colon": Message(
        "error",
        "键“{key}”后是全角冒号“：”；请改为半角冒号加一个空格“: ”",
        'a full-width colon after the key "{key}"; write ": " (half-width, then a space)',
    ),
    "full-width-comma": Message(
        "error",
        "{{ }} 或 [ ] 里用了全角逗号“，”；请改为半角逗号；若逗号属于文字，请给文字加半角引号",
        "a full-width comma inside {{ }} or [ ]; use a half-width one, or put the text into half-width quotes",
    ),
    "full-width-quotes": Message(
        "error",
        "整段文字用中文引号括起来了；YAML 的引号是半角的 \" 或 '。若中文引号属于原文，请在外面再加半角引号",
        "the text is wrapped in Chinese quotation marks; YAML quotes with \" or '. If the Chinese marks belong to "
        "the text, put half-width quotes around them",
    ),
    "swallowed-comment": Message(
        "error",
        "“#”之后的“{rest}”会被当作注释丢掉；若是正文请给整段加半角引号，若是注释请在 # 后加空格",
        'what follows "#" ("{rest}") would be dropped as a comment; quote it if it is text, or put a space after #',
    ),
    "yaml-trap": Message(
        "error",
        "没有加引号的 {value} 会被 YAML 读成{kind}；是文字请加半角引号，是数请写普通十进制，是否请写小写 true、false",
        "unquoted {value} is {kind_en} to YAML; quote text, write numbers as plain decimals, and true or false small",
    ),
    "empty-value": Message(
        "error",
        "“{key}”后面没有内容（null、~ 也是没有）；{remedy}",
        '"{key}" has no value (null and ~ are none); {remedy_en}',
    ),
    "duplicate-key": Message(
        "error",
        "键“{key}”重复，第一次在第 {first} 行；请合并或删去一个",
        'duplicate key "{key}", first on line {first}; merge or delete one',
    ),
    "merge-key": Message("error", "不允许合并键 <<；请把内容写全", "merge keys (<<) are not allowed; write it out"),
    "alias-bomb": Message(
        "error",
        "锚点和别名展开后超过 {limit} 项或引用自身；请把内容写全",
        "anchors and aliases expand to more than {limit} nodes or to themselves; write it out",
    ),
    "too-many-entries": Message(
        "error",
        "文件里有 {limit} 项以上（一个键、一个值、一个列表项各算一项）；一个文件只写一个地方一类业务的事实，请拆分",
        "the file has more than {limit} entries (each key, value and item counts); it is for the facts of one utility "
        "in one place: split it",
    ),
    "too-many-faults": Message(
        "error",
        "这个文件的问题有 {limit} 处以上，不逐条列出；多半是整个文件写错了格式或放错了地方，请对照“字段”一页重写",
        "the file has more than {limit} problems, which are not listed; most likely all of it has the wrong form or "
        "belongs elsewhere: compare it with the page of fields",
    ),
    "foreign-tag": Message("error", "不允许 YAML 标签 {tag}；请删去", "the YAML tag {tag} is not allowed; delete it"),
    "complex-key": Message("error", "键必须是单个词", "a key must be a single word"),
    # --------------------------------------------------------------------------------------------------- model
    "unknown-key": Message(
        "error",
        "不认识的键“{key}”{guess}；这里可用：{allowed}",
        'unknown key "{key}"{guess_en}; allowed here: {allowed}',
    ),
    "missing-key": Message(
        "error",
        "缺少“{key}”；文件没有写请填 not_stated，写了请补上",
        '"{key}" is missing; write not_stated where the document is silent, or what it says',
    ),
    "required-key": Message("error", "缺少“{key}”；这一项必须填写", '"{key}" is missing; it must be given'),
    "wrong-shape": Message(
        "error", "这里应是{expected}，写的却是{found}", "expected {expected_en} here, found {found_en}"
    ),
    "not-allowed": Message(
        "error", "“{value}”不在允许的值之内；可用：{allowed}", '"{value}" is not allowed; use one of: {allowed}'
    ),
    "too-short": Message("error", "至少要有 {least} 项{silence}", "at least {least} items are needed{silence_en}"),
    "too-long": Message("error", "最多只能有 {most} 项", "at most {most} items are allowed"),
    "bad-pattern": Message("error", "“{value}”的写法不对；应符合 {pattern}", '"{value}" is not of the form {pattern}'),
    "empty-text": Message("error", "文字是空的；{remedy}", "empty text; {remedy_en}"),
    "invisible-character": Message(
        "error",
        "文字里有看不见的控制字符 {character}；请删去后重新输入",
        "an invisible control character {character} in the text; delete and retype it",
    ),
    "bad-id": Message(
        "error",
        "编号“{value}”不合规则；只用小写字母、数字和连字符，至多 60 个，如 no-external-line",
        'the id "{value}" is not valid; use lower case letters, digits and hyphens, 60 at most, as in no-external-line',
    ),
    "bad-number": Message(
        "error",
        "“{value}”不是数；请用半角数字和小数点，如 3.5，单位另写",
        '"{value}" is no number; use half-width digits and a point, as in 3.5, with the unit elsewhere',
    ),
    "long-number": Message("error", "{value} 超过 15 位有效数字", "{value} has more than 15 digits"),
    "bad-date": Message(
        "error",
        "“{value}”不是日期，或没有这一天；请按 2021-09-06 这样的格式写",
        '"{value}" is no date, or there is no such day; write it in the form of 2021-09-06',
    ),
    "bad-flag": Message("error", "“{value}”应是 true 或 false", '"{value}" should be true or false'),
    "bad-test": Message(
        "error",
        "条件“{value}”看不懂；可用：<= 1000、(100..1000]、[1..3]、true、名称、not(…)、-",
        'the test "{value}" is no FEEL unary test; use <= 1000, (100..1000], [1..3], true, names, not(…) or -',
    ),
    "path-leaves-folder": Message(
        "error",
        "文件名“{value}”指到文件夹之外；请把文件放进本文件夹，只写相对名称",
        'the file name "{value}" leads out of the folder; put the file into it and write its relative name',
    ),
    "odd-file-name": Message(
        "error",
        "文件名“{value}”的写法容易找错文件（多余的点或斜杠、多余或特殊的空格、看不见的字符、拆开写的字母，或太长）；"
        "请把文件改名，这里写成“{plain}”",
        'the file name "{value}" leads astray (a needless dot, stroke or blank, what cannot be seen, letters taken '
        'apart, or too long); rename the file and write "{plain}"',
    ),
    "file-kind": Message(
        "error",
        "文件“{value}”的类型不能发布；可用：{allowed}，文件名不以点开头",
        'the file "{value}" is of no kind that is published; use one of: {allowed}; no name begins with a dot',
    ),
    "no-file": Message(
        "error",
        "没有文件“{value}”；请把它放在写这一项的 YAML 文件旁边（不要用链接指到别处）",
        'there is no file "{value}"; put it beside the YAML file that names it (no link to elsewhere)',
    ),
    "two-amounts": Message("error", "数量只能写一个，这里有：{names}", "only one amount may be given, found: {names}"),
    "no-amount": Message(
        "error",
        "没有写数量；请写 exactly、at_most、at_least、between、starts_within、words 之一",
        "no amount; give one of exactly, at_most, at_least, between, starts_within, words",
    ),
    "range-reversed": Message("error", "区间前大后小；小的写在前面", "the range is reversed; the smaller comes first"),
    "dates-reversed": Message(
        "error", "起始日期晚于截止日期；请对调或改正", "the first day is later than the last; swap or correct them"
    ),
    "target-without-date": Message(
        "error",
        "force: target 要有 target（期限），有 target 就要写 force: target",
        "force: target needs a target with its date, and a target needs force: target",
    ),
    "boolean-without-words": Message(
        "error",
        "是非题要写 words，“是”和“否”两样都写文件中的说法，如 words: {{true: 有外线, false: 无外线}}",
        "a boolean input needs `words` for both, what the document calls true and what false, as in "
        "words: {{true: 有外线, false: 无外线}}",
    ),
    "enumeration-without-values": Message(
        "error",
        "枚举题至少要有两个 values，如 values: [居民, 非居民]；只有“是”和“否”的请改写 type: boolean 和 words",
        "an enumeration needs at least two `values`, as in values: [居民, 非居民]; where there is only yes and no, "
        "write type: boolean and `words`",
    ),
    "choice-without-options": Message(
        "error", "选择栏至少要有两个 options", "a field to choose in needs at least two `options`"
    ),
    "serial-without-place": Message(
        "error",
        "编号行 words 里要有写编号的空括号；year 若填写，须是括号之前印着的年份",
        "`words` needs empty brackets for the number; a `year` must be printed before them",
    ),
    "no-silence-here": Message(
        "error",
        "这里不能填 not_stated；{remedy}",
        "not_stated is no answer here; {remedy_en}",
    ),
    "long-text": Message(
        "error",
        "文字超过 {limit} 个字；引文只写承载事实的几个字",
        "more than {limit} characters; quote only the words that bear the fact",
    ),
    "bad-url": Message(
        "error",
        "“{value}”不是网址；请照 https://www.example.cn/path 的样子写，不留空格和全角符号",
        '"{value}" is no web address; write it as in https://www.example.cn/path, without spaces',
    ),
    "not-positive": Message("error", "{value} 应大于 0", "{value} must be greater than 0"),
    "assured-by-hand": Message(
        "error",
        "assured 不能手写；企业提供的内容请放进 <业务>.assured.yaml",
        "`assured` is not written by hand; what the utility vouches for belongs into <utility>.assured.yaml",
    ),
    "left-blank": Message(
        "error",
        "{title}：还没有回答；请把“{value}”换成真实内容{silence}，不需要的删去这一行",
        'not yet answered ("{value}"); write what it is{silence_en}, or delete the line',
    ),
    "bad-value": Message("error", "内容不合要求：{problem}", "not valid: {problem}"),
    # -------------------------------------------------------------------------------------------- across files
    "no-logo": Message(
        "error",
        "找不到标志文件“{file}”；请把 PNG 文件放进本文件夹，只写文件名",
        'there is no logo file "{file}"; put the PNG file into this folder and write its name',
    ),
    "not-png": Message(
        "error",
        "标志文件“{file}”不是完好的 PNG；请另存为 PNG（改后缀名不算）",
        'the logo file "{file}" is no sound PNG; save it as one (renaming it is not enough)',
    ),
    "logo-too-large": Message(
        "error",
        "标志文件“{file}”太大：{size}，上限 {limit}；请缩小后再放",
        'the logo file "{file}" is too large: {size}, {limit} allowed; make it smaller',
    ),
    "assured-without-guide": Message(
        "error",
        "这里没有 {file}，企业提供的内容无处可放；请核对文件名，或先建 {file}",
        "there is no {file} to which this could belong; check the name of the file, or make {file} first",
    ),
    "assured-without-text": Message(
        "error",
        "企业提供的说明没有引文可显示；请写 text",
        "what a utility vouches for has no quotation to be shown; give its `text`",
    ),
    "assured-steps": Message(
        "error",
        "文件已写明环节，企业不能另加；请删去 steps，企业的做法可写进 commitments",
        "the document states the steps, a utility cannot add to them; delete `steps`, and use `commitments`",
    ),
    "assured-id-taken": Message(
        "error",
        "编号“{value}”已用于文件里的一项；请换一个编号",
        'the id "{value}" belongs to a fact of the document; choose another',
    ),
    "not-supplied": Message(
        "info",
        "企业还没有提供“{item}”（文件也没有写）；可写在 {key}",
        "not yet supplied by the utility, and no document says it: {item}; it goes under {key}",
    ),
    "reserved-folder": Message(
        "error",
        "“{value}”是网站自己的地址，不能作地方的编号；请换一个",
        '"{value}" is an address of the site itself; choose another id for the place',
    ),
    "worked-weekday": Message(
        "error",
        "{day} 不是周六或周日，不会是调休上班的日子；请核对公布的安排",
        "{day} is neither Saturday nor Sunday, so it is no make-up working day; compare with the announcement",
    ),
    "other-year": Message(
        "error",
        "这里有不属于 {year} 年的日子；文件名就是年份，请核对",
        "days that are not of {year}; the name of the file is the year",
    ),
    "unknown-file": Message(
        "error",
        "不认识的文件名；这里可有：{allowed}",
        "unknown file name; allowed here: {allowed}",
    ),
    "no-city-file": Message(
        "error",
        "文件夹里没有 city.yaml；请新建，写明地名和依据文件",
        "no city.yaml; make one with the place and its documents",
    ),
    "bad-folder": Message(
        "error",
        "文件夹名“{value}”会成为网址；只用小写字母、数字和连字符",
        'the folder name "{value}" becomes an address; use lower case letters, digits and hyphens',
    ),
    "duplicate-id": Message(
        "error", "编号“{value}”重复，另一处在第 {first} 行", 'the id "{value}" is used twice, first on line {first}'
    ),
    "unknown-id": Message(
        "error",
        "找不到 {kind}“{value}”{guess}；现有：{allowed}",
        'there is no {kind} "{value}"{guess_en}; there are: {allowed}',
    ),
    "unanswered": Message(
        "error",
        "“{section}”（{title}）没有回答；读过文件而没有写到请填 not_stated",
        '"{section}" is not answered; write not_stated if the document was read and is silent',
    ),
    "reference-with-facts": Message(
        "error",
        "参照执行（reference）的文件里不再写其他内容",
        "a file with a `reference` holds nothing else",
    ),
    "utilities-misplaced": Message("error", "utilities 只写在 city.yaml 里", "`utilities` belongs into city.yaml only"),
    "test-does-not-fit": Message(
        "error",
        "“{value}”的条件 {test} 不合它的类型{guess}；可用：{expected}",
        'the test {test} on "{value}" does not fit its type{guess_en}; use: {expected}',
    ),
    "cells-without-columns": Message(
        "error",
        "这一行的列是 {found}，表头是 {expected}；两者要一致",
        "the row has the columns {found}, the table {expected}; make them agree",
    ),
    "overlay-loop": Message(
        "error", "overlays 绕回了自己；请改指真正的上级地方", "`overlays` leads back to itself; name the place below"
    ),
    "overlay-unpublished": Message(
        "error",
        "下面一层的“{value}”还不发布，这里也就不能发布；请先发布它，或在这里也写 published: false",
        'the place below, "{value}", is not published, so this one cannot be; publish it first, or write '
        "`published: false` here, too",
    ),
    "not-published": Message(
        "info",
        "“{slug}”还不发布，有 {number} 个问题，逐项见 check {slug}；录完以后删去这一行",
        "not published, {number} problems, told by: check {slug}; delete this line when all is done",
    ),
    # ---------------------------------------------------------------------------------------- decision tables
    "unrecorded-defect": Message(
        "error",
        "分类表“{table}”有没有记录的{kind}，例如 {witness}。先核对录入；文件确实如此，就把下面几行粘贴到 defects",
        'table "{table}" has {kind_en} that is not recorded, as at {witness}. First check the rows against the '
        "document; if it is the document's, paste these lines into `defects`",
    ),
    "imagined-defect": Message(
        "error",
        "记录的{kind}不存在，例如 {witness} 实际符合：{actual}。请改正 where 和 classes，或删去这一条",
        "this defect, {kind_en}, is not so: at {witness} the table gives {actual}. Correct `where` and `classes`, "
        "or delete it",
    ),
    "unreachable-row": Message(
        "error",
        "这一行没有任何取值能符合；请核对条件和取值范围",
        "no value can match this row; check its tests and the domains",
    ),
    "unreachable-class": Message(
        "error",
        "没有任何取值会落在这一类；请核对各类的条件和优先关系，或删去",
        "no value falls into this class; check the rows and the precedence of all classes, or delete it",
    ),
    "unreachable-fact": Message(
        "error",
        "没有任何取值能符合这一项的 when，谁也看不到它；请核对条件",
        "no value can meet this `when`, so nobody is ever shown it; check its tests",
    ),
    "unused-value": Message(
        "error",
        "枚举值“{value}”没有任何条件用到；请核对拼写，或删去",
        'no test names the value "{value}"; check its spelling, or delete it',
    ),
    "table-cycle": Message(
        "error",
        "分类表互相引用成了圈：{tables}；请断开",
        "the tables feed each other in a circle: {tables}; break it",
    ),
    "table-too-large": Message(
        "error",
        "分类表“{table}”太大，无法证明有没有漏洞和重叠；请把它拆成几张表",
        'table "{table}" is too large to be proven; split it into several tables',
    ),
    # ------------------------------------------------------------------------------------------------- proofs
    "no-cite": Message(
        "error",
        "没有引用；请写 cite（clause 和 quote）",
        "no citation; give `cite` with clause and quote",
    ),
    "no-clause": Message(
        "error",
        "引用没有写条款；请写 clause，如 二、3（2）",
        "the citation names no clause; give one, as in 二、3（2）",
    ),
    "no-quote": Message(
        "error",
        "引用没有原文；请在 quote 里写承载这个事实的几个字",
        "no quotation; give the few words that bear the fact",
    ),
    "which-document": Message(
        "error", "有几份文件，引用要写 doc；现有：{allowed}", "several documents: name one in `doc`: {allowed}"
    ),
    "unborne": Message(
        "error",
        "引文没有“{what}”（{role}）；引文是：{quote}{doubt}",
        'the quotation does not bear "{what}" ({role_en}); it reads: {quote}{doubt_en}',
    ),
    "no-clause-in-original": Message(
        "error",
        "原文里没有条款“{clause}”；原文的条款：{allowed}",
        'the document has no clause "{clause}"; it has: {allowed}',
    ),
    "not-in-clause": Message(
        "error",
        "条款“{clause}”里没有“{quote}”{elsewhere}",
        'clause "{clause}" does not contain "{quote}"{elsewhere_en}',
    ),
    "figure-cut": Message(
        "error",
        "引文“{quote}”从一个数或日期的中间截断，条款“{clause}”里这个数更长；请把数抄完整",
        'the quotation "{quote}" begins or ends inside a number or a date of clause "{clause}"; quote the number whole',
    ),
    "clause-forgotten": Message(
        "error",
        "条款“{clause}”有一段没有用到：“{text}”。请录入其中的事实并引用它；没有给公众的内容，就在 set-aside.yaml "
        "的 clauses 下写明为什么不采用：- {entry}",
        'a paragraph of clause "{clause}" is used nowhere: "{text}". Enter what it says and cite it; or, if it has '
        "nothing for the public, give the reason under `clauses` in set-aside.yaml: - {entry}",
    ),
    "no-original": Message(
        "warning",
        "没有找到原文 {file}，引文未与原文核对",
        "the text {file} was not found; quotations were not compared with it",
    ),
    # ------------------------------------------------------------------- what inspections of guides find wanting
    "vague-paper": Message(
        "warning",
        "材料“{value}”没有说清是什么；请写出每一份的名称，文件原文如此的请写豁免",
        'the paper "{value}" does not say what it is; name each paper, or waive this where the document says no more',
    ),
    "telephone-without-purpose": Message(
        "warning",
        "电话“{value}”没有写是做什么的；请写 serves，如 [enquire]、[repair]、[complain]",
        'the telephone "{value}" does not say what it is for; give `serves`, as in [enquire], [repair], [complain]',
    ),
    "telephone-without-hours": Message(
        "warning",
        "电话“{value}”没有写几时有人接；请写 hours，全天的写“全天”",
        'the telephone "{value}" does not say when it is answered; give `hours`',
    ),
    "odd-telephone": Message(
        "warning",
        "“{value}”不像电话号码；只写 3 至 12 位半角数字，可用 - 分开，分机写“转”",
        '"{value}" is unlike a telephone number; write 3 to 12 digits, with - between and 转 before an extension',
    ),
    "fee-without-basis": Message(
        "warning",
        "收费“{value}”没有写依据；请写 basis（或表中加一列“收费依据”），写明文件名和文号",
        'the charge "{value}" has no basis; give `basis`, or a column 收费依据, with title and number of the document',
    ),
    "steps-over-whole": Message(
        "warning",
        "各环节时限（{steps}）合计 {sum}{unit}，超过整体时限 {whole}{unit}（本站计算）；请核对，文件如此的请写豁免",
        "the limits of the steps ({steps}) add up to {sum} ({unit_en}), more than the whole's {whole} (our sum); "
        "compare with the document, and waive this if it is so",
    ),
    # ------------------------------------------------------------------------------------------- days and waivers
    "expired": Message(
        "warning",
        "{day} 已经到期；请核实现在是否有效，不再有效的请删去或换成新文件",
        "expired on {day}; find out whether it still holds, and delete or replace what does not",
    ),
    "assurance-old": Message(
        "warning",
        "企业自 {day} 起提供的内容，已满一年没有更新；请企业核对，并改 since",
        "vouched for since {day}, more than a year; have the utility confirm it, and change `since`",
    ),
    "no-calendar": Message(
        "warning",
        "没有 {year} 年的放假安排，算不出到期日；请照公布的安排新建 workdays/{year}.yaml",
        "no holidays of {year}, so no due dates; copy the announcement into workdays/{year}.yaml",
    ),
    "begins": Message("info", "{what} {day} 开始（{distance}）", "{what_en} begins on {day} ({distance_en})"),
    "ends": Message("info", "{what} {day} 结束（{distance}）", "{what_en} ends on {day} ({distance_en})"),
    "waived": Message(
        "info",
        "已豁免 {waived}：{because}（{by}，{day} 起，至 {until}）",
        "{waived} is waived: {because} ({by}, {day} until {until})",
    ),
    "waiver-expired": Message(
        "warning",
        "豁免 {day} 已到期；请改正所豁免的问题，或重新核对后改 on 和 until",
        "the waiver ended on {day}; mend what it waives, or look again and change `on` and `until`",
    ),
    "waiver-unused": Message(
        "warning",
        "豁免没有用上：{file} 的“{about}”现在没有 {waived}；请核对，或删去这一条",
        'the waiver is not used: "{about}" of {file} has no {waived}; correct it, or delete it',
    ),
    "not-waivable": Message(
        "error",
        "“{value}”不能豁免；错误要改正，可豁免的只有：{allowed}",
        '"{value}" cannot be waived; errors are to be mended, only these may be waived: {allowed}',
    ),
    "no-glyph": Message(
        "error",
        "打印字体没有“{character}”这个字，纸上会是空框；请核对是否误字，或扩充字体",
        'the print font has no glyph for "{character}"; check for a misprint, or widen the font',
    ),
    # ------------------------------------------------------------------------------------------------ templates
    "template-fault": Message(
        "error",
        "模板或词表有误（{problem}）；请检查这一行用的名称、花括号和缩进",
        "a template or catalogue is wrong ({problem}); look at the names, braces and indentation of this line",
    ),
    "not-built": Message(
        "error",
        "网页没有生成（{problem}）；政策本身没有查出问题，请把这句话告诉维护程序的人",
        "the pages were not built ({problem}); nothing is wrong with the policies as such, tell whoever maintains this",
    ),
}


WAIVABLE: frozenset[str] = frozenset({
    "assurance-old", "expired", "fee-without-basis", "odd-telephone", "steps-over-whole",
    "telephone-without-hours", "telephone-without-purpose", "vague-paper",
})  # fmt: skip
"""Doubts about one place that an editor may answer with a reason; what is wrong is mended."""


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """Where something stands in a file: the path as the user would type it, line and column from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return visible(f"{self.path}:{self.line}:{self.column}")


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One finding: where, what, about which thing (by its own id), and the words for the text."""

    position: Position
    code: str
    thing: str = ""
    words: tuple[tuple[str, str], ...] = ()

    @property
    def severity(self) -> Severity:
        """`error` stops a build, `warning` does not, `info` is told only to programs and in a sum."""
        return CODES[self.code].severity

    @property
    def zh(self) -> str:
        """The text in Chinese."""
        return CODES[self.code].zh.format_map(dict(self.words))

    @property
    def en(self) -> str:
        """The text in English."""
        return CODES[self.code].en.format_map(dict(self.words))

    def __str__(self) -> str:
        thing = f"{self.thing}: " if self.thing else ""
        shown = f"{self.position}: {visible(f'{thing}{self.zh} [{self.code}]')}\n    {visible(self.en)}"
        return shown + dict(self.words).get("yaml", "")


MAX_WORDS = 500
"""So many characters of a file are quoted in a finding: enough to find them again."""
MAX_FAULTS = 1_000
"""So many findings about the form of one file are told; nobody mends more one by one."""
MAX_DOUBTS = 10_000
"""And so many about what it says."""


def visible(text: str) -> str:
    """A text for a terminal: what cannot be seen is shown by its number."""
    return "".join(one if one.isprintable() else f"\\u{ord(one):04x}" for one in text)


def _quoted(text: str) -> str:
    """Words of a file as a finding quotes them: their beginning, with what cannot be seen shown by its number."""
    if len(text) <= MAX_WORDS and text.isprintable():
        return text
    return visible(text[:MAX_WORDS]) + ("…" if len(text) > MAX_WORDS else "")


def finding(code: str, position: Position, thing: str = "", **words: str) -> Finding:
    """A finding under a code; `words` fill its text. `yaml`, lines to be pasted, is taken as it is."""
    quoted = ((name, text if name == "yaml" else _quoted(text)) for name, text in sorted(words.items()))
    return Finding(position, code, _quoted(thing), tuple(quoted))


def bounded(findings: Iterable[Finding], most: int = MAX_FAULTS) -> list[Finding]:
    """Findings of a kind that grows with a file; of a file that has more than `most`, one that says so."""
    by_path: dict[str, list[Finding]] = {}
    for one in findings:
        by_path.setdefault(one.position.path, []).append(one)
    return [one for those in by_path.values() for one in (those if len(those) <= most else [_too_many(those, most)])]


def _too_many(findings: Iterable[Finding], most: int) -> Finding:
    return finding("too-many-faults", min(one.position for one in findings), limit=str(most))


def guess(word: str, allowed: tuple[str, ...] | list[str]) -> dict[str, str]:
    """`guess` and `guess_en` for a text: the nearest allowed word, if any is near."""
    from difflib import get_close_matches

    near = get_close_matches(word, list(allowed), n=1, cutoff=0.7)
    if not near:
        return {"guess": "", "guess_en": ""}
    return {"guess": f"，是不是 {near[0]}", "guess_en": f"; did you mean {near[0]}?"}
