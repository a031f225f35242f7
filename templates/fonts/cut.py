"""Cut the two full Noto Sans SC fonts down to the characters a Chinese guide needs.

Run as ``python cut.py REGULAR.ttf BOLD.ttf [--out DIRECTORY]``.

REGULAR.ttf   the full static TrueType font of weight 400
BOLD.ttf      the full static TrueType font of weight 700
DIRECTORY     where the two results go; the directory of this script if left out

One more input is read from beside this script: ``tongyong-guifan.txt``, the 8105 characters
of 通用规范汉字表 (2013), 50 to a line.

The results are ``NotoSansSC-Regular.ttf`` and ``NotoSansSC-Bold.ttf``. The same sources and
the same fonttools version give the same bytes. A wanted character which a source font lacks
is reported and left out.
"""

import argparse
from pathlib import Path

from fontTools import subset  # type: ignore[import-untyped, unused-ignore]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped, unused-ignore]

HERE = Path(__file__).resolve().parent
TABLE_FILE = HERE / "tongyong-guifan.txt"
TABLE_SIZE = 8105

# Some of these are in GB 2312 too; 〇 is not, nor, as Python decodes it, is the em dash.
SYMBOLS = (
    "≤≥≠≈㎡㎥℃‰№￥¥⁰¹²³⁴⁵⁶⁷⁸⁹"
    "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
    "☐☑□■✓→←↑↓○●△▲▼"
    "–—…“”‘’〔〕【】《》「」〇"
    "•◦▪"  # the markers of bulleted lists in HTML
)


def gb2312() -> set[str]:
    """List every character of GB 2312: the symbol rows and the hanzi."""
    half = range(0xA1, 0xFF)
    cells = (bytes((row, column)) for row in half for column in half)
    return {text for cell in cells if (text := cell.decode("gb2312", errors="ignore"))}


def common_table() -> set[str]:
    """Read the characters of 通用规范汉字表 from the data file."""
    table = set("".join(TABLE_FILE.read_text(encoding="utf-8").split()))
    if len(table) != TABLE_SIZE:
        raise SystemExit(f"{TABLE_FILE.name}: {len(table)} characters, expected {TABLE_SIZE}")
    return table


def wanted() -> set[int]:
    """Gather the code points to keep: ASCII, Latin-1, GB 2312, the table and the symbols."""
    latin = {*range(0x20, 0x7F), *range(0xA0, 0x100)}
    return latin | {ord(char) for char in gb2312() | common_table() | set(SYMBOLS)}


def options() -> subset.Options:
    """Keep horizontal layout and all name records (they hold the licence); fix the bytes."""
    chosen = subset.Options()
    chosen.layout_features = ["ccmp", "kern", "liga"]  # ccmp joins —— into one long dash
    chosen.name_IDs = ["*"]
    chosen.notdef_outline = True
    chosen.hinting = False
    chosen.drop_tables += ["BASE", "STAT", "vhea", "vmtx"]
    chosen.harfbuzz_repacker = False  # else the bytes depend on whether uharfbuzz is installed
    return chosen


def cut(source: Path, target: Path, codes: set[int]) -> set[int]:
    """Write the wanted part of one font; return the code points the font lacks."""
    chosen = options()
    with TTFont(source, recalcTimestamp=False, recalcBBoxes=False) as font:
        missing = codes - set(font.getBestCmap())
        subsetter = subset.Subsetter(chosen)
        subsetter.populate(unicodes=codes)
        subsetter.subset(font)
        subset.save_font(font, str(target), chosen)
        print(f"{target.name}: {font['maxp'].numGlyphs} glyphs, {target.stat().st_size} bytes")
    return missing


def report(missing: set[int]) -> None:
    """Name the wanted characters which are not in the font."""
    listed = ", ".join(f"{chr(code)} U+{code:04X}" for code in sorted(missing))
    print(f"  not in the source font: {listed or 'none'}")


def main() -> None:
    """Read the command line and cut both weights."""
    parser = argparse.ArgumentParser(description="Cut Noto Sans SC for printing guides.")
    parser.add_argument("regular", type=Path, help="full static TrueType font, weight 400")
    parser.add_argument("bold", type=Path, help="full static TrueType font, weight 700")
    parser.add_argument("--out", type=Path, default=HERE, help="directory for the results")
    given = parser.parse_args()
    codes = wanted()
    for source, style in ((given.regular, "Regular"), (given.bold, "Bold")):
        report(cut(source, given.out / f"NotoSansSC-{style}.ttf", codes))


if __name__ == "__main__":
    main()
