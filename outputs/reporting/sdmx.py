"""reporting_sdmx.csv: the indicator as SDMX-CSV 1.0, with the dimensions of the SDG data structure.

One row a city and consecutive period within the reporting boundary, and one a country and period where there are
national figures. TIME_PERIOD is the period's last year, so that the whole span, which ends in the same year as the last
step, has no row. A value that is undefined is a row without a value whose status says so.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

from geo.indicators.national import ALL_SIZES
from geo.measurement import Indicator
from outputs.reporting.m49 import m49
from outputs.reporting.remarks import sentence
from outputs.reporting.report import CityReport
from outputs.reporting.sdmx_codes import Row, check_rows, sdmx_codes
from outputs.tables.national import NationalRow
from outputs.tables.spreadsheet import text_cell
from outputs.words import text

_TOTALS = (
    "SEX", "AGE", "INCOME_WEALTH_QUANTILE", "EDUCATION_LEV", "OCCUPATION", "COMPOSITE_BREAKDOWN", "DISABILITY_STATUS",
    "ACTIVITY", "PRODUCT",
)  # fmt: skip
"""Dimensions by which the indicator is not broken down."""
_WHOLE, _NO_AREA = "_T", "_X"
_FIXED: Mapping[str, str] = {
    "FREQ": "A",
    "REPORTING_TYPE": "N",
    "SERIES": "EN_LND_CNSPOP",
    "UNIT_MULT": "0",
    "UNIT_MEASURE": "RO",
    "NATURE": "E",
    **dict.fromkeys(_TOTALS, _WHOLE),
}
_METHOD = "LCR = ((V2 - V1) / V1) / t; PGR = ln(P2 / P1) / t; LCRPGR = LCR / PGR; all years within one boundary."


def sdmx_csv(reports: Sequence[CityReport], national: Sequence[NationalRow] = ()) -> bytes:
    """Return the file; the same reports give the same bytes.

    Raises:
        OutputsError: a row does not keep to the data structure.
    """
    codes = sdmx_codes()
    empty = dict.fromkeys(codes.headers, "")
    rows = [{**empty, **_FIXED, **row} for row in (*_of_cities(reports), *_of_countries(national))]
    check_rows(rows)
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, codes.headers, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(row | {"DATAFLOW": codes.dataflow} for row in rows)
    return buffer.getvalue().encode()


def _of_cities(reports: Sequence[CityReport]) -> Iterator[Row]:
    numbers: dict[str, int] = {}
    for report in reports:
        area = m49(report.iso3) or _NO_AREA
        numbers[area] = numbers.get(area, 0) + 1
        place = {
            "REF_AREA": area,
            "URBANISATION": sdmx_codes().urbanisation.get(report.boundary, _WHOLE),
            "CUST_BREAKDOWN": f"C{numbers[area]:02d}",
            "CUST_BREAKDOWN_LB": text_cell(f"{report.names['en']} [{report.city}]"),
            "SOURCE_DETAIL": text_cell("; ".join(source.citation for source in report.sources)),
            "COMMENT_TS": f"{_boundary(report.boundary, report.epochs[-1].year)} {_METHOD} Run {report.run}.",
        }
        for period in steps(report):
            yield {**place, **_observed(period), "COMMENT_OBS": " ".join(_comment(report, period))}


def steps(report: CityReport) -> tuple[Indicator, ...]:
    """Return a city's consecutive periods within its reporting boundary; the only period where there is one."""
    own = [row for row in report.rows if (row.boundary, row.boundary_rule) == (report.boundary, "fixed")]
    return tuple(row for row in own if not row.whole_span) or tuple(own)


def _observed(row: Indicator | NationalRow) -> Row:
    return {
        "TIME_PERIOD": str(row.end),
        "TIME_DETAIL": f"{row.start}-{row.end}",
        "OBS_VALUE": "" if row.lcrpgr is None else repr(row.lcrpgr),
        "OBS_STATUS": sdmx_codes().status_of(row.undefined.get("lcrpgr"), row.flags),
    }


def _comment(report: CityReport, row: Indicator) -> Iterator[str]:
    """Yield what must be read with a ratio: that the city is simulated, the inputs, the rates, reasons and doubts."""
    if report.simulated:
        yield f"{text('reporting.simulated')}."
    given = (
        ("V1", row.built_up_start_km2, "km2"), ("V2", row.built_up_end_km2, "km2"),
        ("P1", row.population_start, "persons"), ("P2", row.population_end, "persons"),
        ("LCR", row.lcr, "a year"), ("PGR", row.pgr, "a year"),
    )  # fmt: skip
    yield "; ".join(f"{name} {value!r} {unit}" for name, value, unit in given if value is not None) + "."
    codes = [code for name in ("lcr", "pgr", "lcrpgr") if (code := row.undefined.get(name))]
    yield from (sentence(code) for code in dict.fromkeys((*codes, *row.flags)))


def _of_countries(rows: Sequence[NationalRow]) -> Iterator[Row]:
    """Yield the figures of whole countries: of those that end in one year the shortest period, over most cities."""
    chosen: dict[tuple[str, int], NationalRow] = {}
    for row in sorted(rows, key=lambda row: (row.years, -row.city_count, row.source)):
        if row.size_class == ALL_SIZES and m49(row.country):
            chosen.setdefault((row.country, row.end), row)
    for _, row in sorted(chosen.items()):
        codes = (*row.undefined.values(), *row.flags)
        yield {
            "REF_AREA": m49(row.country) or "",
            "URBANISATION": sdmx_codes().urbanisation.get(row.boundary, _WHOLE),
            "CUST_BREAKDOWN": _WHOLE,
            "SOURCE_DETAIL": text_cell(row.source),
            "COMMENT_TS": f"{_boundary(row.boundary, row.end)} {_METHOD} {row.method}; weights: {row.weights}.",
            "COMMENT_OBS": " ".join((f"{row.city_count} cities; {row.scope}.", *map(sentence, dict.fromkeys(codes)))),
            **_observed(row),
        }


def _boundary(boundary: str, end: int) -> str:
    return text("reporting.comment.boundary", boundary=text(f"scope.{boundary}_fixed", end=end))
