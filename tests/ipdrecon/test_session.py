"""Names in the tables of a figure's panels."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

from ipdrecon.errors import InputError
from ipdrecon.files import write_json
from ipdrecon.session import digitize_file, panel_names
from tests.ipdrecon.test_digitization import example


def test_panels_are_called_by_their_titles_where_these_differ() -> None:
    panel = example().panel
    two = attrs.evolve(example(), panels=(panel, attrs.evolve(panel, title="B")))
    assert panel_names(two) == ["A: ", "B: "]
    alike = attrs.evolve(example(), panels=(panel, panel))
    assert panel_names(alike) == ["panel 1: ", "panel 2: "]


def test_a_panel_that_is_alone_but_for_its_inset_needs_no_name() -> None:
    panel = example().panel
    with_inset = attrs.evolve(example(), panels=(panel, attrs.evolve(panel, title="", inset=True)))
    assert panel_names(with_inset) == ["", "inset 2: "]
    assert panel_names(example()) == [""]


def test_a_curve_that_an_inset_repeats_is_listed_once(tmp_path: Path) -> None:
    panel = example().panel
    with_inset = attrs.evolve(example(), panels=(panel, attrs.evolve(panel, inset=True)))
    path = write_json(tmp_path / "x.json", with_inset)
    with pytest.raises(InputError, match=r"'SG', but the curves are 'T-DXd', 'Chemotherapy'$"):
        digitize_file(path, None, {"patients": {"SG": 3}})
