"""A country to measure on: invented places in any number, as varied and as large as those that policies/ holds.

Each place is drawn by its own seed from the templates in archetypes/, so that a smaller country is the beginning of a
larger one, and the same seed gives the same bytes. Nothing in it is a fact, and every name says so.
Run: python tests/bench/country.py --guides 300 --seed 1 OUT
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator.words.catalogue import words

HERE = Path(__file__).parent
UTILITIES: tuple[str, ...] = ("water", "gas", "heat")
"""What more than half of the places have; the others, any three of the catalogue."""


# ------------------------------------------------------------------------------------------------------ words


class Says(NamedTuple):
    """How a utility is spoken of, and where among those of its place it stands."""

    order: int
    use: str
    measure: str
    unit: str
    done: str


MEASURES = {
    "water": ("日用水量", "立方米"),
    "gas": ("小时用气量", "Nm³/h"),
    "heat": ("供暖面积", "平方米"),
    "electricity": ("报装容量", "千伏安"),
    "drainage": ("日排水量", "立方米"),
    "telecommunication": ("接入户数", "户"),
    "broadcasting": ("终端数量", "个"),
}
"""By utility, what its classes go by, and in which unit."""


def says(utility: str, order: int) -> Says:
    """How a utility of the catalogue is spoken of."""
    entry = words()["utilities"][utility]
    return Says(order, entry["name"], *MEASURES[utility], entry["verb"])


SIGNS = "山川江河湖溪泉谷岭峰林松柏竹梅兰桂枫桃李云霞晴虹星辰朝晓春夏秋冬东西南北清平安宁和顺康乐永长远丰盛泰兴"
KINDS = ("市", "县", "区")
MOST = len(SIGNS) ** 2 * len(KINDS) * len(UTILITIES)
"""The most guides there are names for."""
PROVINCES = tuple(f"虚构{one}省" for one in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒")
_FREE = (*range(66, 71), *range(72, 81), *range(83, 100))
"""The first two digits that no province-level unit has."""

KNOWN = {
    "papers_known": [
        ("报装申请表", "form", "[{as: original, number: 1, seal: 公章}]", "原件1份并加盖公章"),
        ("营业执照", "paper", "[{as: copy, number: 1}]", "复印件1份，由市场监管部门出具"),
        ("不动产权证", "paper", "[{as: copy, number: 1}]", "复印件1份"),
        ("居民身份证", "paper", "[{as: copy, number: 1}]", "复印件1份"),
        ("授权委托书", "paper", "[{as: original, number: 1}]", "原件1份"),
        ("管线设计图", "paper", "[{as: file}]", "电子件"),
        ("用量测算书", "paper", "not_stated", ""),
    ],
    "schedules_known": [
        ("报装收费标准", "works", "元/户"),
        ("供应服务标准", "standards", "小时"),
        ("超时赔付标准", "compensation", "元/日"),
    ],
    "matters_known": {
        "works": ["户表安装费", "设施建设费", "管道安装费", "计量器具费", "勘察设计费", "公共部位分摊费"],
        "standards": ["抢修到场", "抢修修复", "停供通知", "投诉答复", "报修响应", "复供"],
        "compensation": ["受理超时", "勘查超时", "方案超时", "施工超时", "验收超时", "接通超时"],
    },
    "channels_known": [
        ("window", "政务服务中心的窗口"),
        ("window", "企业营业厅"),
        ("web", "政务服务网"),
        ("web", "网上营业厅"),
        ("app", "移动应用"),
        ("wechat", "微信公众号"),
        ("alipay", "支付宝生活号"),
        ("telephone", "服务热线"),
        ("mail", "邮寄"),
    ],
    "announced_known": [
        "实现全流程线上办理",
        "把报装业务接入统一的政务服务平台",
        "实行报装申请零材料",
        "与主体工程同时设计、同时施工、竣工验收后直接接通",
        "制定标准化设计图集、物料清单和结算依据",
        "对规模较小的项目实行简易工程管理模式",
        "建立企业和个人的信用档案",
        "扩大免申即接入的项目范围",
    ],
    "questions_known": [
        "没有人来联系的，找谁，怎样联系客户代表？",
        "容缺的材料缺到什么时候，怎样补？",
        "延伸服务包括什么，收不收费，按哪个标准？",
        "线上和窗口交的材料一样不一样？",
        "用时从哪一天起算，哪些时间不计入？",
        "红线以内的工程由谁做，费用由谁出？",
        "投诉打哪个电话？",
        "扩容和改线按不按新装办理？",
        "这份文件现在还按不按它办？",
    ],
}


class Strength(NamedTuple):
    """The force of a statement, the word of the document for it, and the day of a target."""

    force: str = "required"
    says: str = ""
    by: str = ""


REQUIRED = Strength()
STRENGTHS = (
    *(REQUIRED,) * 8,
    Strength("promoted", "推行"),
    Strength("promoted", "大力推广"),
    Strength("announced", "要"),
    Strength("gradual", "逐步"),
    Strength("ongoing", "长期"),
    Strength("trial", "试行"),
    Strength("target", "到2100年底", "2100-12-31"),
)


# --------------------------------------------------------------------------------------------------- structures


class Style(NamedTuple):
    """The structure of a place: fewest and most steps, papers and channels, and how its document is written."""

    steps: tuple[int, int]
    papers: tuple[int, int]
    channels: tuple[int, int]
    shapes: tuple[tuple[str, ...], ...]
    """The forms of the decision tables, of which water, gas and heat each draw one."""
    goals: bool = False
    phases: bool = False
    branches: bool = False
    joint: bool = False
    schedules: bool = False
    assured: bool = False

    @property
    def refers(self) -> bool:
        """Whether a utility may be defined by reference, so that there is nothing to lie over."""
        return any("reference" in shapes for shapes in self.shapes)


_ANY = ("bands", "gap", "external", "either", "station")
STYLES = (
    Style((2, 3), (1, 2), (3, 5), (("external", "bands"), ("either", "bands"), ("station", "gap"))),
    Style((3, 4), (2, 4), (2, 4), (_ANY, _ANY, _ANY), branches=True, joint=True, assured=True),
    Style((3, 3), (3, 3), (2, 3), (("silent",), ("silent",), ("silent",)), goals=True),
    Style((5, 7), (2, 3), (4, 6), (("silent",), ("silent",), ("reference",)), phases=True, joint=True),
    Style((3, 5), (1, 3), (5, 9), (("tables",), _ANY, ("reference", "silent"))),
    Style((4, 8), (4, 7), (2, 4), (_ANY, ("tables", "bands"), _ANY), schedules=True, assured=True, branches=True),
)
OVERLAID = 1 / 6
"""How many of the places that may lie over the one before them do so, as a county over its city."""


class Dice:
    """What the templates draw, place by place; the same seed gives the same draws."""

    def __init__(self) -> None:
        self._random = random.Random()  # noqa: S311  invented text, no secret

    def begin(self, seed: str) -> None:
        """Begin anew."""
        self._random.seed(seed)

    def pick(self, *among: Any) -> Any:
        """One of several."""
        return self._random.choice(among)

    def chance(self, likely: float) -> bool:
        """Whether something is so."""
        return self._random.random() < likely

    def number(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return self._random.randint(low, high)

    def ascending(self, count: int, low: int, high: int, step: int) -> list[int]:
        """Different numbers in their order."""
        return sorted(self._random.sample(range(low, high + 1, step), count))

    def some(self, among: Sequence[Any], fewest: int, most: int) -> list[Any]:
        """Some of a list, in its order."""
        count = self.number(fewest, min(most, len(among)))
        return [among[index] for index in sorted(self._random.sample(range(len(among)), count))]

    def days(self) -> str:
        """A number of days as limits have it."""
        return str(self.pick("0.5", "1", "1.5", "2", "2.5", "3", "3.5", "4", "5", "6.5", "7", "8", "9", "10", "15"))

    def day(self, year: int) -> str:
        """A day of a year."""
        return f"{year}-{self.number(1, 12):02}-{self.number(1, 28):02}"

    def strengths(self) -> Strength:
        """How strongly something is said."""
        return self._random.choice(STRENGTHS)


DICE = Dice()


def words_of(day: str) -> str:
    """A day as a document writes it."""
    year, month, one = (int(part) for part in day.split("-"))
    return f"{year}年{month}月{one}日"


def templates() -> Environment:
    """The templates, with what they draw."""
    made = Environment(  # noqa: S701  YAML, no HTML
        loader=FileSystemLoader(HERE / "archetypes"), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.globals.update({name: getattr(DICE, name) for name in dir(DICE) if not name.startswith("_")})
    made.globals.update(KNOWN, words_of=words_of, aim=STRENGTHS[-1], required=REQUIRED)
    return made


# ------------------------------------------------------------------------------------------------------- places


@dataclass(frozen=True)
class Place:
    """One place of the country, and the guides it has."""

    slug: str
    name: str
    province: str
    style: Style
    utilities: tuple[str, ...]
    below: str = ""
    """The place it lies over."""

    @property
    def code(self) -> str:
        """Six digits that begin as no code of GB/T 2260 does."""
        unit, number = re.findall(r"\d+", self.slug)
        return f"{_FREE[int(unit) - 1]}{number}"

    @property
    def company(self) -> str:
        """Its utility."""
        return f"{self.name}公用企业"


def places(guides: int, seed: int) -> Iterator[Place]:
    """As many places as it takes, three guides each; the last may have fewer."""
    order = random.Random(seed)  # noqa: S311
    names = [f"虚构{first}{second}{kind}" for first in SIGNS for second in SIGNS for kind in KINDS]
    order.shuffle(names)
    before, theirs = "", UTILITIES  # the last place another may lie over, and what it has
    for index, held in enumerate(range(0, guides, len(UTILITIES))):
        province = index // 100 % len(PROVINCES)
        overlaid = bool(before) and order.random() < OVERLAID
        slug = f"xp{province + 1:02}-c{index + 1:04}"
        style = order.choice(STYLES)
        own = theirs if overlaid else _utilities(order, style)
        yield Place(slug, names[index], PROVINCES[province], style, own[: guides - held], before if overlaid else "")
        before, theirs = "" if overlaid or style.refers else slug, own


def _utilities(order: random.Random, style: Style) -> tuple[str, ...]:
    """What a place has, in the order of the catalogue; a form and a reference name those that most have."""
    drawn = order.sample(range(len(MEASURES)), len(UTILITIES)), order.random()
    usual = style.phases or style.refers or drawn[1] < 1 / 3
    return UTILITIES if usual else tuple(tuple(MEASURES)[index] for index in sorted(drawn[0]))


def files(place: Place, seed: int, made: Environment) -> Iterator[tuple[str, str]]:
    """The policy files of a place by name."""
    DICE.begin(f"{seed}/{place.slug}")
    given = {name: getattr(place, name) for name in ("slug", "name", "code", "province", "style", "below", "company")}

    def drawn(template: str, **more: Any) -> str:
        return re.sub(r"\n(\s*\n)+", "\n", made.get_template(template).render(given, **more))

    yield "city.yaml", drawn("county.yaml" if place.below else "city.yaml")
    for order, (utility, shapes) in enumerate(zip(place.utilities, place.style.shapes, strict=False)):
        shape = "county" if place.below else DICE.pick(*shapes)
        yield f"{utility}.yaml", drawn("utility.yaml", says=says(utility, order), shape=shape)
        if place.style.assured and DICE.chance(0.5):
            yield f"{utility}.assured.yaml", drawn("assured.yaml")
    if place.style.phases and not place.below:
        yield "form.yaml", drawn("form.yaml")
    if not place.below:
        yield "set-aside.yaml", drawn("set-aside.yaml")


def write(guides: int, seed: int, out: Path) -> None:
    """The policies of a country, in a folder that is not there yet."""
    made = templates()
    for place in places(guides, seed):
        folder = out / place.slug
        folder.mkdir(parents=True)
        for name, text in files(place, seed, made):
            (folder / name).write_text(text, encoding="utf-8")


def main() -> None:
    """Write one, as asked on the command line."""
    parser = argparse.ArgumentParser(description="an invented country, as a folder of policies")
    parser.add_argument("out", type=Path, metavar="OUT", help="a folder that is not there yet")
    parser.add_argument("--guides", type=int, default=300, help="how many, three for a place; default: 300")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same bytes; default: 1")
    options = parser.parse_args()
    if not 0 < options.guides <= MOST:
        parser.error(f"--guides: 1 to {MOST}")
    if options.out.exists():
        parser.error(f"{options.out}: there already")
    write(options.guides, options.seed, options.out)


if __name__ == "__main__":
    main()
