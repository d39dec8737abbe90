"""How a run's progress looks: one line a step, alive on a terminal, plain elsewhere."""

import time
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.live import Live
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from flows.progress import STEPS, Event

_SERVER = "prefect"


class Display:
    """Shows the steps of one run; `hear` is its listener."""

    def __init__(self, console: Console, *, server_note: str | None = None) -> None:
        """Show on this console; `server_note` says what is waited for before the first step, if anything is."""
        self._console = console
        self._rows = ([_SERVER] if server_note else []) + list(STEPS)
        self._texts = {_SERVER: server_note or ""}
        self._began: dict[str, float] = {}
        self._took: dict[str, float] = {}
        self._live = Live(console=console, get_renderable=self._table, refresh_per_second=8, transient=False)
        self._alive = console.is_terminal

    def __enter__(self) -> Self:
        """Begin, with the wait for the server if there is one."""
        if self._alive:
            self._live.start()
        if _SERVER in self._rows:
            self._begin(_SERVER)
            self._say(self._texts[_SERVER])
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the last state of the lines on the screen."""
        if self._alive:
            self._live.stop()

    def hear(self, event: Event) -> None:
        """Take in what a run tells."""
        if _SERVER in self._began and _SERVER not in self._took:
            self._end(_SERVER, "server ready")
        if event.step not in self._began:
            self._begin(event.step)
        self._texts[event.step] = event.text
        if event.done:
            self._end(event.step, event.text)

    def _begin(self, row: str) -> None:
        self._began[row] = time.monotonic()

    def _end(self, row: str, text: str) -> None:
        self._texts[row] = text
        self._took[row] = time.monotonic() - self._began[row]
        self._say(f"{row:<8} {text} ({self._took[row]:.1f} s)")

    def _say(self, line: str) -> None:
        if not self._alive:
            self._console.print(line, soft_wrap=True, markup=False)

    def _table(self) -> Table:
        table = Table.grid(padding=(0, 1))
        table.add_column(width=1)
        table.add_column(width=8)
        table.add_column(ratio=1, overflow="ellipsis", no_wrap=True)
        table.add_column(justify="right", width=8)
        table.expand = True
        for row in self._rows:
            table.add_row(self._mark(row), self._name(row), Text(self._texts.get(row, "")), self._time(row))
        return table

    def _mark(self, row: str) -> Text | Spinner:
        if row in self._took:
            return Text("✓", style="green")
        return Spinner("dots", style="cyan") if row in self._began else Text("·", style="dim")

    def _name(self, row: str) -> Text:
        return Text(row, style="" if row in self._began else "dim")

    def _time(self, row: str) -> Text:
        if row not in self._began:
            return Text("")
        seconds = self._took.get(row, time.monotonic() - self._began[row])
        return Text(f"{seconds:.1f} s", style="dim")
