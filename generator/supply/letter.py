"""What goes along with a short file when it is handed in: a text for a letter or a mail. No I/O."""

from __future__ import annotations

from collections.abc import Iterator

from generator.supply.form import Group, Tree, form
from generator.supply.known import Known
from generator.supply.short_file import entries


def file_name(known: Known) -> str:
    """The name that a short file has among the policies of its place."""
    return f"{known.address.partition('/')[2]}.assured.yaml"


def letter(tree: Tree, known: Known, lacking: list[str]) -> str:
    """The text: what is supplied, what is not, what a notice still lacks (`lacking`, items of disclosure)."""
    said, asked = form().letter, [group for group in form().groups if group.id in known.asked]
    counted = [(group, _number(tree, group)) for group in asked]
    shown = [said["several"].format(title=group.title, n=n) if n > 1 else group.title for group, n in counted if n]
    empty = [group.title for group, n in counted if not n]
    lines = [said["title"].format(place=known.place, service=known.service), said["by"].format(by=_text(tree, "by"))]
    lines += [said["since"].format(since=_text(tree, "since")), *_listed("filled", shown), *_listed("empty", empty)]
    return "\n".join([*lines, _need(asked, lacking), said["file"].format(file=file_name(known))]) + "\n"


def _text(tree: Tree, key: str) -> str:
    said = tree.get(key, "")
    return said if isinstance(said, str) else ""


def _number(tree: Tree, group: Group) -> int:
    return len(entries(form(), tree, group)) if group.section else int(bool(tree.get("name")))


def _listed(key: str, titles: list[str]) -> Iterator[str]:
    if titles:
        yield form().letter[key].format(groups=form().letter["comma"].join(titles))


def _need(asked: list[Group], lacking: list[str]) -> str:
    needed = [group for group in asked if group.need]
    titles = [group.title for group in needed if group.kinds[0] in lacking]
    said = form().letter["need"].format(all=len(needed), done=len(needed) - len(titles))
    return said + "".join(_listed("lacks", titles))
