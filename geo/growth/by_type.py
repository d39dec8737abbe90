"""How much of a boundary's change is of which type: sums over the expansion types that add up to the change exactly."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geo.codes import ExpansionType
from geo.measurement import GrowthByType
from geo.tabulate import Sums, Table, wholly, within

TYPE_BITS = 4
"""Bits that hold an ExpansionType in a table's key."""
_KNOWN = np.array([0 < code <= max(ExpansionType) for code in range(2**TYPE_BITS)])


@dataclass(frozen=True, slots=True)
class _Sides:
    """Built-up by expansion type at both epochs, in cells."""

    earlier: Sums
    later: Sums

    @classmethod
    def of(cls, table: Table, inside: Sequence[int | None]) -> "_Sides":
        earlier, later = (np.where(_KNOWN, within(weight, inside), 0.0) for weight in table.weights)
        return cls(earlier, later)

    @property
    def change(self) -> Sums:
        return self.later - self.earlier


def growth_in_fixed(table: Table, inside: Sequence[int | None], cell_km2: float) -> GrowthByType:
    """Return the growth by type within a boundary that is the same at both epochs.

    Args:
        table: built-up fraction of the earlier and the later epoch by expansion type and boundary.
        inside: the boundary, as `geo.tabulate.within` takes it.
        cell_km2: area of a cell.
    """
    change = _Sides.of(table, inside).change * cell_km2
    return _growth(change, inclusion=0.0, loss=-change[ExpansionType.LOST])


def growth_in_moving(table: Table, earlier: int, later: int, cell_km2: float) -> GrowthByType:
    """Return the growth by type between a boundary at the earlier epoch and its successor at the later one.

    Args:
        table: as for `growth_in_fixed`.
        earlier: position of the earlier boundary among the key's.
        later: position of the later one.
        cell_km2: area of a cell.

    What the boundary took in is inclusion: its earlier built-up (of cells that were then lost, what is left). What it
    left behind is loss.
    """

    def part(in_earlier: int, in_later: int) -> _Sides:
        return _Sides.of(table, wholly(table, {earlier: in_earlier, later: in_later}))

    stayed, gained, left = part(1, 1), part(0, 1), part(1, 0)
    lost = ExpansionType.LOST
    inclusion = gained.earlier.sum() - gained.earlier[lost] + gained.later[lost]
    gained_change = gained.change
    gained_change[lost] = 0.0
    change = (stayed.change + gained_change + left.change) * cell_km2
    loss = -change[lost] + left.later.sum() * cell_km2
    return _growth(change, inclusion=float(inclusion) * cell_km2, loss=float(loss))


def _growth(change: Sums, *, inclusion: float, loss: float) -> GrowthByType:
    return GrowthByType(
        infill=float(change[ExpansionType.INFILL]),
        extension=float(change[ExpansionType.EXTENSION]),
        leapfrog=float(change[ExpansionType.LEAPFROG]),
        inclusion=inclusion,
        outside_extent=float(change[ExpansionType.OUTSIDE]),
        loss=max(float(loss), 0.0) + 0.0,
        densification=float(
            change[ExpansionType.UNCHANGED] + change[ExpansionType.INCLUSION] + change[ExpansionType.OPEN],
        ),
    )
