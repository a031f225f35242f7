"""The PDFs, each made of one print sheet."""

from __future__ import annotations

from functools import partial

from generator.build import contents, products
from generator.build.contents import SHEETS
from generator.build.families import Families
from generator.build.workers import Task
from generator.build.workshop import Tree, Workshop
from generator.disk.store import CacheKey


class Pdfs:
    """The PDFs as keys of the store."""

    def __init__(self, workshop: Workshop, families: Families) -> None:
        self._workshop, self._families = workshop, families
        self.keys: dict[str, CacheKey] = {}
        """By path below `guides/`."""
        self.files: Tree = {}
        """Those that were printed for `guides/` and the site."""

    def name(self) -> dict[CacheKey, CacheKey]:
        """Takes down which PDFs there are. Gives the product that has the sheet of each, by its key."""
        product_of: dict[CacheKey, CacheKey] = {}
        sheets = (contents.spoken(SHEETS, name) for name in self._families.languages)
        for product in (product for kind in sheets for product in self._families.products[kind]):
            keys = contents.PDFS.read(self._workshop.store, product)
            self.keys |= keys
            product_of |= dict.fromkeys(keys.values(), product)
        return product_of

    def make(self) -> None:
        """Prints what the store lacks. Raises PrintError; what was finished until then is kept."""
        product_of = self.name()
        absent = self._workshop.store.missing(product_of)
        missing = [key for key in product_of if key in absent]
        tasks = (self._task(product_of[key], key) for key in missing)
        for number, (key, pdf) in enumerate(self._workshop.done(self._workshop.workers.work, tasks, few=1), start=1):
            self._workshop.keep(key, pdf)
            self._workshop.say("PDF", number, len(missing))
        self.files = {path: self._workshop.store.file(key, products.PDF) for path, key in self.keys.items()}

    def demanded(self, product: CacheKey, key: CacheKey) -> str:
        """Where a PDF lies whose sheet a product has, printed now if need be. Raises PrintError."""
        if not self._workshop.store.has(key):
            self._workshop.keep(
                *next(self._workshop.done(self._workshop.workers.work, [self._task(product, key)], few=1))
            )
        return self._workshop.store.file(key, products.PDF)

    def _task(self, product: CacheKey, key: CacheKey) -> Task:
        return Task(key, products.printed, partial(self._sheet, product, key))

    def _sheet(self, product: CacheKey, key: CacheKey) -> tuple[bytes]:
        return (self._workshop.store.read(product, contents.sheet(key).name),)
