import os
import subprocess
import sys
from pathlib import Path

import pytest

UMRAN = Path(sys.executable).with_name("umran")


def test_importing_flows_turns_telemetry_off() -> None:
    script = "import os, flows, sys; print(os.environ['DO_NOT_TRACK'], os.environ['PREFECT_SERVER_ANALYTICS_ENABLED'])"
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DO_NOT_TRACK", "PREFECT_SERVER_ANALYTICS_ENABLED")
    }
    ran = subprocess.run([sys.executable, "-c", script], env=kept, capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["1", "false"]


def test_what_the_environment_says_is_kept() -> None:
    script = "import os, flows; print(os.environ['DO_NOT_TRACK'])"
    ran = subprocess.run(
        [sys.executable, "-c", script],
        env=os.environ | {"DO_NOT_TRACK": "0"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.strip() == "0"


def test_printed_lines_set_a_shell() -> None:
    lines = subprocess.run(
        [sys.executable, "-m", "flows.prefect_env"], capture_output=True, text=True, check=True
    ).stdout
    assert lines.splitlines() == ["export DO_NOT_TRACK=1", "export PREFECT_SERVER_ANALYTICS_ENABLED=false"]


@pytest.mark.slow
def test_a_run_with_the_temporary_server_reaches_no_other_machine(
    environment: dict[str, str], network_log: Path, tmp_path: Path
) -> None:
    reach = "import socket; socket.create_connection(('192.0.2.1', 80), 1)"
    guarded = subprocess.run([sys.executable, "-c", reach], env=environment, capture_output=True, check=False)
    assert guarded.returncode != 0
    assert "192.0.2.1" in network_log.read_text()
    network_log.unlink()

    ran = subprocess.run(
        [UMRAN, "run", "sample", "--prefect", "--epochs", "1990,2015"],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert not network_log.exists(), network_log.read_text()
    assert not (tmp_path / "home" / ".prefect").exists()
    steps = [line.split()[0] for line in ran.stderr.splitlines()]
    assert steps == ["starting", "prefect", "resolve", "pull", "measure", "publish"]
    assert "Sample City (simulated)" in ran.stdout
    page = next(line.split()[-1] for line in ran.stdout.splitlines() if line.strip().startswith("Page"))
    assert Path(page).is_file()
