"""Something a reviewer should know about a folder: where it is and what it is."""

from __future__ import annotations

import attrs

#: From what must be mended to what is good to know.
LEVELS = ("error", "warning", "note")


@attrs.frozen
class Finding:
    """One sentence with its place.

    Attributes
    ----------
    level : str          One of ``LEVELS``; a folder with an error cannot be run.
    file : str           Name inside the folder.
    text : str
    row : int            Line of the file, the header being 1; 0 where the whole file is meant.
    column : str         "" where the whole row is meant.
    """

    level: str
    file: str
    text: str
    row: int = 0
    column: str = ""

    @property
    def where(self) -> str:
        """File, row and column in words."""
        row = f", row {self.row}" if self.row else ""
        column = f", column '{self.column}'" if self.column else ""
        return f"{self.file}{row}{column}"

    def __str__(self) -> str:
        return f"{self.where}: {self.text}"
