"""`umran batch` ends with national figures: in lines, in a file, in the answer for scripts."""

import csv
import json
from pathlib import Path

import pytest

from flows.cli.main import execute

pytestmark = pytest.mark.slow


def test_a_batch_ends_with_national_figures(town: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code = execute(["batch", "midtown", "quitto", "--epochs", "2000,2010", "--json"])
    out, err = capfd.readouterr()
    assert code == 1, "a city failed"
    answer = json.loads(out)
    whole = answer["national"][0]
    (row,) = [
        row
        for row in answer["results"][0]["indicators"]
        if (row["boundary"], row["boundary_rule"], row["whole_span"]) == ("urban_extent", "fixed", True)
    ]
    assert (whole["country"], whole["cities"], whole["size_class"]) == ("ECU", ["midtown"], "all")
    assert whole["lcr"] == pytest.approx(row["lcr"])
    assert (whole["start"], whole["end"], whole["boundary_rule"]) == (2000, 2010, "fixed")
    with (town / "published" / "national.csv").open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.DictReader(file))
    assert [line["country"] for line in found] == ["ECU"] * len(answer["national"])
    assert "  ECU, 1 city  2000–2010  LCR " in err
    assert err.index("✗ quitto") < err.index("By country, weighted by population")
