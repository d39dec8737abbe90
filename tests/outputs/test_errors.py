import errno
from pathlib import Path

import pytest

from outputs.errors import FormatError, LockTimeoutError, OutputsError, PublishError


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EROFS, "read-only"),
        (errno.EACCES, "you may not write there"),
        (errno.ENOTDIR, "a file where a folder is expected"),
        (errno.EIO, "see the system's message"),
    ],
)
def test_what_the_system_refuses_is_one_line_with_place_and_remedy(code: int, said: str) -> None:
    error = PublishError.from_os(Path("/srv/root"), OSError(code, "x", "/srv/publish-root/agadir"))
    assert isinstance(error, OutputsError)
    assert str(error).startswith("publishing to /srv/root: ")
    assert " at /srv/publish-root/agadir: " in str(error)
    assert said in str(error)
    assert str(error).endswith("what was published before is untouched")
    assert "\n" not in str(error)


def test_a_library_s_words_are_cut_to_one_line(tmp_path: Path) -> None:
    error = PublishError.from_format(tmp_path, FormatError("a.tif", ValueError("bad\nthings " * 50)))
    assert "a.tif could not be written (bad things" in str(error)
    assert "MB free" in str(error)
    assert "\n" not in str(error)


def test_lock_timeout_names_root_and_wait() -> None:
    assert "held its lock for more than 2 s" in str(LockTimeoutError(Path("/srv/root"), 2.0))
