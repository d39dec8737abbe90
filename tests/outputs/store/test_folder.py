"""A folder whose disk is full, or read-only, at any moment: the earlier run stays whole, and the next one heals."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from outputs.store.folder import FolderRoot
from outputs.store.opening import open_root
from outputs.store.root import Root, Seen
from tests.outputs.store import small


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, object]]:
    script = Path(__file__).with_name("full_disk.py")
    command = [sys.executable, str(script), str(tmp_path_factory.mktemp("disk"))]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.slow
def test_a_disk_that_is_full_at_any_change_leaves_all_whole(lines: list[dict[str, object]]) -> None:
    assert len(lines) > 50
    for line in lines:
        assert line["problems"] == line["healed"] == line["left"] == [], line
        assert line["latest"] in {small.EARLIER, small.LATER}, line
        if line["latest"] == small.EARLIER:
            said = str(line["said"])
            assert said.startswith("publishing to /"), line
            assert said.endswith("what was published before is untouched"), line
            assert "\n" not in said, line
    assert sum(line["latest"] == small.EARLIER for line in lines) > 30


@pytest.mark.slow
def test_a_root_that_is_read_only_is_told(lines: list[dict[str, object]]) -> None:
    assert lines[-1]["latest"] == small.EARLIER
    assert "Read-only file system" in str(lines[-1]["said"])
    assert "publish elsewhere (UMRAN_PUBLISH_ROOT, --out)" in str(lines[-1]["said"])


def test_a_folder_opens_no_client_of_object_stores(tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from outputs.store.opening import open_root\n"
    code += "open_root(Path(sys.argv[1])).exists(); assert 'obstore' not in sys.modules"
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True)


def test_a_link_to_nothing_is_a_file_that_is_listed(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "link").symlink_to(tmp_path / "none")
    assert set(FolderRoot(tmp_path).files("a", deep=True)) == {"link"}


def test_a_file_where_a_folder_is_expected_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("")
    root: Root = open_root(tmp_path)
    assert root.folders("a") == ()
    assert root.see("a/b") == Seen(None)
