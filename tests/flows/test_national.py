"""The national figures of a batch: told in lines, published, failed cities named."""

from pathlib import Path

import pytest

from flows.national import headlines, national_figures, title, told
from flows.result import Figures, Result
from outputs.tables.national import NationalRow


def figures(lcr: float, pgr: float, people: float, years: tuple[int, int] = (2000, 2010)) -> Figures:
    return Figures(
        boundary="urban_extent",
        boundary_rule="fixed",
        start=years[0],
        end=years[1],
        years=years[1] - years[0],
        whole_span=True,
        built_up_start_km2=1.0,
        built_up_end_km2=2.0,
        population_start=1.0,
        population_end=people,
        lcr=lcr,
        pgr=pgr,
        lcrpgr=lcr / pgr,
        lcr_log=lcr,
        lcrpgr_log=lcr / pgr,
        undefined={},
        flags=(),
    )


def result(city: str, iso3: str, root: Path, *rows: Figures) -> Result:
    return Result(
        city=city,
        name=city,
        iso3=iso3,
        run="r1",
        simulated=False,
        sources=("GHSL",),
        path=root / city / "r1",
        page=root / city / "r1" / "index.html",
        index=root / "index.html",
        picture=None,
        headline=rows[0],
        indicators=rows,
        warnings=(),
    )


@pytest.fixture
def rows(tmp_path: Path) -> tuple[NationalRow, ...]:
    cebu = result("cebu", "PHL", tmp_path, figures(0.04, 0.02, 1e6), figures(0.04, 0.02, 1e6, (2005, 2010)))
    davao = result("davao", "PHL", tmp_path, figures(0.02, 0.01, 250_000.0))
    quito = result("quito", "ECU", tmp_path, figures(0.03, 0.02, 2e6))
    return national_figures([cebu, davao, quito], ["metro-manila"])


def test_each_country_has_its_figure_and_those_that_failed_are_named(rows: tuple[NationalRow, ...]) -> None:
    found = {title(row): told(row) for row in headlines(rows)}
    assert found == {
        "ECU, 1 city": "2000–2010  LCR 3.00 %  PGR 2.00 %  LCRPGR 1.50",
        "PHL, 2 of 3 cities": "2000–2010  LCR 3.60 %  PGR 1.80 %  LCRPGR 2.00  "
        "without metro-manila: period not measured",
        "PHL, cities of fewer than 300,000: 1": "2000–2010  LCR 2.00 %  PGR 1.00 %  LCRPGR 2.00",
        "PHL, cities of 1 to 5 million: 1": "2000–2010  LCR 4.00 %  PGR 2.00 %  LCRPGR 2.00",
    }


def test_they_are_published_with_every_period(rows: tuple[NationalRow, ...], tmp_path: Path) -> None:
    lines = (tmp_path / "national.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 1 + len(rows)
    assert sum(",2005,2010," in line for line in lines) == 2


def test_a_city_outside_all_countries_has_no_national_figure(tmp_path: Path) -> None:
    assert national_figures([result("sample", "XXX", tmp_path, figures(0.03, 0.02, 2e6))], ["atlantis"]) == ()
    assert not (tmp_path / "national.csv").exists()
