"""Documents nobody would make in good faith, and damaged ones: made here by code, each small."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

LINE = "虚构市公用局：小型项目的办理时限不超过3个工作日，由供水企业办理，不另外收取费用。"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>',
}


def paragraph(text: str = LINE) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def table(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def word(
    body: str, before: str = "", packed: int = zipfile.ZIP_DEFLATED, more: Mapping[str, str] | None = None
) -> bytes:
    """A Word file with this body; `before`: what stands before its root; `more`: further parts."""
    root = f'{before}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", packed) as archive:
        for name, text in {**_PARTS, "word/document.xml": root, **(more or {})}.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def encrypted(data: bytes) -> bytes:
    """The same ZIP, each part of it marked as encrypted."""
    changed = bytearray(data)
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(sign)
        while place >= 0:
            changed[place + at] |= 1
            place = data.find(sign, place + 1)
    return bytes(changed)


def pdf(*objects: str | bytes) -> bytes:
    """A PDF of these objects, the first its catalogue; without a table of them, which every reader makes anew."""
    given = [one if isinstance(one, bytes) else one.encode() for one in objects]
    body = b"".join(b"%d 0 obj\n%b\nendobj\n" % (number, one) for number, one in enumerate(given, start=1))
    return b"%PDF-1.7\n" + body + b"trailer\n<< /Root 1 0 R >>\n%%EOF\n"


def stream(data: bytes, keys: str = "", times: int = 1) -> bytes:
    """A stream, packed as often as said."""
    for _ in range(times):
        data = zlib.compress(data, 9)
    filters = "/FlateDecode " * times
    return f"<< /Length {len(data)} /Filter [{filters}] {keys} >>\nstream\n".encode() + data + b"\nendstream"


_ONE_PAGE = ("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
_PAGE = (
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>"
)
_FORM = "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R /Y 6 0 R >> >>"


def drawn_by_itself() -> bytes:
    """A page with a drawing that draws itself, and another that draws it, fifty times each."""
    form = stream(b"/X Do /Y Do\n" * 50, _FORM)
    return pdf(*_ONE_PAGE, _PAGE, stream(b"/X Do"), form, form)


def drawn_deeply() -> bytes:
    """Drawings that draw the next one forty times, twelve deep."""
    forms = [
        stream(
            b"/X Do\n" * 40, f"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X {n} 0 R >> >>"
        )
        for n in range(6, 18)
    ]
    last = stream(b"0 0 m 1 1 l S\n", "/Type /XObject /Subtype /Form /BBox [0 0 9 9]")
    return pdf(*_ONE_PAGE, _PAGE, stream(b"/X Do"), *forms, last)


def swollen() -> bytes:
    """A page whose content is a thousand million blanks, packed three times."""
    once = zlib.compressobj(9)
    data = b"".join(once.compress(b" " * 2**20) for _ in range(1000)) + once.flush()
    return pdf(*_ONE_PAGE, _PAGE, stream(data, times=2).replace(b"/Filter [", b"/Filter [/FlateDecode "))


def many_pages() -> bytes:
    kids = "3 0 R " * 100_000
    pages = f"<< /Type /Pages /Kids [{kids}] /Count 100000 >>"
    return pdf(_ONE_PAGE[0], pages, _PAGE, stream(b""), stream(b"", _FORM))


def busy_pages() -> bytes:
    """A thousand times the same page, on which fifty thousand lines are drawn."""
    pages = f"<< /Type /Pages /Kids [{'3 0 R ' * 1000}] /Count 1000 >>"
    form = stream(b"", "/Type /XObject /Subtype /Form /BBox [0 0 9 9]")
    return pdf(_ONE_PAGE[0], pages, _PAGE, stream(b"0 0 m 1 1 l S\n" * 50_000), form)


def looping_pages() -> bytes:
    tree = "<< /Type /Pages /Parent 2 0 R /Kids [2 0 R 2 0 R] /Count 9 >>"
    return pdf(_ONE_PAGE[0], tree)


def large_part() -> bytes:
    """500 MB in one part of a Word file, which is made without taking them."""
    buffer = io.BytesIO(word(paragraph()))
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("word/media.xml", "w") as part:
        for _ in range(500):
            part.write(b" " * 2**20)
    return buffer.getvalue()


def packed_otherwise() -> bytes:
    """A part packed by a way that Python unpacks whole, whatever is asked for."""
    return word("<w:p/>" * 3_000_000, packed=zipfile.ZIP_BZIP2)


TOO_MUCH: dict[str, Callable[[], bytes]] = {
    "part.docx": large_part,
    "packed.docx": packed_otherwise,
    "body.docx": lambda: word("<w:p/>" * 3_000_000),
    "empty.docx": lambda: word("<w:p/>" * 480_000),
    "runs.docx": lambda: word("<w:p>" + "<w:r/>" * 450_000 + "</w:p>"),
    "tabs.docx": lambda: word("<w:p><w:r>" + "<w:tab/>" * 450_000 + "</w:r></w:p>"),
    "attributes.docx": lambda: word("".join(f'<w:p w:a{n}=""/>' for n in range(200_000))),
    "long.docx": lambda: word(paragraph("长" * 201_000)),
    "paragraphs.docx": lambda: word(paragraph() * 10_000),
    "cells.docx": lambda: word(table("<w:tc/>" * 60_000)),
    "deep.docx": lambda: word("<w:sdt>" * 100_000 + "</w:sdt>" * 100_000),
    "parts.docx": lambda: word(paragraph(), more={f"word/x{n}.xml": "" for n in range(3_000)}),
    "entities.docx": lambda: word(
        paragraph("&i;"),
        "<!DOCTYPE d [<!ENTITY a '"
        + "长" * 100
        + "'>"
        + "".join(f"<!ENTITY {b} '{f'&{a};' * 20}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
        + "]>",
    ),
    "itself.pdf": drawn_by_itself,
    "drawn.pdf": drawn_deeply,
    "swollen.pdf": swollen,
    "pages.pdf": many_pages,
    "busy.pdf": busy_pages,
    "huge.txt": lambda: (LINE + "\n").encode() * 800_000,
    "long.txt": lambda: (LINE + "\n").encode() * 5_000,
}
"""What takes more than a document may, by the name of its file."""

DAMAGED: dict[str, Callable[[], bytes]] = {
    "encrypted.docx": lambda: encrypted(word(paragraph())),
    "cut.docx": lambda: word(paragraph() * 50)[:-400],
    "crc.docx": lambda: word(paragraph() * 50, packed=zipfile.ZIP_STORED).replace("虚".encode(), "实".encode(), 1),
    "no-body.docx": lambda: word("").replace(b"document.xml", b"documens.xml"),
    "no-xml.docx": lambda: word(paragraph() + "<"),
    "zip.docx": lambda: b"PK\x05\x06" + b"\x00" * 18,
    "pages.pdf": looping_pages,
    "cut.pdf": lambda: many_pages()[:2_000],
    "head.pdf": lambda: b"%PDF-1.7\n",
    "noise.pdf": lambda: b"%PDF-1.7\n" + bytes(range(256)) * 40,
    "empty.pdf": lambda: b"",
    "empty.docx": lambda: b"",
    "empty.txt": lambda: b"",
    "named.txt": lambda: word(paragraph()),
    "named.pdf": lambda: word(paragraph()),
    "named.docx": many_pages,
    "old.docx": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 1_000,
    "half.txt": lambda: LINE.encode("utf-16")[:-1],
}
"""What no text can be taken out of."""

TANGLED = f"一、办理{LINE}\n{'办和' * 80}\n"
"""What patterns for proposals could try in more ways than there is time for."""

READ: dict[str, Callable[[], bytes]] = {
    "merged-first.docx": lambda: word(
        table(cell(LINE, "<w:vMerge/>") + cell("甲"), cell("", "<w:vMerge/>") + cell("乙"))
    ),
    "span.docx": lambda: word(table(cell(LINE, '<w:gridSpan w:val="100000000"/>') + cell("甲"))),
    "span-word.docx": lambda: word(table(cell(LINE, '<w:gridSpan w:val="x"/>') + cell("甲"))),
    "span-none.docx": lambda: word(table(cell(LINE, '<w:gridSpan w:val="0"/>') + cell("甲"))),
    "merged-aside.docx": lambda: word(
        table(cell("甲", '<w:gridSpan w:val="2"/>'), cell("乙") + cell(LINE, "<w:vMerge/>"))
    ),
    "break.docx": lambda: word(paragraph(f'{LINE}</w:t><w:br w:type="x"/><w:t>甲')),
    "outside.docx": lambda: word(
        paragraph(f"{LINE}&x;"), f"<!DOCTYPE d [<!ENTITY x SYSTEM '{Path(__file__).as_uri()}'>]>"
    ),
    "paths.docx": lambda: word(paragraph(), more={"../../outside.txt": LINE, "/etc/outside.txt": LINE}),
    "wide.docx": lambda: word(table(*[cell(LINE) * 900] * 5)),
    "nested.docx": lambda: word(paragraph() + nested(60)),
}
"""What is odd, and as Word shows it."""


def nested(depth: int) -> str:
    return table(f"<w:tc>{nested(depth - 1)}<w:p/></w:tc>") if depth else ""


def write(folder: Path, name: str, kinds: dict[str, Callable[[], bytes]]) -> Path:
    path = folder / name
    path.write_bytes(kinds[name]())
    return path
