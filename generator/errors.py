"""What ends a command without being a fault of the program: the words for the user, and the exit code."""

from __future__ import annotations

from collections.abc import Sequence


class CommandError(RuntimeError):
    """Something is wrong with what the user gave or with the machine; the text says what, and what to do."""

    code = 1
    """The exit code of the command."""

    @property
    def lines(self) -> Sequence[str]:
        """What the user is told."""
        return [str(self)]


class UsageError(CommandError):
    """An argument that cannot be used; the text names it, and says what can be written instead."""

    code = 2
