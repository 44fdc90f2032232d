"""Names in the tables of a figure's panels."""

from __future__ import annotations

import attrs

from ipdrecon.session import panel_names
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
