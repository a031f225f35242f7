"""The pages as HTML: MkDocs is started for about a thousand at a time, and only for those that are new."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from generator.build import cache_keys, contents, products
from generator.build.contents import GUIDES, SHOWN
from generator.build.workers import Task
from generator.build.workshop import Tree, Workshop
from generator.disk import store
from generator.disk.store import CacheKey
from generator.pages import overview
from generator.policy.files import Publisher
from generator.site import mkdocs

_BATCH = 20_000_000
"""So many bytes of Markdown at a time are converted, those of a thousand guides or of a hundred lists of a province."""
_LEAST = 800_000
"""Less than these is not worth a start of MkDocs of its own, which takes as long."""


class Html:
    """The HTML of products that have pages, as keys of the store."""

    def __init__(self, workshop: Workshop) -> None:
        self._workshop = workshop
        self.of: dict[CacheKey, CacheKey] = {}
        """The product of pages → its HTML."""
        self.frames: list[CacheKey] = []
        """What the theme brings along, language by language."""
        self.crawled: list[CacheKey] = []
        """What search engines look for."""

    @property
    def keys(self) -> list[CacheKey]:
        """The keys of the HTML of all pages."""
        return list(self.of.values())

    @property
    def site_only(self) -> list[CacheKey]:
        """The keys of what stands on the site alone, pages aside: what the theme brings, what search engines want."""
        return [*self.frames, *self.crawled]

    def make(self, paged: Mapping[str | None, Sequence[CacheKey]], publisher: Publisher) -> None:
        """Converts what the store lacks; `paged`: by language all products that have pages. Raises EngineError."""
        self._do([task for name, keys in paged.items() for task in self._tasks(name, keys, publisher)])

    def _tasks(self, name: str | None, paged: Sequence[CacheKey], publisher: Publisher) -> Iterator[Task]:
        """What is to be done for a language."""
        kept = self._workshop.store
        config = mkdocs.settings(self._workshop.sources.config.read_text(encoding="utf-8"), name, publisher)
        site_url = publisher.site_url
        engine = store.key("", cache_keys.tools(*cache_keys.TO_FRAME), cache_keys.locale(name), config, site_url or "")
        frame = store.key("frame", engine)
        html_of = {product: store.key("html", engine, kept.read(product, contents.DIGEST)) for product in paged}
        absent = kept.missing([frame, *html_of.values()])
        missing = {html: product for product, html in html_of.items() if html in absent}
        self.frames.append(frame)
        self.of |= html_of
        wanted = frame if frame in absent else None
        for batch in list(self._batches(missing)) or ([{}] if wanted else []):
            yield Task(None, products.converted, partial(self._arguments, batch, config, site_url, name, wanted))
            wanted = None

    def _do(self, tasks: Sequence[Task]) -> None:
        done = self._workshop.done(self._workshop.workers.programs, tasks, few=2)
        for number, (_, made) in enumerate(done, start=1):
            for key, product in made.items():
                self._workshop.keep(key, product)
            self._workshop.say("MkDocs", number, len(tasks))

    def list_pages(self, publisher: Publisher) -> None:
        """Makes the list of all pages that search engines look for, once these are converted."""
        pages = sorted(path for product in self.of for path in map(mkdocs.address, self._pages(product)))
        key = store.key("crawled", cache_keys.code(), repr(publisher), *pages)
        if not self._workshop.store.has(key):
            self._workshop.keep(key, overview.for_crawlers(pages, publisher))
        self.crawled = [key]

    def _batches(self, missing: Mapping[CacheKey, CacheKey]) -> Iterable[dict[CacheKey, CacheKey]]:
        """HTML → the product it is made of, in batches of about equally many bytes, so many that no core waits."""
        size_of = self._workshop.store.size
        sizes = {html: sum(map(size_of, self._pages(product).values())) for html, product in missing.items()}
        total, cores = sum(sizes.values()), os.cpu_count() or 1
        rounds = max(1, -(-total // (_BATCH * cores)))
        size, before, batches = max(_LEAST, -(-total // (rounds * cores))), 0, dict[int, dict[CacheKey, CacheKey]]()
        for html, product in missing.items():
            batches.setdefault(before // size, {})[html] = product
            before += sizes[html]
        return batches.values()

    def _arguments(
        self, batch: Mapping[CacheKey, CacheKey], config: str, site_url: str | None, name: str | None,
        frame: CacheKey | None,
    ) -> tuple[Any, ...]:  # fmt: skip
        sets = {html: {path: self._workshop.store.data(file) for path, file in self._pages(product).items()}
                for html, product in batch.items()}  # fmt: skip
        return sets, config, site_url, name, frame

    def _pages(self, product: CacheKey) -> Tree:
        """The Markdown of a product as the site has it."""
        files = self._workshop.store.files(product)
        return {path: file for path, file in {**below(files, GUIDES), **below(files, SHOWN)}.items()
                if path.endswith(".md")}  # fmt: skip


def below(files: Tree, prefix: str) -> Tree:
    """The files whose names begin with a prefix, without it."""
    return {name.removeprefix(prefix): file for name, file in files.items() if name.startswith(prefix)}
