"""Finishes the fields of a form's PDF, which WeasyPrint only begins. No layout, no wording; equal bytes each time.

WeasyPrint 70 leaves boxes without a state for “off”, radio buttons as fields of their own beside their group, names
for people and the mark “required” aside, and graphics states in the default appearance that viewers do not know there.
Terms and flags: ISO 32000-1, 12.7.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO

from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, Pdf, Stream, String

from generator.language import gettext
from generator.words.controls import Control

_REQUIRED, _NO_SCROLL, _RADIO = 1 << 1, 1 << 23, 1 << 15
_BOX = "/ZaDb 0 Tf 0 g"
_TICK = "4"  # ZapfDingbats, for viewers that draw the mark themselves


def finished(raw: bytes, controls: Sequence[Control]) -> bytes:
    """The PDF with its fields as `controls` has them. Raises ValueError where the two do not name the same fields."""
    with Pdf.open(BytesIO(raw)) as pdf:
        form = pdf.Root.AcroForm
        fields, names = _fields(form), {control.name for control in controls}
        if set(fields) != names:
            raise ValueError(f"fields and controls differ: {sorted(set(fields) ^ names)}")
        form.DR.Font[Name.ZaDb] = pdf.make_indirect(
            Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.ZapfDingbats)
        )
        for control in controls:
            _finish(pdf, fields[control.name], control)
        form.Fields = Array([fields[control.name] for control in controls])
        del form["/NeedAppearances"]
        for page in pdf.pages:
            page.obj.Tabs = Name.S
        out = BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=ObjectStreamMode.generate)
        return out.getvalue()


def _fields(form: Object) -> dict[str, Object]:
    """The fields by name; of radio buttons the group alone."""
    return {str(field.T): field for field in form.Fields if "/Parent" not in field}


def _finish(pdf: Pdf, field: Object, control: Control) -> None:
    field.TU = String(control.label)
    flags = int(field.get("/Ff", 0)) | (_REQUIRED if control.required else 0)
    if control.kind == "radio":
        flags = _RADIO | (flags & _REQUIRED)  # and not NoToggleToOff: an answer can be taken back
        _as_group(pdf, field)
    elif control.kind == "check":
        _as_box(pdf, field, "on")
    else:
        flags |= 0 if control.kind == "text" else _NO_SCROLL
        _as_text(pdf, field, control)
    if flags:
        field.Ff = flags


def _as_group(pdf: Pdf, group: Object) -> None:
    """One field whose buttons have the positions of their options (`Opt`) as states: pdf.js garbles any but ASCII."""
    for position, (button, option) in enumerate(zip(group.Kids, group.Opt, strict=True)):
        for key in ("/T", "/TU", "/FT", "/V", "/Ff"):
            if key in button:
                del button[key]
        button.TU = String(gettext("{label}：{option}").format(label=group.TU, option=option))
        _as_box(pdf, button, str(position))
        del button["/V"]
    group.V = Name.Off
    group.DA = String(_BOX)


def _as_box(pdf: Pdf, widget: Object, state: str) -> None:
    """A box with both its states drawn, off at first."""
    on = next(iter(widget.AP.N.values()))
    off = Stream(pdf, b"")
    off.update(Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=on.BBox))
    widget.AP = Dictionary(N=Dictionary({f"/{state}": on, "/Off": pdf.make_indirect(off)}))
    widget.AS = widget.V = Name.Off
    widget.MK = Dictionary(CA=String(_TICK))
    widget.DA = String(_BOX)


def _as_text(pdf: Pdf, field: Object, control: Control) -> None:
    """A text in the font that is embedded whole, what is printed in it drawn."""
    words = str(field.DA).split()
    font, size = words[words.index("Tf") - 2], float(words[words.index("Tf") - 1])
    field.DA = String(f"{font} {size:g} Tf 0 g")
    field.V = field.DV = String(control.printed)
    fonts = pdf.Root.AcroForm.DR.Font
    left, low, right, high = (float(coordinate) for coordinate in field.Rect)
    box = Array([0, 0, abs(right - left), abs(high - low)])
    drawn = Stream(pdf, _drawn(control.printed, fonts[font], f"{font} {size:g}", abs(high - low) - 0.72 * size))
    resources = Dictionary(Font=Dictionary({font: fonts[font]}))
    drawn.update(Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=box, Resources=resources))
    field.AP = Dictionary(N=pdf.make_indirect(drawn))


def _drawn(text: str, font: Object, selected: str, room: float) -> bytes:
    """The content of a text's appearance, with as much room above as below."""
    if not text:
        return b"/Tx BMC\nEMC"
    glyphs = _glyphs(font)
    code = "".join(f"{glyphs[ord(character)]:04x}" for character in text)
    return f"/Tx BMC\nq BT {selected} Tf 0 g 2 {room / 2:.2f} Td <{code}> Tj ET Q\nEMC".encode()


def _glyphs(font: Object) -> Mapping[int, int]:
    """Glyphs by code point, of a font that is embedded whole."""
    with TTFont(BytesIO(font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes()), lazy=True) as file:
        return {point: file.getGlyphID(name) for point, name in file.getBestCmap().items()}
