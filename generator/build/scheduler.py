"""The workers of a Dask scheduler: other machines, which share nothing with this one but what the scheduler passes on.

What is lost with a machine is done by another. Where none is left, or the scheduler itself is gone, one error says so;
what was made until then is in the store of whoever builds, and no worker has written anywhere.
"""

from __future__ import annotations

import logging
import pickle
import socket
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from generator.build import cache_keys
from generator.build.workers import Hands, Workers, tune
from generator.errors import CommandError

if TYPE_CHECKING:
    from distributed import Client

PATIENCE = 60.0
"""Seconds for which the scheduler may not answer, or may be without workers."""
_SEE = "请查看调度器和各台机器 / see to the scheduler and its workers"
_GONE = "调度器 {0} 联系不上 / the scheduler {0} cannot be reached"
_NOBODY = "调度器 {0} 下面没有机器，等了 {1:.0f} 秒 / the scheduler {0} has had no worker for {1:.0f} s"
_DEADLY = "一件活接连让几台机器停了，多半是内存不够 / one piece of work has ended several workers: too little memory?"
_OTHER = (
    "调度器或一台机器装的程序、软件包版本不同，请装同一个版本"
    " / the scheduler or a worker has another version of the program or of a library"
)
_UNREAD = "Error during deserialization"
"""So Dask begins where a scheduler without the program cannot read what is to be done."""


class WorkersError(CommandError):
    """Those who do the work cannot, or are no longer there."""


class OtherVersionError(WorkersError):
    """One of them has another version of the program or of its libraries."""


def scheduled(address: str) -> Workers:
    """The workers of a scheduler (`tcp://host:8786`). Raises ImportError where the libraries for it are not installed.

    Their tasks raise WorkersError, besides what they raise anyway.
    """
    import distributed  # noqa: F401  an extra, for those who have many machines

    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters is raised
    begin = partial(_begun, address)
    return Workers(begin, begin)


@contextmanager
def _begun(address: str) -> Iterator[Hands]:
    from distributed import Client

    with _in_words(address), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Sending large graph")  # pages are large, and go once
        with Client(address, timeout=PATIENCE) as client:  # type: ignore[no-untyped-call]
            yield Hands(_Sending(client.get_executor(pure=False)), partial(_at_once, client, address))


@contextmanager
def _in_words(address: str) -> Iterator[None]:
    """Puts into words what Dask raises. What a task raises of these is WorkersError already."""
    from distributed.scheduler import KilledWorker

    try:
        yield
    except (OSError, CancelledError):
        raise WorkersError(f"{_GONE.format(address)}；{_SEE}") from None
    except KilledWorker:
        raise WorkersError(f"{_DEADLY}；{_SEE}") from None
    except (ImportError, AttributeError) as error:  # a worker without this module, or without the program
        raise OtherVersionError(f"{_OTHER} ({error})") from error
    except RuntimeError as error:
        if _UNREAD not in str(error):
            raise
        raise OtherVersionError(_OTHER) from error


def _at_once(client: Client, address: str) -> int:
    """How many tasks the workers can do at once. Raises WorkersError where there is none for a while."""
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError:
        raise WorkersError(f"{_NOBODY.format(address, PATIENCE)}；{_SEE}") from None
    return sum(client.nthreads().values())  # type: ignore[no-untyped-call]


class _Sending(Executor):
    """Sends tasks as bytes, which nobody opens who has another version."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        return self._executor.submit(_done, cache_keys.version(), pickle.dumps((function, args, kwargs)))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._executor.shutdown(wait, cancel_futures=cancel_futures)


def _done(version: bytes, task: bytes) -> Any:
    """What a task gives, at a worker. Raises OtherVersionError, WorkersError where the machine fails it."""
    if version != cache_keys.version():
        raise OtherVersionError(f"{_OTHER} ({socket.gethostname()})")
    tune()
    function, args, kwargs = pickle.loads(task)  # noqa: S301  of whoever builds, who may do anything here anyway
    try:
        return function(*args, **kwargs)
    except OSError as error:
        raise WorkersError(f"{socket.gethostname()}: {error}") from None
