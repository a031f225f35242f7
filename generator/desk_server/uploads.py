"""Documents that the page hands in: their bytes → what is taken out of them. Writes to a folder of its own only."""

from __future__ import annotations

import binascii
import tempfile
from base64 import b64decode
from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.document import extract
from generator.document.extract import Taken


class UploadError(ValueError):
    """A document that cannot be taken; what the page shows, in Chinese and in English."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


def taken(documents: object) -> list[Taken]:
    """What is taken out of `[{name, data}]`, data in base64. Raises UploadError."""
    if not isinstance(documents, list) or not documents:
        raise UploadError("请选一份文件", "choose a document")
    return list(_taken(documents))


def _taken(documents: list[object]) -> Iterator[Taken]:
    for document in documents:
        name, data = _sent(document)
        with tempfile.TemporaryDirectory(prefix="desk-") as folder:
            path = Path(folder, f"document{Path(name).suffix.lower()}")
            path.write_bytes(data)
            try:
                yield extract.taken(path, lambda *_: None)
            except extract.ExtractError as error:
                raise UploadError(f"{name}：{error}", str(error)) from None


def _sent(document: object) -> tuple[str, bytes]:
    """The name and the bytes of what was sent. Raises UploadError."""
    name, data = (document.get("name"), document.get("data")) if isinstance(document, Mapping) else (None, None)
    if not isinstance(name, str) or not isinstance(data, str):
        raise UploadError("文件没有传完整", "a document is not whole")
    if Path(name).suffix.lower() not in extract.KINDS:
        raise UploadError(f"{name[:60]}：可用 {'、'.join(extract.KINDS)}", "not of a kind that can be read")
    try:
        return name, b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        raise UploadError("文件没有传完整", "a document is not whole") from None
