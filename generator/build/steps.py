"""What is made, step by step, from policies to the files of a site: each a product of the store, made once.

Every product knows by its key all that it hangs on, so only what is new is made, and what was interrupted goes on where
it stopped. Nothing leaves the store here.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Any, TypeAlias

from generator import checks
from generator.build import dependencies, products, workers
from generator.build.products import CHECKED, DATA, GUIDES, LINKS, PAGES, PLACES, SHEETS, SHOWN, Made, Order, Unit
from generator.build.workers import Crew, Task
from generator.checks.files import of_all
from generator.disk import store
from generator.disk.store import Key, Store
from generator.errors import CommandError
from generator.findings import Finding
from generator.pages import overview
from generator.policy import gather
from generator.policy.loader import common, mark
from generator.site import inert, links, mkdocs, search
from generator.telling import templating
from generator.telling.entries import Division, Entry, Example, guides, regions

Progress: TypeAlias = Callable[..., None]
"""What goes on, and of how many steps how many are done: `say("PDF", 3, 60)`, `say("Pagefind")`."""
Tree: TypeAlias = dict[str, str]
"""The files of a folder by path below it, each where it lies in the store."""


class RefusedError(CommandError):
    """The policies have errors; nothing was written."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(f"{len(findings)} findings")
        self.findings = findings

    @property
    def lines(self) -> list[str]:
        """Every finding with its place."""
        return [str(one) for one in self.findings]


class BuildError(CommandError):
    """The site that was built is not the site that was expected; nothing was replaced."""


@dataclass(frozen=True)
class Sources:
    """What a build is made of, and where what was made is kept; paths as the user typed them."""

    policies: Path
    config: Path
    store: Path
    originals: Path | None = None
    """The texts of the documents: quotations are held against them, and the site shows them."""


@contextmanager
def located() -> Iterator[None]:
    """What is wrong with a template or a catalogue is refused with its place, like what is wrong with a policy."""
    try:
        yield
    except Exception as error:
        if (found := templating.fault(error)) is None:
            raise
        raise RefusedError([found]) from error


_WORDED = ("*.yaml", "pages/**/*", "notice/**/*", "print/**/*", "fonts/*")
"""The templates that places are made with."""
_CHECKED = ("*.yaml", "fonts/*")
"""Those that what is said about policies hangs on."""
_EVERYTHING = ("**/*",)
_BATCH = 1000
"""So many pages at a time are converted: the start of MkDocs costs as much as forty."""


