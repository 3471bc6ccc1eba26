import argparse
from pathlib import Path

import pytest

from layers._errors import ExportError, ViewError
from layers.atlas import Atlas
from layers.briefing.command import add_brief_command


@pytest.fixture
def brief(drawn: Atlas, monkeypatch: pytest.MonkeyPatch):
    """Run the command on the tiny world."""
    monkeypatch.setattr("layers.atlas.load_atlas", lambda _data_dir: drawn)
    parser = argparse.ArgumentParser()
    add_brief_command(parser.add_subparsers(required=True))

    def run(*words: str | Path) -> str:
        chosen = parser.parse_args(["brief", *map(str, words)])
        return chosen.run(chosen)

    return run


@pytest.mark.parametrize("name", ["a.pdf", "a.pptx", "A.PDF"])
def test_one_view_and_one_file(brief, tmp_path: Path, name: str) -> None:
    said = brief("?place=a", tmp_path / name)
    assert said.startswith(f"{tmp_path / name}: A Town: ")
    assert (tmp_path / name).read_bytes()[:4] in {b"%PDF", b"PK\x03\x04"}


def test_a_whole_address_can_be_pasted(brief, tmp_path: Path) -> None:
    assert "B Town" in brief("https://atlas.example/?place=b", tmp_path / "b.pdf")


def test_every_district_of_the_census(brief, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pandas as pd

    districts = pd.DataFrame({"code": ["a", "city-east"], "people": [3000, 3000]})
    monkeypatch.setattr("boundaries.vintage", lambda _year: districts)
    said = brief("--all", "--out", tmp_path / "new" / "out", "--jobs", "1")
    assert said == f"2 briefings; open {tmp_path / 'new' / 'out' / 'index.html'}"
    assert (tmp_path / "new" / "out" / "city-east.pdf").is_file()


@pytest.mark.parametrize(
    ("words", "error", "said"),
    [
        (("?place=a",), ViewError, "name a view and a file"),
        (("--all",), ViewError, "--all takes a folder"),
        (("?place=nowhere", "x.pdf"), ViewError, "not a place of this atlas"),
        (("?place=a", "x.doc"), ExportError, "x.doc is neither a PDF nor a deck of slides"),
        (("?place=a", "no/such/folder/x.pdf"), ExportError, "there is no folder"),
        (("?question=whatif", "x.pdf"), ViewError, "no briefing is written of a what-if"),
    ],
)
def test_mistakes_end_in_one_clear_line(
    brief, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], error: type[Exception], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(error, match=said) as found:
        brief(*words)
    assert "\n" not in str(found.value)
    assert list(tmp_path.iterdir()) == []
