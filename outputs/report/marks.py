"""What is said beside a figure wherever it shows: projected years, epochs that must not be compared, people made up."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from geo.reasons import Flag
from outputs.words.filling import digits
from outputs.words.speech import isolated
from outputs.words.texts import flag, period, text

_SAID = (
    Flag.INCOMPARABLE_EPOCHS,
    Flag.PROJECTED_EPOCH,
    Flag.EXTRAPOLATED_POPULATION,
    Flag.INTERPOLATED_POPULATION,
)
"""Doubts that a headline says in words; a footnote is not enough where a figure stands alone."""


@dataclass(frozen=True, slots=True)
class YearNames:
    """Writes years and periods, the projected ones as such."""

    projected: Collection[int]

    def year(self, year: int) -> str:
        """Return a year: `2030 (projected)`."""
        return text("marks.projected", year=year) if year in self.projected else digits(year)

    def period(self, start: int, end: int) -> str:
        """Return a period: `2020–2030 (projected)`; a projection's start is said by itself."""
        if start in self.projected:  # words in both years: the line's own direction orders them
            return f"{isolated(self.year(start))}–{isolated(self.year(end))}"
        span = period(start, end)
        return text("marks.projected", year=span) if end in self.projected else span


def in_words(flags: Collection[str]) -> tuple[str, ...]:
    """Return the sentences that must stand beside a figure with these flags."""
    return tuple(flag(code) for code in _SAID if code in flags)


def under_a_bar(flags: Iterable[str]) -> str:
    """Return the short mark under a period's bars: that it is no growth, else that it is projected, else nothing."""
    found = set(flags)
    if Flag.INCOMPARABLE_EPOCHS in found:
        return text("marks.incomparable_short")
    return text("marks.projected_short") if Flag.PROJECTED_EPOCH in found else ""