class Build:
    """What has been made, step by step, as keys of the store; nothing leaves the store here."""

    def __init__(self, sources: Sources, crew: Crew, say: Progress, *, unpublished: bool = False) -> None:
        self.sources, self.crew, self.say = sources, crew, say
        dependencies.touched_at_start()
        self.store = Store(sources.store)
        self.policies, problems = common(sources.policies)
        self.findings: tuple[Finding, ...] = ()
        self._found = set(problems)
        self._marked: list[tuple[str, ...]] = []
        """Of each family, the places made although they are marked as unpublished; their errors hinder no other."""
        self._refuse()
        self.families = list(gather.families(sources.policies, sources.originals))
        self._marked = [_marked(one, sources.policies) if unpublished else () for one in self.families]
        self.checked = [_checked(one.read(), *marks) for one, marks in zip(self.families, self._marked, strict=True)]
        self.products: dict[str, list[Key]] = {}
        """By kind, what is made of each family."""
        self.shared: list[Key] = []
        """What is made of many places."""
        self.html: dict[Key, Key] = {}
        """The HTML of each product that has pages."""
        self.beside: list[Key] = []
        """What the site has beyond what stands in `guides/`, pages aside."""
        self._sheets: dict[str, Key] = {}
        self._missing: set[Key] = set()
        """What of the places is not in the store."""

    # ------------------------------------------------------------------------------------------------- places

    def places(self, *products: str) -> None:
        """What hangs on one place alone. Raises RefusedError."""
        self.products = {name: [_key(name, one) for one in self.checked] for name in products}
        self._missing = self.store.missing([*self.checked, *(key for keys in self.products.values() for key in keys)])
        wanting = [index for index in range(len(self.families)) if self._wanted(index)]
        with located():
            for done, (index, made) in enumerate(workers.done(self.crew.work, map(self._task, wanting)), start=1):
                self._keep(index, *made)
                self.say("places", done, len(wanting))
        for index in set(range(len(self.families))) - set(wanting):
            self._found.update(pickle.loads(self.store.read(self.checked[index], "findings")))  # noqa: S301
        self._found.update(of_all(self.policies, self.addresses) if not self._errors() else ())
        self._refuse()

    def _wanted(self, index: int) -> list[str]:
        """The products that are to be made of a family."""
        of = {CHECKED: self.checked[index], **{one: keys[index] for one, keys in self.products.items()}}
        return [one for one, key in of.items() if key in self._missing]

    def _task(self, index: int) -> Task:
        return Task(index, products.made, lambda: (self._order(index),))

    def _order(self, index: int) -> Order:
        family, wanted = self.families[index], self._wanted(index)
        known = None if CHECKED in wanted else self.store.read(self.checked[index], CHECKED)
        products, files = tuple(one for one in wanted if one != CHECKED), family.read()
        if _checked(files, *self._marked[index]) != self.checked[index]:
            raise BuildError(_MEANWHILE)
        return Order(family.slugs, family.known, files, dependencies.code(), products, known, self._marked[index])

    def _keep(self, index: int, found: Sequence[Finding], made: Mapping[str, Made]) -> None:
        told = [self._told(one) for one in found]
        self._found.update(told)
        for name, files in made.items():
            key = self.checked[index] if name == CHECKED else self.products[name][index]
            self._store(key, {**files, "findings": pickle.dumps(told)} if name == CHECKED else files)

    def _store(self, key: Key, files: Mapping[str, bytes]) -> None:
        """Keep what was made; not where somebody has worked on what it was made with, and its key may be wrong."""
        if dependencies.touched() != dependencies.touched_at_start():
            raise BuildError(_MEANWHILE)
        self.store.keep(key, files)

    def _told(self, one: Finding) -> Finding:
        """A finding with the path of its file as the user knows it."""
        folder, _, rest = one.position.path.partition("/")
        known = {"policies": self.sources.policies, "originals": self.sources.originals}.get(folder)
        return replace(one, position=replace(one.position, path=(known / rest).as_posix())) if known else one

    def _errors(self) -> list[Finding]:
        marked = [slug for marks in self._marked for slug in marks]
        errors = (one for one in self._found if one.severity == "error")
        return [one for one in errors if not checks.is_about(self.sources.policies, marked, one)]

    def _refuse(self) -> None:
        if errors := self._errors():
            raise RefusedError(sorted(errors))
        self.findings = tuple(sorted(self._found))

    @cached_property
    def entries(self) -> list[Entry]:
        """All places."""
        found = map(pickle.loads, self._entered())
        return sorted((one for each in found for one in each), key=lambda one: one.place.slug)

    def _entered(self) -> Iterator[bytes]:
        """What lists say of each family, as it was kept: written anew it would not be the same bytes."""
        return (self.store.read(key, "entries") for key in self.products[PAGES])

    @property
    def addresses(self) -> list[str]:
        """The addresses of all guides."""
        return [one.address for one in guides(self.entries)]

    # ---------------------------------------------------------------------------------------------- many places

    def overall(self) -> None:
        """What is made of many places."""
        provinces, with_all = overview.provinces(self.entries), [self._of_country()]
        tasks = [*with_all, *(self._of_region(code, provinces) for code in regions(self.entries))]
        self.shared = [one.name for one in tasks]
        with located():
            missing = self.store.missing(self.shared)
            for key, made in workers.done(self.crew.work, [one for one in tasks if one.name in missing]):
                self._store(key, made)

    def _of_country(self) -> Task:
        root = {name: path.read_bytes() for name, path in gather.shared(self.sources.policies)}
        example = self._example()
        key = store.key("all", dependencies.tools(*_EVERYTHING), store.content(root), *self._entered(), example[1])
        return Task(key, products.of_all, lambda: (self.entries, self.policies, self._shown(*example)))

    def _of_region(self, code: str, provinces: Mapping[str, int]) -> Task:
        slugs = tuple(one.place.slug for one in regions(self.entries)[code])
        pages = zip(self.products[PAGES], self.families, strict=True)
        keys = [key for key, one in pages if set(one.slugs) & set(slugs)]
        unit = Unit(Division(code, provinces), slugs, self.policies.publisher, overview.fed(self.policies))
        example = ("", "") if code else self._example()
        key = store.key("lists", dependencies.tools(*_WORDED), *keys, repr(unit), example[1])
        return Task(
            key, products.lists, lambda: (unit, [self.store.read(one, "listed") for one in keys], self._shown(*example))
        )

    def _example(self) -> tuple[str, Key]:
        """The address of the guide that examples of data are taken from, and what it is made of; empty without one."""
        keys = {slug: key for key, one in zip(self.checked, self.families, strict=True) for slug in one.slugs}
        for entry in self.entries:
            for guide, classes, row in zip(entry.guides, entry.classes, entry.rows, strict=True):
                if classes and not row["lacks"]:
                    return guide.address, keys[entry.place.slug]
        return "", ""

    def _shown(self, address: str, key: Key) -> Example | None:
        return products.example(self.store.read(key, CHECKED), address) if address else None

    # ---------------------------------------------------------------------------------------------------- paper

    def print(self) -> None:
        """The PDFs. Raises PrintError; what was finished until then is kept."""
        where: dict[Key, Key] = {}
        for product in self.products[SHEETS]:
            found = pickle.loads(self.store.read(product, "keys"))  # noqa: S301
            self._sheets |= found
            where |= dict.fromkeys(found.values(), product)
        absent = self.store.missing(where)
        missing = [key for key in where if key in absent]
        tasks = (Task(key, products.printed, partial(self._sheet, where[key], key)) for key in missing)
        for done, (key, made) in enumerate(workers.done(self.crew.work, tasks, few=1), start=1):
            self._store(key, made)
            self.say("PDF", done, len(missing))

    def _sheet(self, product: Key, key: Key) -> tuple[bytes]:
        return (self.store.read(product, key.replace("/", "-")),)

    def demanded(self, path: str) -> str | None:
        """A file beside the pages of a draft, made now; None where there is no such file. Raises PrintError."""
        found = (index for index, one in enumerate(self.families) if path.partition("/")[0] in one.slugs)
        if (index := next(found, None)) is None:
            return None
        if not path.endswith(".pdf"):
            return self.store.files(self._product(DATA, index)).get(f"{GUIDES}{path}")
        product = self._product(SHEETS, index)
        key = pickle.loads(self.store.read(product, "keys")).get(path)  # noqa: S301
        if key is None:
            return None
        if not self.store.has(key):
            task = Task(key, products.printed, lambda: self._sheet(product, key))
            self._store(*next(workers.done(self.crew.work, [task], few=1)))
        return self.store.file(key, "pdf")

    def _product(self, name: str, index: int) -> Key:
        """A product of one family."""
        key = self.products.setdefault(name, [_key(name, one) for one in self.checked])[index]
        self._missing = self.store.missing([self.checked[index], *(keys[index] for keys in self.products.values())])
        if key in self._missing:
            self._keep(index, *products.made(self._order(index)))
        return key

    # ----------------------------------------------------------------------------------------------------- HTML

    def convert(self) -> None:
        """The pages as HTML. Raises EngineError."""
        config, site_url = self.sources.config.read_text(encoding="utf-8"), self.policies.publisher.site_url
        engine_ = store.key("", dependencies.tools("theme/**/*"), config, site_url or "")
        frame, paged = store.key("frame", engine_), [*self.products[PAGES], *self.shared]
        self.html = {one: store.key("html", engine_, self.store.read(one, "digest")) for one in paged}
        absent = self.store.missing([frame, *self.html.values()])
        missing = {self.html[one]: one for one in paged if self.html[one] in absent}
        tasks = [
            Task(None, products.converted, partial(self._batch, one, config, site_url))
            for one in self._batches(missing)
        ]
        if frame in absent:
            tasks.append(Task(frame, products.frame, lambda: (config, site_url)))
        for done, (key, made) in enumerate(workers.done(self.crew.programs, tasks, few=2), start=1):
            for each, files in {key: made}.items() if key else made.items():
                self._store(each, files)
            self.say("MkDocs", done, len(tasks))
        self.beside = [frame, self._crawled()]

    def _crawled(self) -> Key:
        """What search engines look for."""
        pages = sorted(path for one in self.html for path in map(mkdocs.address, self._pages(one)))
        key = store.key("crawled", dependencies.code(), repr(self.policies.publisher), *pages)
        if not self.store.has(key):
            self._store(key, overview.for_crawlers(pages, self.policies.publisher))
        return key

    def _batches(self, missing: Mapping[Key, Key]) -> Iterable[dict[Key, Key]]:
        """The products to be converted, parted so that every core has as much to do."""
        sizes = {html: len(self._pages(product)) for html, product in missing.items()}
        whole, cores = sum(sizes.values()), os.cpu_count() or 1
        rounds = max(1, -(-whole // (_BATCH * cores)))
        size, before, batches = max(40, -(-whole // (rounds * cores))), 0, dict[int, dict[Key, Key]]()
        for html, product in missing.items():
            batches.setdefault(before // size, {})[html] = product
            before += sizes[html]
        return batches.values()

    def _batch(self, batch: Mapping[Key, Key], config: str, site_url: str | None) -> tuple[Any, ...]:
        sets = {html: {path: self.store.data(file) for path, file in self._pages(product).items()}
                for html, product in batch.items()}  # fmt: skip
        return sets, config, site_url

    def _pages(self, product: Key) -> Tree:
        """The Markdown of a product as the site has it."""
        files = self.store.files(product)
        return {path: file for path, file in {**_below(files, GUIDES), **_below(files, SHOWN)}.items()
                if path.endswith(".md")}  # fmt: skip

    # -------------------------------------------------------------------------------------------------- the site

    @cached_property
    def guides(self) -> Tree:
        """What stands in `guides/`."""
        made: Tree = {}
        for keys in (*(keys for name, keys in self.products.items() if name != SHEETS), self.shared):
            for one in keys:
                made |= _below(self.store.files(one), GUIDES)
        return made | {path: self.store.file(key, "pdf") for path, key in self._sheets.items()}

    @cached_property
    def site(self) -> Tree:
        """What stands on the site."""
        made = {path: file for path, file in self.guides.items() if not path.endswith(".md")}
        for one in (*self.beside, *self.html.values()):
            made |= {path: file for path, file in self.store.files(one).items() if path not in (LINKS, PLACES)}
        return made

    def judge(self, *, draft: bool = False) -> None:
        """Every link leads somewhere, nothing is asked of another host, nothing runs in a page. Raises BuildError."""
        files, at = self.site, {path: one for one in self.html.values() for path in self.store.names(one)}

        @lru_cache(_BATCH)
        def places(path: str) -> Collection[str]:
            found: dict[str, Collection[str]] = pickle.loads(self.store.read(at[path], PLACES))  # noqa: S301
            return found[path]

        def there(path: str) -> bool:
            return path in files or (draft and not path.endswith(".html"))

        faults: list[str] = []
        for one in self.html.values():
            faults += links.faults(pickle.loads(self.store.read(one, LINKS)), there, places)  # noqa: S301
        faults += inert.among({path: file for path, file in files.items() if path not in at} if not draft else {})
        if faults:
            raise BuildError("\n".join(faults))

    def index(self) -> None:
        """The full-text search. Raises BuildError where there is nothing to be found."""
        if not self.entries:
            raise BuildError(_NOWHERE)
        found = {path: file for path, file in self.site.items() if path.endswith(".html")}
        key = store.key("search", dependencies.code(), *sorted(self.html.values()))
        if not self.store.has(key):
            self.say("Pagefind")
            self._store(key, search.index(found, guides(self.entries), self.store.data))
        self.beside.append(key)
        del self.site  # has become more

    def tidy(self) -> None:
        """Forget what this build has not used."""
        products = [key for keys in self.products.values() for key in keys]
        own = [*self.checked, *products, *self.shared, *self.html.values(), *self._sheets.values(), *self.beside]
        self.store.tidy(own)


_NOWHERE = (
    "policies/ 里还没有要发布的地方；先用 generator new 建一个，录完后删去 published: false"
    " / no place to be published in policies/ yet: begin with generator new, and delete published: false in the end"
)
_MEANWHILE = "政策或模板在生成途中改了，请再运行一次 / something was saved meanwhile: please run it again"


def _marked(family: gather.Family, policies: Path) -> tuple[str, ...]:
    """The places of a family that are marked as not to be published."""
    return tuple(slug for slug in family.slugs if mark(policies / slug) is not None)


def _checked(files: gather.Files, *unpublished: str) -> Key:
    """What the files of a family are called in the store, read and checked; with the unpublished places shown."""
    return store.key(CHECKED, dependencies.tools(*_CHECKED), store.content(files), *unpublished)


def _key(product: str, checked: Key) -> Key:
    """What a product of a family is called in the store."""
    return store.key(product, dependencies.tools(*_WORDED), checked)


def _below(files: Tree, prefix: str) -> Tree:
    return {name.removeprefix(prefix): file for name, file in files.items() if name.startswith(prefix)}
