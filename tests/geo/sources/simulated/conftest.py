"""The simulated city, made once a session; and a small one of the same plan at 50 m, which takes half a second."""

from pathlib import Path

import pytest

from geo.sources.simulated import catalogue as catalogue_module
from geo.sources.simulated.catalogue import ensure_catalogue
from geo.sources.simulated.city import SimulatedCity, simulate
from geo.sources.simulated.plan import Plan, sample_plan


@pytest.fixture(scope="session")
def city() -> SimulatedCity:
    return simulate(sample_plan())


@pytest.fixture(scope="session")
def city_catalogue(tmp_path_factory: pytest.TempPathFactory, city: SimulatedCity) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogue_module, "simulate", lambda _plan: city)
        return ensure_catalogue(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def small_plan() -> Plan:
    plan = sample_plan()
    coarse = {"columns": 480, "rows": 400, "cell_m": 50, "population_factor": 2}
    return plan.model_copy(update={"frame": plan.frame.model_copy(update=coarse)})


@pytest.fixture
def small_sample(small_plan: Plan, monkeypatch: pytest.MonkeyPatch) -> Plan:
    """Let ensure_catalogue write the small city."""
    monkeypatch.setattr(catalogue_module, "sample_plan", lambda: small_plan)
    return small_plan
