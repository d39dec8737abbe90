"""SDG 11.3.1 for one period within one boundary: the rates with their inputs, the reasons and the doubts."""

from geo.indicators.sdg_11_3_1 import (
    UNSTABLE_PGR,
    Change,
    land_consumption_rate,
    land_consumption_rate_log,
    marginal_land_per_new_inhabitant_m2,
    population_growth_rate,
    rate_ratio,
    total_change_percent,
)
from geo.measurement import EpochFigures, GrowthByType, Indicator
from geo.reasons import Flag, Reason

Rate = float | Reason


def indicator(
    start: EpochFigures,
    end: EpochFigures,
    *,
    whole_span: bool,
    growth: GrowthByType | None,
    flags: tuple[Flag, ...] = (),
) -> Indicator:
    """Return the indicator between two epochs' figures within one boundary (of one rule).

    Args:
        start: the earlier figures.
        end: the later ones.
        whole_span: whether the period runs from the first to the last epoch.
        growth: the change by type, None where the boundary does not exist.
        flags: doubts that the series gives; those of the ratio itself are added here.
    """
    rates = _rates(start, end)
    pgr = rates["pgr"]
    if isinstance(pgr, float) and abs(pgr) < UNSTABLE_PGR:
        flags = (*flags, Flag.UNSTABLE_RATIO)
    undefined = {name: value.value for name, value in rates.items() if isinstance(value, Reason)}
    for side, figures in (("start", start), ("end", end)):
        for name, unit in (("built_up", "_km2"), ("population", ""), ("built_up_per_capita", "_m2")):
            if f"{name}{unit}" in figures.undefined:
                undefined[f"{name}_{side}{unit}"] = figures.undefined[f"{name}{unit}"]
    if growth is None:
        undefined["growth_by_type_km2"] = undefined.get("lcr", Reason.NO_URBAN_EXTENT.value)
    return Indicator(
        boundary=end.boundary,
        boundary_rule=end.boundary_rule,
        start=start.year,
        end=end.year,
        years=end.year - start.year,
        whole_span=whole_span,
        built_up_start_km2=start.built_up_km2,
        built_up_end_km2=end.built_up_km2,
        population_start=start.population,
        population_end=end.population,
        built_up_per_capita_start_m2=start.built_up_per_capita_m2,
        built_up_per_capita_end_m2=end.built_up_per_capita_m2,
        growth_by_type_km2=growth,
        undefined=undefined,
        flags=tuple(flag.value for flag in flags),
        **{name: None if isinstance(value, Reason) else value for name, value in rates.items()},
    )


def _rates(start: EpochFigures, end: EpochFigures) -> dict[str, Rate]:
    years = end.year - start.year
    land = _change(start, end, "built_up_km2", years)
    people = _change(start, end, "population", years)
    lcr = land if isinstance(land, Reason) else land_consumption_rate(land)
    lcr_log = land if isinstance(land, Reason) else land_consumption_rate_log(land)
    pgr = people if isinstance(people, Reason) else population_growth_rate(people)
    marginal: Rate
    if isinstance(land, Reason):
        marginal = land
    else:
        marginal = people if isinstance(people, Reason) else marginal_land_per_new_inhabitant_m2(land, people)
    return {
        "lcr": lcr,
        "pgr": pgr,
        "lcrpgr": rate_ratio(lcr, pgr),
        "lcr_log": lcr_log,
        "lcrpgr_log": rate_ratio(lcr_log, pgr),
        "total_change_percent": land if isinstance(land, Reason) else total_change_percent(land),
        "marginal_land_per_new_inhabitant_m2": marginal,
    }


def _change(start: EpochFigures, end: EpochFigures, name: str, years: int) -> Change | Reason:
    for figures in (start, end):
        if name in figures.undefined:
            return Reason(figures.undefined[name])
    return Change(getattr(start, name), getattr(end, name), years)
