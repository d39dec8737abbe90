"""Where the reporting table of all cities goes: reporting.xlsx and reporting_sdmx.csv beside the cities' folders."""

from collections.abc import Iterator
from pathlib import Path

from geo.indicators.national import CityRows, national
from outputs import layout
from outputs.errors import ChangedError, OutputsError, PublishError, StoreError
from outputs.published import cities, latest_run
from outputs.report.site import NO_COUNTRY
from outputs.reporting.report import CityReport, report_of
from outputs.reporting.sdmx import sdmx_csv
from outputs.reporting.workbook import workbook
from outputs.store.opening import open_root
from outputs.store.root import Root, each
from outputs.tables.national import NationalRow, national_rows
from outputs.tables.summary import read_summary


def publish_reporting(root: Root | Path | str) -> tuple[Path | str, ...]:
    """Write the reporting table of the latest run of every city, and return where its files lie; none without a city.

    Raises:
        PublishError: the root cannot be read or written; what was published before is untouched.
    """
    where = open_root(root)
    try:
        reports = tuple(published_reports(where))
        if not reports:
            return ()
        for name, data in reporting_files(reports).items():
            where.put(name, data)
    except OSError as error:
        raise PublishError.from_os(where.name, error) from error
    except (StoreError, ChangedError) as error:
        raise PublishError.from_store(where.name, error) from error
    return where.address(layout.REPORTING), where.address(layout.SDMX)


def reporting_files(reports: tuple[CityReport, ...]) -> dict[str, bytes]:
    """Return name → bytes of the files of all cities."""
    aggregates = national_of(reports)
    return {layout.REPORTING: workbook(reports, aggregates), layout.SDMX: sdmx_csv(reports, aggregates)}


def published_reports(root: Root) -> Iterator[CityReport]:
    """Yield what the latest run of each city reports, by country and name; a city without a run is left out.

    Raises:
        OutputsError: a city has runs, but its latest cannot be read.
    """
    found = [report for report in each(root, lambda city: _report(root, city), cities(root)) if report]
    yield from sorted(found, key=lambda report: (report.iso3, report.names["en"], report.city))


def national_of(reports: tuple[CityReport, ...]) -> tuple[NationalRow, ...]:
    """Return the figures of each country over its cities that are reported; simulated ones have no country."""
    rows = [CityRows(one.city, one.iso3, one.source, one.rows) for one in reports if one.iso3 != NO_COUNTRY]
    return national_rows(national(rows))


def _report(root: Root, city: str) -> CityReport | None:
    """Return what a city's latest run reports; None where the city has no run.

    Raises:
        OutputsError: it has runs, but its latest cannot be read: a table without it would not say so.
    """
    run = latest_run(root, city)
    if run is None:
        if not root.folders(city):
            return None
        raise _unreadable(root, f"{city}/{layout.LATEST}", "it is missing or damaged")
    key = f"{city}/{run}/{layout.SUMMARY}"
    try:
        return report_of(read_summary(root.read(key)))
    except (OSError, ValueError) as error:
        raise _unreadable(root, key, f"it is damaged ({type(error).__name__})") from error


def _unreadable(root: Root, key: str, why: str) -> OutputsError:
    text = f"{root.address(key)}: expected what the city's latest run reports, but {why}; publish the city again"
    return OutputsError(text)
