"""The flows in Prefect itself, on the test harness' server; what an operator does is in test_deployment.py."""

import json
from pathlib import Path

import httpx
import pytest
from prefect.client.orchestration import get_client

from flows.batch import analyse_cities
from flows.city import analyse_city
from flows.errors import BatchError
from flows.parameters import BatchParameters, CityParameters
from flows.result import Result

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("prefect_server")]


@pytest.fixture(autouse=True)
def _folders(monkeypatch: pytest.MonkeyPatch, umran_cache: Path, tmp_path: Path) -> None:
    monkeypatch.setenv("UMRAN_CACHE_DIR", str(umran_cache))
    monkeypatch.setenv("UMRAN_PUBLISH_ROOT", str(tmp_path))


def test_a_failure_is_one_line_without_a_traceback(caplog: pytest.LogCaptureFixture) -> None:
    state = analyse_city(CityParameters(city="quitto"), return_state=True)
    assert state.is_failed()
    assert state.message == "quitto: unknown city 'quitto': did you mean quito?"
    assert "Traceback" not in caplog.text


def test_a_batch_goes_on_after_a_failure_and_names_it_at_the_end(tmp_path: Path) -> None:
    state = analyse_cities(BatchParameters(cities=("atlantis", "sample"), epochs=(1990, 2015)), return_state=True)
    assert state.is_failed()
    assert state.message == ("1 of 2 cities failed: atlantis: unknown city 'atlantis': `umran cities` lists them.")
    assert isinstance(state.result(raise_on_failure=False), BatchError)
    assert (tmp_path / "sample" / "latest.json").is_file()
    api = str(get_client(sync_client=True).api_url).rstrip("/")
    listed = httpx.post(f"{api}/artifacts/filter", json={}, timeout=30, trust_env=False).raise_for_status().json()
    kept = {artifact["key"]: artifact["data"] for artifact in listed}
    assert {"batch", "sample-indicators", "sample-map", "sample-page"} <= set(kept)
    assert "data:image/png;base64," in str(kept["sample-map"])
    assert [row["state"] for row in json.loads(kept["batch"])] == ["published", "failed"]


def test_a_flow_answers_what_the_plain_functions_answer(tmp_path: Path) -> None:
    from flows.steps import analyse  # noqa: PLC0415 (beside the flow that it is compared with)

    asked = CityParameters(city="sample", epochs=(1990, 2015))
    answer = analyse_city(asked)
    assert isinstance(answer, Result)
    assert answer == analyse(asked)
    assert answer.path.parent.parent == tmp_path
