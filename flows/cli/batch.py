"""`umran batch [CITY …]`: many cities, one after the other; a failure of one does not stop the rest."""

from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli import options

if TYPE_CHECKING:
    from flows.parameters import BatchParameters
    from flows.result import Result
    from outputs.tables.national import NationalRow


def batch(  # noqa: PLR0913 (a command's options)
    cities: Annotated[list[str] | None, typer.Argument(help="Ids of the cities. By default all.")] = None,
    *,
    source: options.Source = None,
    population: options.Population = None,
    epochs: options.Epochs = None,
    resolution: options.Resolution = None,
    allow_incomparable: options.Incomparable = False,
    extrapolate_population: options.Extrapolate = False,
    languages: options.Languages = None,
    out: options.Out = None,
    keep: options.Keep = None,
    as_json: options.Json = False,
) -> None:
    """Run many cities and tell at the end which failed and why."""
    from flows.cli import terminal

    years = options.parse_epochs(epochs)
    with terminal.told_in_json(wanted=as_json):
        from flows.parameters import BatchParameters

        asked: dict[str, object] = {"cities": cities or [], "source": source, "population": population, "epochs": years}
        asked |= {"allow_incomparable": allow_incomparable, "extrapolate_population": extrapolate_population}
        asked |= {"resolution_m": resolution, "languages": languages, "publish_root": out, "keep": keep}
        parameters = BatchParameters.model_validate(asked)
        results, failures = _run_all(parameters)
        national = _national(results, failures)
    if as_json:
        terminal.print_json(_json(results, failures, national))
    if failures:
        from flows.errors import BatchError

        raise BatchError(failures, len(results) + len(failures))


def _run_all(parameters: "BatchParameters") -> "tuple[list[Result], dict[str, str]]":
    """Run each city and say so in a line; return what was published and what failed."""
    from flows import wording
    from flows.cli import terminal
    from flows.errors import TELLABLE, one_line
    from flows.settings import settings
    from flows.site import chosen_cities
    from flows.steps import analyse

    notices = terminal.notices()
    results: list[Result] = []
    failures: dict[str, str] = {}
    for city in chosen_cities(parameters, settings()):
        try:
            with notices.status(city):
                result = analyse(parameters.for_city(city))
        except TELLABLE as error:
            failures[city] = one_line(error)
            notices.print(f"[red]✗[/] {city:<16}", failures[city], soft_wrap=True)
        else:
            results.append(result)
            row = result.headline
            told = f"{row.start}–{row.end}  LCR {wording.rate(row.lcr)}  PGR {wording.rate(row.pgr)}"
            notices.print(f"[green]✓[/] {city:<16}", told, f" {result.page}", soft_wrap=True)
    return results, failures


def _national(results: "list[Result]", failures: dict[str, str]) -> "tuple[NationalRow, ...]":
    """Publish the national figures and say the longest period of each country."""
    from flows.cli import terminal
    from flows.national import headlines, national_figures, title, told
    from outputs.layout import NATIONAL
    from outputs.store.opening import below

    rows = national_figures(results, failures)
    if rows:
        notices = terminal.notices()
        notices.print("\nBy country, weighted by population; each city within its urban extent of the last year:")
        for row in headlines(rows):
            notices.print(f"  {title(row)}  {told(row)}", soft_wrap=True, markup=False)
        notices.print(f"  {below(results[0].root, NATIONAL)}", soft_wrap=True, markup=False)
    return rows


def _json(results: "list[Result]", failures: dict[str, str], national: "tuple[NationalRow, ...]") -> str:
    import json

    answer = {
        "results": [result.model_dump(mode="json") for result in results],
        "failures": failures,
        "national": [row.model_dump(mode="json") for row in national],
    }
    return json.dumps(answer, indent=2)
