"""The flow of one city: what an analyst triggers."""

from pathlib import Path
from typing import Any

from prefect import flow, runtime
from prefect.client.schemas.objects import State
from prefect.states import Failed

from flows import artifacts, steps, tasks
from flows.errors import TELLABLE, PublishRootError, one_line
from flows.parameters import CityParameters
from flows.result import Result
from flows.roots import lasting
from flows.settings import settings


def _run_name() -> str:
    """Name a run after its city and source."""
    parameters = runtime.flow_run.parameters["parameters"]
    read = parameters if isinstance(parameters, CityParameters) else CityParameters.model_validate(parameters)
    return f"{read.city} from {read.source.rsplit('/', 1)[-1]}" if read.source else read.city


@flow(name="analyse-city", flow_run_name=_run_name, persist_result=False)
def analyse_city(parameters: CityParameters) -> Result | State[Any]:
    """Measure how one city's built-up land grew, and publish layers, tables and a report.

    Args:
        parameters: What to run; only the city must be given.
    """
    try:
        _require_lasting_root(parameters)
        result = _four_steps(parameters)
    except TELLABLE as error:
        return Failed(message=f"{parameters.city}: {one_line(error)}", data=error)
    artifacts.show_city(result)
    return result


def _require_lasting_root(parameters: CityParameters) -> None:
    root = lasting(parameters.publish_root or settings().publish_root)
    if runtime.deployment.id and isinstance(root, Path) and not root.is_absolute():
        raise PublishRootError(root)


def _four_steps(parameters: CityParameters) -> Result:
    site = tasks.resolve(parameters)
    others = [tasks.compared(parameters, site, source) for source in steps.other_sources(parameters, site)]
    stack = tasks.pull(parameters, site)
    measurement = tasks.measure(parameters, site, stack, others)
    return tasks.publish(parameters, site, measurement)
