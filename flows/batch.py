"""The flow of many cities: one after the other, a failure of one kept from stopping the rest."""

from typing import Any

from prefect import flow, get_run_logger
from prefect.client.schemas.objects import State
from prefect.states import Failed

from flows import artifacts
from flows.city import analyse_city
from flows.errors import TELLABLE, BatchError, one_line
from flows.national import national_figures
from flows.parameters import BatchParameters
from flows.result import Result
from flows.settings import settings
from flows.site import chosen_cities


@flow(name="analyse-cities", persist_result=False)
def analyse_cities(parameters: BatchParameters) -> list[Result] | State[Any]:
    """Run every city, or those named, and collect what failed.

    Args:
        parameters: What to run; with nothing given, every city that comes with Umran.
    """
    results: list[Result] = []
    failures: dict[str, str] = {}
    for city in chosen_cities(parameters, settings()):
        outcome = _outcome(parameters, city)
        if isinstance(outcome, Result):
            results.append(outcome)
        else:
            failures[city] = outcome
            get_run_logger().error("%s: %s", city, outcome)
    artifacts.show_batch(results, failures, national_figures(results, failures))
    if failures:
        error = BatchError(failures, len(results) + len(failures))
        return Failed(message=one_line(error), data=error)
    return results


def _outcome(parameters: BatchParameters, city: str) -> Result | str:
    """Return a city's result, or in one line why there is none; an unforeseen error fails its city alone, too."""
    state: State[Any] = analyse_city(parameters.for_city(city), return_state=True)
    answer = state.result(raise_on_failure=False)
    if isinstance(answer, Result):
        return answer
    return one_line(answer) if isinstance(answer, TELLABLE) else state.message or repr(answer)
