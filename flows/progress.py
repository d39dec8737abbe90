"""What a run tells while it goes: an event at the start and at the end of each of its four steps."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal

StepName = Literal["resolve", "pull", "measure", "publish"]
STEPS: tuple[StepName, ...] = ("resolve", "pull", "measure", "publish")
"""The four steps of a run, in order."""


@dataclass(frozen=True, slots=True)
class Event:
    """A step that began, went on or ended."""

    step: StepName
    text: str
    """What it is about to do or has done, for people; may be empty."""
    done: bool = False


Listener = Callable[[Event], None]


def silent(event: Event) -> None:
    """Listen to nothing."""
    del event


_listener: ContextVar[Listener | None] = ContextVar("umran_listener", default=None)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Let `listener` hear the tasks of flows that this process runs itself; Prefect's parameters cannot carry it."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def listener() -> Listener:
    """Return who listens to this process's tasks."""
    return _listener.get() or silent
