"""`umran pull CITY`: fill the cache with what a run will need, for work without a network."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.cli import options

if TYPE_CHECKING:
    from flows.parameters import CityParameters


def pull(  # noqa: PLR0913 (a command's options; the context holds their values)
    context: typer.Context,
    city: Annotated[str, typer.Argument(help="The city's id; `umran cities` lists them.")],
    *,
    source: options.Source = None,
    population: options.Population = None,
    land_cover: options.LandCover = None,
    epochs: options.Epochs = None,
    area: options.Area = None,
    layer: options.Layer = None,
    feature: options.Feature = None,
    resolution: options.Resolution = None,
    extrapolate_population: options.Extrapolate = False,
    as_json: options.Json = False,
) -> None:
    """Read a city's rasters from their archives into the cache: `umran run` with the same options needs no network."""
    from flows.cli import terminal

    with terminal.told_in_json(wanted=as_json):
        answer = _filled(options.city_parameters(context, allow_incomparable=True))  # filling a cache compares nothing
    _print(answer, as_json=as_json)


def _print(answer: dict[str, Any], *, as_json: bool) -> None:
    import json

    from flows.cli import terminal

    if as_json:
        terminal.print_json(json.dumps(answer, indent=2))
        return
    console = terminal.answers()
    for row in answer["sources"]:
        console.print(f"{row['source']}: {', '.join(map(str, row['epochs']))}; {row['grid']}", soft_wrap=True)
        console.print(f"  {row['requests']} requests, {row['bytes'] / 1e6:.1f} MB fetched", style="dim")
    console.print(f"kept in {answer['cache']}", soft_wrap=True)


def _filled(parameters: "CityParameters") -> dict[str, Any]:
    """Read every source of a run into the cache; return what was done, for the answer."""
    from flows import steps
    from flows.cli import terminal
    from flows.means import means
    from flows.settings import settings
    from flows.site import sources_of
    from geo.sources import road

    site = steps.resolve(parameters)
    done: list[dict[str, Any]] = []
    with terminal.notices().status(parameters.city) as status:
        reading = means(settings(), status.update)
        for source in sources_of(parameters, site.city):
            filled = road.fill(steps.order(parameters, site, source), reading)
            rows, columns = filled.grid.shape
            done.append(
                {
                    "source": source,
                    "epochs": list(filled.epochs),
                    "grid": f"{columns:,} × {rows:,} cells of {filled.grid.resolution_m:g} m",
                    "requests": filled.requests,
                    "bytes": filled.bytes_fetched,
                }
            )
    return {"city": site.city.id, "sources": done, "cache": str(settings().cache_dir)}
