"""The eleven cities' published figures (GHS-UCDB R2019A): a ratio or the right reason for every period."""

import csv
import math
from pathlib import Path

import pytest

from geo.indicators.published import PublishedEpoch, PublishedPeriod, published_periods
from geo.reasons import Flag, Reason

YEARS = (1975, 1990, 2000, 2015)
PILOTS = (
    "Agadir",
    "Amman",
    "Quito",
    "Almaty",
    "Battambang",
    "Havana",
    "Maseru",
    "Quezon City [Manila]",
    "Cebu City",
    "Davao City",
    "San José",
)


@pytest.fixture(scope="module")
def periods(shared_data: Path) -> dict[str, dict[tuple[int, int], PublishedPeriod]]:
    epochs: dict[str, list[PublishedEpoch]] = {city: [] for city in PILOTS}
    with (shared_data / "pilots_ucdb" / "ucdb_r2019a_epochs_pilots.csv").open() as file:
        for row in csv.DictReader(file):
            if row["urban_center"] in epochs:
                epoch = PublishedEpoch(int(row["year"]), float(row["built_up_area_km2"]), float(row["population"]))
                epochs[row["urban_center"]].append(epoch)
    return {
        city: {(period.start, period.end): period for period in published_periods(YEARS, rows)}
        for city, rows in epochs.items()
    }


Periods = dict[str, dict[tuple[int, int], PublishedPeriod]]


def test_every_period_has_a_ratio_or_a_reason(periods: Periods) -> None:
    without = {}
    for city, by_years in periods.items():
        assert list(by_years) == [(1975, 1990), (1990, 2000), (2000, 2015), (1975, 2015)]
        for years, period in by_years.items():
            assert (period.lcrpgr is None) == ("lcrpgr" in period.undefined)
            if isinstance(period.headline, Reason):
                without[city, years] = period.headline
            else:
                assert math.isfinite(period.headline)
    assert without == {
        ("Maseru", (1975, 1990)): Reason.NO_FIGURES_FOR_YEAR,
        ("Maseru", (1975, 2015)): Reason.NO_FIGURES_FOR_YEAR,
        ("Havana", (1990, 2000)): Reason.PGR_NOT_DISTINGUISHABLE,
        ("Havana", (1975, 2015)): Reason.PGR_NOT_DISTINGUISHABLE,
    }


def test_havana_stands_still_then_shrinks(periods: Periods) -> None:
    still, shrinking = periods["Havana"][1990, 2000], periods["Havana"][2000, 2015]
    assert still.pgr == pytest.approx(2.3e-5, rel=0.01)
    assert still.lcrpgr == pytest.approx(598, rel=0.001)
    assert still.flags == (Flag.UNSTABLE_RATIO,)
    assert shrinking.headline == pytest.approx(-0.76, abs=0.005)


def test_battambang_shrinks_while_its_land_grows(periods: Periods) -> None:
    assert periods["Battambang"][2000, 2015].headline == pytest.approx(-0.69, abs=0.005)


def test_quitos_built_up_of_1990_repeats_1975(periods: Periods) -> None:
    repeated = periods["Quito"][1975, 1990]
    assert (repeated.lcr, repeated.lcrpgr, repeated.flags) == (0.0, 0.0, (Flag.REPEATED_BUILT_UP,))
    assert all(
        Flag.REPEATED_BUILT_UP not in period.flags
        for city, by_years in periods.items()
        for years, period in by_years.items()
        if (city, years) != ("Quito", (1975, 1990))
    )


def test_maseru_has_no_1975(periods: Periods) -> None:
    missing = periods["Maseru"][1975, 1990]
    assert (missing.lcr, missing.pgr, missing.lcrpgr_log) == (None, None, None)
    assert set(missing.undefined) == {"lcr", "pgr", "lcrpgr", "lcr_log", "lcrpgr_log"}
    assert isinstance(periods["Maseru"][1990, 2000].headline, float)


def test_a_source_of_one_epoch_has_no_period_and_of_two_one() -> None:
    epochs = [PublishedEpoch(2000, 10.0, 100.0), PublishedEpoch(2010, 15.0, 100.0)]
    assert published_periods((2000,), epochs) == ()
    (only,) = published_periods((2000, 2010), epochs)
    assert only.headline is Reason.NO_POPULATION_CHANGE
    assert only.lcr == 0.05
