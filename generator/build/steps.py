"""What is made, step by step, from policies to the files of a site: each a product of the store, made once.

The key of a product names all that it depends on, so only what is new is made, and what was interrupted goes on where
it stopped. Nothing leaves the store here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cached_property, lru_cache

from generator.build import contents
from generator.build.contents import DATA, GUIDES, SHEETS
from generator.build.families import Families
from generator.build.html import Html, below
from generator.build.pdfs import Pdfs
from generator.build.search import Search
from generator.build.shared import Shared
from generator.build.workers import Workers
from generator.build.workshop import BuildError, Progress, Sources, Tree, opened
from generator.disk.store import CacheKey, Store
from generator.findings import Finding
from generator.paths import PROGRAM
from generator.site import inert, links

_PAGES_AT_HAND = 1000
"""Of so many pages the anchors are held in memory while links are judged."""
_NOT_FILES = (contents.LINKS.name, contents.ANCHORS.name)
"""The files of HTML products that are not for the site."""
_NOWHERE = (
    f"policies/ 里还没有要发布的地方；先用 {PROGRAM} new 建一个，录完后删去 published: false / "
    f"no place to be published in policies/ yet: begin with {PROGRAM} new, and delete published: false in the end"
)


class Build:
    """A build, step by step; each step needs those before it. What they give are keys of the store."""

    def __init__(
        self,
        sources: Sources,
        workers: Workers,
        say: Progress,
        *,
        unpublished: bool = False,
        only: Collection[str] | None = None,
    ) -> None:
        """`only`: these places and those that lie over or under them, and nothing that is about many places."""
        self._workshop = opened(sources, workers, say)
        self.families = Families(self._workshop, unpublished=unpublished, only=only)
        self._shared = Shared(self._workshop, self.families)
        self._pdfs = Pdfs(self._workshop, self.families)
        self._html = Html(self._workshop)
        self._search = Search(self._workshop, self.families, self._shared, self._html)
        self.findings: tuple[Finding, ...] = ()
        """What is to be said about the policies, no error among it."""

    @property
    def store(self) -> Store:
        """Where the products lie."""
        return self._workshop.store

    @property
    def addresses(self) -> list[str]:
        """The addresses of all guides."""
        return self.families.addresses

    # --------------------------------------------------------------------------------------------------- the steps

    def places(self, *kinds: str) -> None:
        """Makes what depends on one place alone. Raises RefusedError, BuildError."""
        self.families.make(*kinds)
        self.findings = self.families.refuse()

    def overview(self) -> None:
        """Makes what depends on no single place. Raises RefusedError, BuildError."""
        self._shared.make()

    def print(self) -> None:
        """Makes the PDFs. Raises PrintError; what was finished until then is kept."""
        self._pdfs.make()

    def name_sheets(self) -> None:
        """Takes down which PDFs there are, to be printed when they are asked for."""
        self._pdfs.name()

    def convert(self) -> None:
        """Makes HTML of the pages. Raises EngineError."""
        paged = {name: [*self.families.paged(name), *keys] for name, keys in self._shared.by_language.items()}
        self._html.make(paged, self.families.policies.publisher)
        if self.families.only is None:
            self._html.list_pages(self.families.policies.publisher)

    def judge(self, *, draft: bool = False) -> None:
        """Every link leads somewhere, nothing is asked of another host, nothing runs in a page. Raises BuildError.

        `draft`: files that are made only on demand count as there. Of some places alone, what each family shows of
        itself: where its links to others lead is known once all is there.
        """
        faults = [*self._faults(draft=draft)] if self.families.only is None else [*self._own_faults()]
        if faults:
            raise BuildError("\n".join(faults))

    def _own_faults(self) -> Iterator[str]:
        for key in self._html.keys:
            yield from contents.LINKS.read(self.store, key).faults

    def _faults(self, *, draft: bool) -> Iterator[str]:
        files, html_of = self.site, {path: key for key in self._html.keys for path in self.store.names(key)}

        @lru_cache(_PAGES_AT_HAND)
        def anchors(path: str) -> Collection[str]:
            return contents.ANCHORS.read(self.store, html_of[path])[path]

        def exists(path: str) -> bool:
            return path in files or path in self._pdfs.keys or (draft and not path.endswith(".html"))

        for key in self._html.keys:
            yield from links.faults(contents.LINKS.read(self.store, key), exists, anchors)
        if not draft:
            yield from inert.among({path: file for path, file in files.items() if path not in html_of})

    def index(self) -> None:
        """Makes the full-text search. Raises BuildError where there is nothing to be found, EngineError."""
        if not self.families.outlines:
            raise BuildError(_NOWHERE)
        self._search.make()
        self.__dict__.pop("site", None)  # has become more

    # ------------------------------------------------------------------------------------------ what they have made

    @cached_property
    def guides(self) -> Tree:
        """What stands in `guides/`."""
        tree: Tree = {}
        kinds = (keys for kind, keys in self.families.products.items() if contents.parted(kind)[0] != SHEETS)
        for keys in (*kinds, self._shared.keys):
            for key in keys:
                tree |= below(self.store.files(key), GUIDES)
        return tree | self._pdfs.files

    @cached_property
    def site(self) -> Tree:
        """What stands on the site."""
        tree = {path: file for path, file in self.guides.items() if not path.endswith(".md")}
        for key in (*self._site_only, *self._html.keys):
            tree |= {path: file for path, file in self.store.files(key).items() if path not in _NOT_FILES}
        return tree

    @property
    def _site_only(self) -> list[CacheKey]:
        """The keys of files that are on the site only: theme, search index, sitemap."""
        return [*self._html.site_only, *self._search.keys]

    def demanded(self, path: str) -> str | None:
        """Where a file beside the pages of a draft lies, made now; None where there is no such file.

        Raises PrintError.
        """
        if path.endswith(".pdf"):
            sheet = self.sheet(path)
            return self._pdfs.demanded(*sheet) if sheet else None
        product = self._product_about(path, DATA)
        return self.store.files(product).get(f"{GUIDES}{path}") if product else None

    def sheet(self, path: str) -> tuple[CacheKey, CacheKey] | None:
        """The product that has the sheet of a PDF, made now if need be, and the key of the PDF; None of no sheet."""
        product = self._product_about(path, SHEETS)
        key = contents.PDFS.read(self.store, product).get(path) if product else None
        return (product, key) if product and key else None

    def pdf(self, product: CacheKey, key: CacheKey) -> bytes:
        """A PDF by what `sheet` gives of it, printed now if need be. Raises PrintError, DamagedError, OSError."""
        return self.store.data(self._pdfs.demanded(product, key))

    def _product_about(self, path: str, kind: str) -> CacheKey | None:
        """A product of the family that a file of the site is about, in the language of its tree; data in none."""
        first, _, rest = path.partition("/")
        name, own = (first, rest) if first in self.families.languages else (None, path)
        families = self.families.having([own.partition("/")[0]])
        spoken = kind if kind == DATA else contents.spoken(kind, name)
        return self.families.product(spoken, families[0]) if families else None

    def tidy(self) -> None:
        """Makes the store forget what this build has not used."""
        own = [*self.families.judgements.used, *self.families.readings, *self.families.keys, *self._shared.keys]
        self.store.tidy([*own, *self._html.keys, *self._pdfs.keys.values(), *self._site_only])
