"""`umran aoi check`: what Umran understands of a study area that you bring, and a city's file made of it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli import options

if TYPE_CHECKING:
    from aoi.city import City
    from aoi.read import AreaReading

Point = tuple[float, float]

app = typer.Typer(help="Study areas of your own.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Study areas of your own."""


@app.command()
def check(  # noqa: PLR0913 (typer makes an option of each)
    file: Annotated[Path, typer.Argument(help="GeoJSON, GeoPackage, zipped Shapefile, KML or FlatGeobuf; any CRS.")],
    *,
    feature: Annotated[str | None, typer.Option(help="Which feature: VALUE, ATTRIBUTE=VALUE or #NUMBER.")] = None,
    layer: Annotated[str | None, typer.Option(help="Which layer, or which shapefile in a zip.")] = None,
    city: Annotated[str | None, typer.Option(help="Id of the city that it is meant for: swapped axes show.")] = None,
    save: Annotated[str | None, typer.Option(metavar="ID", help="Write a city's file with this id.")] = None,
    name: Annotated[str | None, typer.Option(help="With --save: the city's name. By default the feature's.")] = None,
    iso3: Annotated[str | None, typer.Option(help="With --save: the country's ISO 3166-1 alpha-3 code.")] = None,
    centre: Annotated[Point | None, typer.Option(metavar="LON LAT", help="With --save: the city's centre.")] = None,
    force: Annotated[bool, typer.Option("--force", help="With --save: overwrite your earlier file.")] = False,
    as_json: options.Json = False,
) -> None:
    """Tell what is understood of a boundary file, and write a city's file from it with --save."""
    from flows.cli import terminal

    _check_options(save, name=name, iso3=iso3, centre=centre, force=force)
    with terminal.told_in_json(wanted=as_json):
        reading = _examined(file, feature=feature, layer=layer, city=city, centre=centre)
        saved = None
        if save is not None and iso3 is not None:
            from aoi import write

            made = write.city_of(
                save, reading.study_area, name=name or _feature_name(reading) or save, iso3=iso3, centre=centre
            )
            saved = _saved(made, force=force)
    if as_json:
        _print_json(reading, saved)
    else:
        _print_lines(reading, saved)


def _examined(
    file: Path, *, feature: str | None, layer: str | None, city: str | None, centre: Point | None
) -> "AreaReading":
    from aoi import read, registry
    from flows.settings import settings

    near = centre or (registry.city(city, own=settings().cities_dir).centre if city else None)
    return read.examine_area(file, feature=feature, layer=layer, near=near)


def _saved(city: "City", *, force: bool) -> Path:
    from aoi import write
    from flows.settings import settings

    return write.write_city(city, settings().cities_dir, force=force)


def _feature_name(reading: "AreaReading") -> str:
    """Return the feature's name, empty where it has only a number."""
    return "" if reading.feature.startswith("#") else reading.feature


def _check_options(save: str | None, *, iso3: str | None, **others: object) -> None:
    if save is not None and iso3 is None:
        msg = "--save needs --iso3, the country's ISO 3166-1 alpha-3 code (XXX for none)"
        raise typer.BadParameter(msg)
    given = [f"--{option}" for option, value in {"iso3": iso3, **others}.items() if value not in {None, False}]
    if save is None and given:
        msg = f"{' and '.join(given)} only with --save ID"
        raise typer.BadParameter(msg)


def _facts(reading: "AreaReading") -> dict[str, str]:
    west, south, east, north = reading.study_area.geometry.bounds
    parts = len(getattr(reading.study_area.geometry, "geoms", (None,)))
    several = f" of {reading.features}" if reading.features > 1 else ""
    pieces = f" in {parts} parts" if parts > 1 else ""
    facts = {
        "File": f"{reading.file} ({reading.kind}, layer {reading.layer})",
        "Feature": f"{reading.feature}{several}",
        "CRS": reading.crs,
        "Area": f"{reading.study_area.area_km2:,.2f} km²",
        "Extent": f"longitude {west:.4f} to {east:.4f}, latitude {south:.4f} to {north:.4f}",
        "Vertices": f"{reading.vertices:,}{pieces}",
        "Repaired": "yes" if reading.repaired else "no, it was valid",
    }
    return facts | ({"Notes": " ".join(reading.study_area.notes)} if reading.study_area.notes else {})


def _print_lines(reading: "AreaReading", saved: Path | None) -> None:
    from rich.table import Table
    from rich.text import Text

    from flows.cli import terminal

    lines = Table.grid("", "", padding=(0, 2))
    for fact, value in _facts(reading).items():
        lines.add_row(Text(fact, style="bold"), Text(value))
    if saved is not None:
        lines.add_row(Text("Saved", style="bold"), Text(f"{saved}: umran run {saved.stem}"))
    terminal.answers().print(lines)


def _print_json(reading: "AreaReading", saved: Path | None) -> None:
    import json

    from flows.cli import terminal

    answer = {
        "file": reading.file,
        "kind": reading.kind,
        "layer": reading.layer,
        "feature": reading.feature,
        "features": reading.features,
        "crs": reading.crs,
        "area_km2": reading.study_area.area_km2,
        "bounds": list(reading.study_area.geometry.bounds),
        "vertices": reading.vertices,
        "repaired": reading.repaired,
        "notes": list(reading.study_area.notes),
        "saved": None if saved is None else str(saved),
    }
    terminal.print_json(json.dumps(answer, ensure_ascii=False, indent=2))
