"""
Bring the catalogues of `boundaries/words` up to date with the texts in code and tables: `make words`.

What is new is left empty, for somebody who knows the language; what is no longer said is dropped. A test says when a
catalogue is behind.
"""

from __future__ import annotations

import ast
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
WORDS = ROOT / "boundaries" / "words"
PACKAGES = ("boundaries", "flows", "layers")
KEYWORDS = {"tr": 1, "mark": 1, "tr_count": 2}
"""Function → how many of its first arguments are texts."""

Text = str | tuple[str, str]


def collect_texts() -> dict[Text, list[str]]:
    """
    Collect every text that is marked in code, and those that the page shows from tables.

    Returns
    -------
    texts
        English, or English for one and for many → the files that say it.
    """
    from flows.words import list_table_texts

    found: dict[Text, list[str]] = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            for text in _find_texts(path.read_text(encoding="utf-8")):
                where = found.setdefault(text, [])
                if name not in where:
                    where.append(name)
    for text in list_table_texts():
        found.setdefault(text, []).append("tables")
    found.pop("", None)
    return found


def _find_texts(code: str) -> Iterator[Text]:
    # Of the syntax tree, since Babel overlooks what stands in the braces of an f-string.
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
            parts = node.args[: KEYWORDS[node.func.id]]
            match [str(part.value) for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]:
                case [text] if KEYWORDS[node.func.id] == 1:
                    yield text
                case [one, many]:
                    yield one, many


def read_catalogue(language: str) -> Catalog:
    """Read a catalogue as it is kept."""
    path = WORDS / f"{language}.po"
    if not path.is_file():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def compile_catalogue(catalogue: Catalog) -> bytes:
    """Write a catalogue in the form that gettext reads."""
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def update_catalogue(language: str) -> tuple[int, int]:
    """
    Write a catalogue anew.

    Parameters
    ----------
    language
        Such as "ur".

    Returns
    -------
    texts, missing
        How many there are, and how many still have no translation.
    """
    old = read_catalogue(language)
    new = Catalog(locale=language, project="Rawaan", version="", copyright_holder="Rawaan", fuzzy=False)
    new.creation_date = new.revision_date = old.creation_date
    missing = 0
    for text, where in collect_texts().items():
        known = old.get(text if isinstance(text, str) else text[0])
        said = known.string if known is not None and known.id == text else ""
        missing += not (said if isinstance(said, str) else all(said))
        new.add(text, said, locations=[(name, 0) for name in where])
    with (WORDS / f"{language}.po").open("wb") as file:
        write_po(file, new, width=110, sort_by_file=True, include_lineno=False, omit_header=False)
    (WORDS / f"{language}.mo").write_bytes(compile_catalogue(new))
    return len(new), missing


def main() -> int:
    """Update every catalogue and say what is missing."""
    texts, missing = update_catalogue("ur")
    print(f"ur: {texts} texts, {missing} without a translation")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
