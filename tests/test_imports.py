"""
Imports point one way, modules stay small, and the page never waits for the heavy libraries.

    boundaries ◄ flows ◄ layers ◄ app
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ORDER = ("boundaries", "flows", "layers", "app")
LONGEST = 400
HEAVY = {"geopandas", "rasterio", "pyogrio", "shapely", "h3ronpy", "pyarrow", "scipy", "matplotlib"}
VIEWS = (
    "",
    "direction=net&ranges=on",
    "data=counted",
    "data=residual",
    "form=matrix",
    "question=balance",
    "question=seasons&place=quetta&month=7&share=20",
    "question=spill",
    "question=spill&place=multan&shade=density&form=pair",
    "question=spill&shade=growth&at=70,30,5.5",
    "question=whatif&place=faisalabad&amount=35",
)

MODULES = sorted(
    [ROOT / "app.py", *(path for package in ORDER[:-1] for path in (ROOT / package).rglob("*.py"))],
    key=lambda path: path.relative_to(ROOT).as_posix(),
)
in_every_module = pytest.mark.parametrize(
    "module", [pytest.param(path, id=path.relative_to(ROOT).as_posix()) for path in MODULES]
)


def imported(module: Path) -> Iterator[str]:
    """Name the top-level packages that a module imports anywhere, inside functions too."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.partition(".")[0]


def modules_after(code: str, *words: str, home: Path | None = None) -> set[str]:
    """Run code in a fresh interpreter, with this home folder, and name the top-level modules it has loaded."""
    homes = {} if home is None else {"HOME": str(home), "XDG_CACHE_HOME": str(home / ".cache")}
    say = "print(*{name.partition('.')[0] for name in sys.modules})"
    ended = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\n{say}", *words],
        cwd=ROOT,
        env={**os.environ, **homes},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return set(ended.stdout.split())


@in_every_module
def test_imports_point_one_way(module: Path) -> None:
    home = module.relative_to(ROOT).parts[0].removesuffix(".py")
    above = set(ORDER[ORDER.index(home) + 1 :])
    assert set(imported(module)) & above == set()


def test_function_level_imports_are_seen_too(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text("from . import near\ndef f():\n    import layers.view\n    from flows import read\n")
    assert list(imported(module)) == ["layers", "flows"]


def test_nothing_imports_the_app() -> None:
    assert [path.name for path in MODULES if "app" in imported(path)] == []


@in_every_module
def test_a_module_has_one_subject_and_room_on_a_few_screens(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= LONGEST


def test_importing_the_packages_costs_nothing_heavy() -> None:
    loaded = modules_after("import boundaries, flows, layers")
    assert {"boundaries", "flows", "layers"} <= loaded
    assert loaded & HEAVY == set()


def test_serving_needs_nothing_heavy(tmp_path: Path) -> None:
    """The first start fits models, spreads people to cells and keeps both (`layers.cache`); later ones read them."""
    (data := tmp_path / "data").mkdir()
    start = "from pathlib import Path\nfrom app import Settings, create_app\n"
    start += "client = create_app(Settings(data_dir=Path(sys.argv[1]))).server.test_client()\n"
    cold = modules_after(start, str(data), home=tmp_path)
    assert "dash" in cold
    assert list(tmp_path.rglob("atlas-*.pickle")) != []
    assert list(tmp_path.rglob("cells-*.pickle")) != []
    serve = "for view in sys.argv[2:]:\n    answer = client.get('/view.json?' + view)\n"
    serve += "    assert answer.status_code == 200, answer.get_data(as_text=True)\n"
    warm = modules_after(start + serve, str(data), *VIEWS, home=tmp_path)
    assert "dash" in warm
    assert warm & HEAVY == set()
