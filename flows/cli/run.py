"""`umran run CITY`: one city from its land cover to its publication."""

from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli import options

if TYPE_CHECKING:
    from flows.cli.display import Display
    from flows.parameters import CityParameters
    from flows.result import Result

_SERVER_NOTE = "starting Prefect's temporary server (10 to 20 s) …"


def run(  # noqa: PLR0913 (a command's options; the context holds their values)
    context: typer.Context,
    city: Annotated[str, typer.Argument(help="The city's id; `umran cities` lists them. `sample` is simulated.")],
    *,
    source: options.Source = None,
    population: options.Population = None,
    land_cover: options.LandCover = None,
    epochs: options.Epochs = None,
    area: options.Area = None,
    layer: options.Layer = None,
    feature: options.Feature = None,
    administrative: options.Administrative = None,
    districts: options.Districts = None,
    district_id: options.DistrictId = None,
    district_name: options.DistrictName = None,
    hexagons: options.Hexagons = None,
    rings: options.Rings = None,
    resolution: options.Resolution = None,
    allow_incomparable: options.Incomparable = False,
    extrapolate_population: options.Extrapolate = False,
    built_up_error: options.BuiltUpError = None,
    population_error: options.PopulationError = None,
    error_matrix: options.ErrorMatrix = None,
    degurba: options.Edition = None,
    trend_year: options.TrendYear = None,
    languages: options.Languages = None,
    out: options.Out = None,
    keep: options.Keep = None,
    as_json: options.Json = False,
    prefect: Annotated[
        bool, typer.Option("--prefect", help="Run it as the Prefect flow that analysts trigger.")
    ] = False,
) -> None:
    """Measure how a city grew, and publish layers, tables and a page."""
    from flows.cli import terminal

    with terminal.told_in_json(wanted=as_json):
        parameters = options.city_parameters(context)
        result = _with_prefect(parameters) if prefect else _plainly(parameters)
    _print(result, as_json=as_json)


def _print(result: "Result", *, as_json: bool) -> None:
    from flows.cli import terminal

    if as_json:
        terminal.print_json(result.model_dump_json(indent=2))
    else:
        from flows.cli.answer import print_result

        print_result(terminal.answers(), result)


def _plainly(parameters: "CityParameters") -> "Result":
    with _display() as display:
        from flows.steps import analyse

        return analyse(parameters, display.hear)


def _with_prefect(parameters: "CityParameters") -> "Result":
    from flows import quiet
    from flows.settings import settings

    quiet.hush_console()
    temporary = quiet.needs_temporary_server()
    if temporary:
        quiet.prepare_temporary_server(settings().cache_dir)
    with _display(_SERVER_NOTE if temporary else None) as display:
        from flows import server
        from flows.city import analyse_city
        from flows.progress import listening
        from flows.result import Result

        server.start_temporary() if temporary else server.require_answer()
        with listening(display.hear):
            return Result.model_validate(analyse_city(parameters))


def _display(server_note: str | None = None) -> "Display":
    from flows.cli import terminal
    from flows.cli.display import Display

    return Display(terminal.notices(), server_note=server_note)
