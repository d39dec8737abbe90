"""The four steps as Prefect's tasks: thin, and only reading is retried and bounded in time.

A stack and a measurement are arrays of up to gigabytes. They pass from task to task inside one process: no cache key
is computed from them (NO_CACHE) and nothing is persisted, so that passing them costs nothing (docs/decisions/0002).
"""

import logging
from collections.abc import Callable, Sequence
from typing import Any, Final, ParamSpec, TypeVar

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.tasks import Task

from flows import progress, steps
from flows.errors import TELLABLE
from flows.parameters import CityParameters
from flows.progress import Event
from flows.result import Result
from flows.site import Site
from geo.errors import OfflineError
from geo.indicators.any_period import SourceFigures
from geo.measurement import Measurement
from geo.stack import Stack

_P = ParamSpec("_P")
_R = TypeVar("_R")
PULL_RETRIES: Final = 2
PULL_RETRY_DELAYS_S: Final = [5.0, 30.0]
PULL_TIMEOUT_S: Final = 3600
"""A city's tiles by a slow line; each single read has its own, shorter limit in `geo.sources`."""


class _WithoutTraceback(logging.Filter):
    """Takes the traceback off a log record whose error is a user's or the data's: its message says it all."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and isinstance(record.exc_info[1], TELLABLE):
            record.exc_info = None
        return True


for _name in ("prefect.task_runs", "prefect.flow_runs", "prefect.engine"):
    logging.getLogger(_name).addFilter(_WithoutTraceback())


def _is_worth_a_retry(task: Task[..., Any], run: TaskRun, state: State[Any]) -> bool:
    """Whether reading again may help: not where the data or the parameters are wrong."""
    del task, run
    error = state.result(raise_on_failure=False)
    if isinstance(error, OfflineError):
        return True
    return isinstance(error, OSError | TimeoutError) and not isinstance(error, FileNotFoundError | PermissionError)


def _tell(event: Event) -> None:
    progress.listener()(event)
    if event.done:
        get_run_logger().info(event.text)


@task(name="resolve", cache_policy=NO_CACHE, persist_result=False)
def resolve(parameters: CityParameters) -> Site:
    """Which city is meant, and which area is read."""
    return steps.resolve(parameters, _tell)


def _reading(name: str) -> Callable[[Callable[_P, _R]], Task[_P, _R]]:
    """Make a task of a function that reads: it is retried where that may help, and bounded in time."""
    return task(
        name=name,
        cache_policy=NO_CACHE,
        persist_result=False,
        retries=PULL_RETRIES,
        retry_delay_seconds=PULL_RETRY_DELAYS_S,
        retry_condition_fn=_is_worth_a_retry,
        timeout_seconds=PULL_TIMEOUT_S,
    )


@_reading("compare")
def compared(parameters: CityParameters, site: Site, source: str) -> SourceFigures:
    """Read and measure another source of the same city, to compare the first one with."""
    return steps.compared(parameters, site, source, tell=_tell)


@_reading("pull")
def pull(parameters: CityParameters, site: Site) -> Stack:
    """Read the source's rasters over the area, onto one grid."""
    return steps.pull(parameters, site, _tell)


@task(name="measure", cache_policy=NO_CACHE, persist_result=False)
def measure(parameters: CityParameters, site: Site, stack: Stack, others: Sequence[SourceFigures] = ()) -> Measurement:
    """Measure urban extents, expansion and SDG 11.3.1, beside what other sources say."""
    return steps.measure(parameters, site, stack, others=others, tell=_tell)


@task(name="publish", cache_policy=NO_CACHE, persist_result=False)
def publish(parameters: CityParameters, site: Site, measurement: Measurement) -> Result:
    """Write layers, tables and pages, and swap them in whole."""
    return steps.publish(parameters, site, measurement, tell=_tell)
