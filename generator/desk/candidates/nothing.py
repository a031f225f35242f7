"""Matters of which a document itself says that there is nothing: 材料：无, 收费标准：无, 无需提供任何材料."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.desk.candidates.candidate import Candidate, Passage
from generator.desk.candidates.signs import comparable

_NONE = re.compile(
    "(?:无|没有|[无不毋]须?需?要?|无[需须]|不需|不用|不涉及|免)(?:用户|申请人|您)?(?:再)?(?:提供|提交|缴纳|交|收取)?(?:任何|其他|申请)?(?:材料|资料|费用)?"
)
_SECTIONS = {
    "papers": re.compile("^(?!.*(?:份数|编号|容缺))[^，。]{0,8}(?:材料|资料|要件|证件)(?:名称|清单)?$"),
    "fees": re.compile(
        "^(?!.*(?:依据|主体|对象|方式|减免))[^，。]{0,8}(?:收费(?:标准|项目|情况)?|费用|手续费|代办费|押金|费)$"
    ),
    "deferrals": re.compile("容缺"),
    "permits": re.compile("^(?:行政审批|审批手续|外部许可|行政许可)$"),
}
"""The headings that may be answered with none, by the words of a label or of a column."""
_SENTENCE = re.compile(
    "(?:无需|无须|不需要?|不用|毋需|零)(?:用户|申请人|企业|客户|您|另行)?(?:再|另)?(?:提供|提交|准备|携带|交|带)?(?:任何|其他|纸质|报装|申请)*(?:材料|资料)(?!费)(?=$|[，。；、])|(?:零|“?0”?)材料|(?:什么|任何)(?:材料|资料)都?(?:不用|不需要?|无需|不要)"
)


def nothing(passage: Passage) -> Iterator[Candidate]:
    """The headings to which a statement or a cell answers that there is nothing."""
    sought = comparable(passage.text)
    if _SENTENCE.search(sought) and not re.search("重复|之外|以外", sought):
        yield passage.candidate("papers", [("none", "true")], passage.text)
        return
    answer = re.sub("^(?:【[^】]*】|[^：]*：)", "", sought)
    if (passage.columns and passage.row == passage.columns) or not _NONE.fullmatch(answer.strip()):
        return
    for section, label in _SECTIONS.items():
        if label.search(comparable(passage.label)):
            yield passage.candidate(section, [("none", "true")], passage.text, quote=passage.through(0))
