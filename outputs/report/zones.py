"""The districts and other zones on a page: a table a kind over the whole span, of those with the most built-up land."""

import re
from collections.abc import Mapping, Sequence

from geo.measurement import Indicator, Measurement, ZoneMeasurement
from geo.zones.zone import Zone
from outputs.report.marks import YearNames
from outputs.report.tables import INDICATOR_FIELDS, Footnotes, Format, Group, Row, Table, columns, indicator_cells
from outputs.words import figures
from outputs.words.speech import joined_left_to_right
from outputs.words.texts import name_of, text

MOST_ROWS = 30
"""Zones that a table lists: more is for a spreadsheet."""
_IN_PLACE = frozenset({"ring", "sector"})
"""Kinds whose own order says where they lie; others stand by their built-up land."""
_RING = re.compile(r"([\d.]+)–([\d.]+) km")
_LEFT_OUT = frozenset({"years", "marginal_land_per_new_inhabitant_m2"})
_FIELDS: Mapping[str, Format] = {name: say for name, say in INDICATOR_FIELDS.items() if name not in _LEFT_OUT}
"""Those of the indicator's table that tell zones apart: the years are the same for all."""


def zone_table(measurement: Measurement, kind: str, found: Sequence[ZoneMeasurement]) -> Table:
    """Return the table of one kind of zone."""
    notes = Footnotes()
    listed = _listed(kind, found)
    period = YearNames(measurement.projected).period(measurement.years[0], measurement.years[-1])
    years = measurement.years[-1] - measurement.years[0]
    title = text("zones_section.each")
    if len(listed) < len(found):
        title = text("zones_section.some", count=len(listed), all=len(found))
    note = text("zones_section.boundary", period=period, years=years)
    group = Group(title, note, tuple(_row(one, row, notes) for one, row in listed))
    return Table(
        f"zones-{kind}",
        text("zones_section.caption", kind=text(f"zones_section.{kind}")),
        text("zones_section.note"),
        text("zones_section.corner"),
        columns(_FIELDS),
        (group,),
        notes.lines(),
        kind="measures",
    )


def _listed(kind: str, found: Sequence[ZoneMeasurement]) -> list[tuple[ZoneMeasurement, Indicator]]:
    """Return the zones that are listed with their whole span, those of which nothing is known last."""
    spans = [(one, row) for one in found for row in one.indicators if row.whole_span]
    by_land = sorted(spans, key=lambda pair: -(pair[1].built_up_end_km2 or -1.0))[:MOST_ROWS]
    if kind not in _IN_PLACE:
        return by_land
    chosen = {one.zone.id for one, _ in by_land}
    return [(one, row) for one, row in spans if one.zone.id in chosen]


def _row(one: ZoneMeasurement, row: Indicator, notes: Footnotes) -> Row:
    name = _name(one.zone)
    extra = "" if name == one.zone.id or one.zone.kind != "district" else one.zone.id
    return Row(name, extra, notes.period_marks(row.flags), indicator_cells(row, _FIELDS, notes), strong=False)


def _name(zone: Zone) -> str:
    """Return a zone's name in the language spoken now; a ring's is made of its two distances."""
    if "en" not in zone.names:
        return zone.id
    ring = _RING.fullmatch(zone.names["en"]) if zone.kind == "ring" else None
    if ring:
        return text(
            "measures.ring", range=joined_left_to_right(*(figures.general(float(end)) for end in ring.groups()))
        )
    return name_of(zone.names)
