"""What holds for every document that is a ZIP of XML parts: Word files and workbooks. Reads one file."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, is_zipfile

from generator.document.formats.parts import too_much

_UNPACKED = 64 * 2**20
_PARTS, _TAGS = 2_000, 500_000


def check(path: Path) -> None:
    """Raise BadZipFile for an archive that Office would not write, ExtractError for one that unpacks to too much."""
    with ZipFile(path) as archive:
        parts = archive.infolist()
        if any(part.flag_bits & 1 or part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for part in parts):
            raise BadZipFile("encrypted, or packed in a way that Office does not read")
        if len(parts) > _PARTS or sum(part.file_size for part in parts) > _UNPACKED:
            raise too_much(
                f"解压后超过 {_UNPACKED // 2**20} MB 或 {_PARTS} 个文件",
                f"unpacks to more than {_UNPACKED // 2**20} MB or {_PARTS} files",
            )
        texts = filter(_is_xml, map(archive.read, parts))
        if sum(data.count(b"<") for data in texts) > _TAGS:
            raise too_much(f"文件内部超过 {_TAGS} 个标记", f"more than {_TAGS} tags inside")


def _is_xml(data: bytes) -> bool:
    return b"<" in data[:8]


def holds(path: Path, folder: str) -> bool:
    """Whether a file is an archive with something in a folder: `word/`, `xl/`."""
    if not is_zipfile(path):
        return False
    with ZipFile(path) as archive:
        return any(name.startswith(folder) for name in archive.namelist())


def is_strict(path: Path) -> bool:
    """Whether a file is in the strict variant of its format, whose names are others."""
    with ZipFile(path) as archive:
        return "_rels/.rels" in archive.namelist() and b"purl.oclc.org/ooxml" in archive.read("_rels/.rels")
