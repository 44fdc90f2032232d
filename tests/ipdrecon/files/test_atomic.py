"""Writing leaves the old file or the new one."""

from __future__ import annotations

import pytest

from ipdrecon.errors import InputError
from ipdrecon.files import write_bytes, write_text


def test_a_file_is_written_with_its_folders(tmp_path) -> None:
    path = write_text(tmp_path / "a" / "b.csv", "x\n")
    assert path.read_text() == "x\n"
    assert [p.name for p in path.parent.iterdir()] == ["b.csv"]


def test_a_failure_leaves_the_old_file_and_no_rubbish(tmp_path) -> None:
    path = write_text(tmp_path / "b.csv", "old\n")
    with pytest.raises(TypeError):
        write_bytes(path, "text is not bytes")  # type: ignore[arg-type]
    assert path.read_text() == "old\n"
    assert [p.name for p in tmp_path.iterdir()] == ["b.csv"]


def test_a_file_where_a_folder_is_needed_is_said(tmp_path) -> None:
    write_text(tmp_path / "b", "x")
    with pytest.raises(InputError, match="choose another folder"):
        write_text(tmp_path / "b" / "c.csv", "x")
