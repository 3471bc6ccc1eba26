"""Briefings read back by programs that did not write them; a test is skipped by name where the program is missing."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

FONTS = Path(__file__).resolve().parents[3] / "assets" / "fonts" / "print"


def run(*words: str | Path, environment: dict[str, str] | None = None) -> str:
    """Run a program that must be there, and return what it prints."""
    if shutil.which(str(words[0])) is None:
        pytest.skip(f"{words[0]} is not here")
    done = subprocess.run(
        [str(word) for word in words],
        capture_output=True,
        check=True,
        timeout=180,
        env={**os.environ, **(environment or {})},
    )
    return done.stdout.decode("utf-8", "replace")


def read_pages(pdf: Path) -> list[str]:
    """Read the text of a PDF page by page, lines joined."""
    pages = run("pdftotext", "-layout", pdf, "-").split("\f")
    return [" ".join(page.split()) for page in pages if page.strip()]


def convert_deck(pptx: Path, folder: Path) -> Path:
    """Turn a deck into a PDF as LibreOffice shows it, with the fonts of the atlas."""
    settings = folder / "fonts.conf"
    settings.write_text(
        f'<?xml version="1.0"?><fontconfig><dir>{FONTS}</dir><dir>/usr/share/fonts</dir>'
        f"<cachedir>{folder}</cachedir></fontconfig>"
    )
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    run(
        "soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, pptx,
        environment={"FONTCONFIG_FILE": str(settings)},
    )  # fmt: skip
    return folder / pptx.with_suffix(".pdf").name
