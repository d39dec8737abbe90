"""What docs/operations.md tells an operator to do, done: server, pool, deployments, worker, a run, a refused run."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from flows.quiet import SERVER_ONLY, SILENT
from outputs.verification import verify

ROOT = Path(__file__).resolve().parents[2]
PREFECT = Path(sys.executable).with_name("prefect")
Environment = dict[str, str]
WaitFor = Callable[[Callable[[], bool], float], None]

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


class Operator:
    """Someone at a shell in the checkout."""

    def __init__(self, environment: Environment, home: Path, port: int) -> None:
        self.home = home
        self.api = f"http://127.0.0.1:{port}/api"
        self.environment = environment | dict(SILENT) | {"PREFECT_HOME": str(home), "PREFECT_API_URL": self.api}

    def start(self, *words: str, **extra: str) -> subprocess.Popen[bytes]:
        log = (self.home / f"{words[0]}.log").open("wb")
        environment = self.environment | extra
        return subprocess.Popen(
            [PREFECT, *words], cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )

    def run(self, *words: str, seconds: float = 90) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [PREFECT, "--no-prompt", *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )

    def post(self, path: str, body: dict[str, Any]) -> Any:
        return httpx.post(f"{self.api}/{path}", json=body, timeout=30, trust_env=False).raise_for_status().json()

    def healthy(self) -> bool:
        try:
            return httpx.get(f"{self.api}/health", timeout=2, trust_env=False).is_success
        except httpx.TransportError:
            return False


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a process that this test started: asked twice, then made to."""
    for _ in range(2):
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            continue
        return
    process.kill()
    process.wait(10)


@pytest.fixture
def operator(
    tmp_path: Path, environment: Environment, network_log: Path, free_port: int, wait_for: WaitFor
) -> Iterator[Operator]:
    assert not network_log.exists()
    home = tmp_path / "prefect"
    home.mkdir()
    operator = Operator(environment, home, free_port)
    server = operator.start("server", "start", "--host", "127.0.0.1", "--port", str(free_port), **SERVER_ONLY)
    try:
        wait_for(operator.healthy, 90)
        yield operator
    finally:
        stop(server)


@pytest.fixture
def worker(operator: Operator) -> Iterator[None]:
    created = operator.run("work-pool", "create", "umran", "--type", "process")
    assert created.returncode == 0, created.stdout + created.stderr
    deployed = operator.run("deploy", "--all")
    assert deployed.returncode == 0, deployed.stdout + deployed.stderr
    process = operator.start("worker", "start", "--pool", "umran", "--name", "test")
    try:
        yield
    finally:
        stop(process)


@pytest.mark.usefixtures("worker")
def test_operations_as_documented(operator: Operator, network_log: Path, tmp_path: Path) -> None:
    asked = '{"city": "sample", "epochs": [1990, 2015]}'
    ran = operator.run(
        "deployment", "run", "analyse-city/city", "--param", f"parameters={asked}", "--watch", seconds=180
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr + (operator.home / "worker.log").read_text()
    flow_run = operator.post("flow_runs/filter", {})[0]
    assert flow_run["state_type"] == "COMPLETED"
    assert flow_run["name"] == "sample"  # no source was named: the city's own
    tasks = operator.post("task_runs/filter", {})
    assert {task["name"].split("-")[0] for task in tasks} == {"resolve", "pull", "measure", "publish"}
    kinds = {artifact["key"]: artifact["type"] for artifact in operator.post("artifacts/filter", {})}
    assert kinds == {"sample-indicators": "table", "sample-map": "markdown", "sample-page": "markdown"}
    published = tmp_path / "published"
    assert json.loads((published / "sample" / "latest.json").read_text())["run"]
    assert [problem for problem in verify(published) if not problem.harmless] == []

    for wrong in ('{"city": "sample", "epochs": [1990]}', '{"city": "No City"}', '{"city": "sample", "colour": 1}'):
        refused = operator.run("deployment", "run", "analyse-city/city", "--param", f"parameters={wrong}")
        assert refused.returncode != 0, wrong
        assert "Traceback" not in refused.stdout + refused.stderr
    assert len(operator.post("flow_runs/filter", {})) == 1

    failed = operator.run(
        "deployment", "run", "analyse-city/city", "--param", 'parameters={"city": "atlantis"}', "--watch", seconds=120
    )
    assert failed.returncode != 0
    runs = operator.post("flow_runs/filter", {"flow_runs": {"state": {"type": {"any_": ["FAILED"]}}}})
    assert [run["state"]["message"] for run in runs] == [
        "atlantis: unknown city 'atlantis': `umran cities` lists them."
    ]
    assert "Traceback" not in (operator.home / "worker.log").read_text()
    assert not network_log.exists(), network_log.read_text()
