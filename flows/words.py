"""The texts of the carried tables and of docstrings that a reader sees: what a catalogue of another language needs."""

from __future__ import annotations

import csv
from typing import Final

from ._carried import FOLDER

TABLES: Final = {
    "scenarios.csv": ("title", "note"),
    "balochistan_corridors.csv": ("origin_name", "destination_name", "note"),
    "katchi_abadis.csv": ("area", "speaker", "note"),
    "publications.csv": ("publisher",),
    "datasets.csv": ("title", "source", "licence"),
}
"""Table of `flows/data` → the columns whose cells are texts to translate; they are looked up where they are shown."""


def list_table_texts() -> list[str]:
    """
    List every text that stands in a table or a docstring instead of a call of `boundaries.language.tr`.

    Returns
    -------
    texts
        English, each once, in the order of `TABLES`; what the measures are stands last.
    """
    from .measures import list_helps

    cells = [row[column] for file, columns in TABLES.items() for column in columns for row in _read_rows(file)]
    return list(dict.fromkeys(text for text in [*cells, *list_helps()] if text))


def _read_rows(file: str) -> list[dict[str, str]]:
    """Read a table as text; one of flows has lines on itself above its header."""
    with (FOLDER / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(line for line in lines if not line.startswith("# ")))
