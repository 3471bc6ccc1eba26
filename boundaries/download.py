"""Fetch a file over HTTP so that a broken line costs only what was not yet fetched."""

from __future__ import annotations

import hashlib
import http.client
import json
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

from boundaries._errors import DownloadError

__all__ = ["fetch_file", "fetch_json", "file_sha256"]

#: Seconds without an answer before giving up.
TIMEOUT = 60

CHUNK = 1 << 18

AGENT = "rawaan-boundaries (+python urllib)"


def fetch_file(url: str, target: Path, *, sha256: str | None = None) -> Path:
    """
    Download one file, going on where an earlier try stopped.

    Parameters
    ----------
    url
        An http or https address.
    target
        The file to make; what is fetched so far is kept beside it as ``.part``. A target that is already
        there is replaced only by a complete, checked file.
    sha256
        The expected hash in hex, when it is known.

    Returns
    -------
    Path
        The target.

    Raises
    ------
    DownloadError
        When the address cannot be reached, the file came short, or its hash is not the expected one. After a
        short file the part is kept and the next call resumes; after a wrong hash it is deleted.

    Notes
    -----
    RFC 9110: a Range request with If-Range, so that a file that changed meanwhile is fetched anew. Without a
    known hash a file counts as complete when it has the size the server announced.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    note = target.with_name(target.name + ".part.json")
    _discard_unless_same(url, part, note)
    expected = _append(url, part, note)
    got = part.stat().st_size
    if expected is not None and got != expected:
        kept = "what came is kept; run the same command again to go on from there"
        if got > expected:
            part.unlink()
            kept = "it was deleted; run the same command again"
        raise DownloadError(f"{url} came as {got:,} of {expected:,} bytes; {kept}")
    if sha256 is not None and (found := file_sha256(part)) != sha256:
        part.unlink()
        note.unlink(missing_ok=True)
        raise DownloadError(f"{url} is not the expected file: sha256 {found}, expected {sha256}")
    part.replace(target)
    note.unlink(missing_ok=True)
    return target


def fetch_json(url: str) -> Any:
    """
    Download and parse a small JSON document.

    Raises
    ------
    DownloadError
        When the address cannot be reached or does not give JSON.
    """
    try:
        with _open(url, {}) as answer:
            return json.load(answer)
    except ValueError as error:
        raise DownloadError(f"{url} did not answer with JSON: {error}") from error


def file_sha256(path: Path) -> str:
    """Hash a file's content: sha256 in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _discard_unless_same(url: str, part: Path, note: Path) -> None:
    """Keep an earlier part only if it is known to come from this very address."""
    if part.exists() and note.exists() and json.loads(note.read_text(encoding="utf-8")).get("url") == url:
        return
    part.unlink(missing_ok=True)
    note.unlink(missing_ok=True)


def _append(url: str, part: Path, note: Path) -> int | None:
    """Fetch what is missing of the part; return the size of the whole if the server said."""
    have = part.stat().st_size if part.exists() else 0
    headers = {}
    if have:
        etag = json.loads(note.read_text(encoding="utf-8")).get("etag", "")
        # Without a strong validator there is no telling whether the rest belongs to the same file.
        headers = {"Range": f"bytes={have}-", "If-Range": etag} if etag else {}
    try:
        with _open(url, headers) as answer:
            resumed = answer.status == http.HTTPStatus.PARTIAL_CONTENT
            length = answer.headers.get("Content-Length")
            expected = int(length) + (have if resumed else 0) if length else None
            etag = answer.headers.get("ETag", "")
            etag = "" if etag.startswith("W/") else etag or answer.headers.get("Last-Modified", "")
            note.write_text(json.dumps({"url": url, "etag": etag}), encoding="utf-8")
            with part.open("ab" if resumed else "wb") as file:
                _copy(answer, file)
    except urllib.error.HTTPError as error:
        if error.code == http.HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE and have:
            total = (error.headers.get("Content-Range") or "").rpartition("/")[2]
            return int(total) if total.isdigit() else None
        raise DownloadError(f"{url} answered {error.code} {error.reason}") from error
    return expected


def _copy(answer: Any, file: Any) -> None:
    """Copy until the end; a line that breaks leaves what came, and the caller compares sizes."""
    while True:
        try:
            chunk = answer.read(CHUNK)
        except http.client.IncompleteRead as error:
            file.write(error.partial)
            return
        except OSError:
            return
        if not chunk:
            return
        file.write(chunk)


def _open(url: str, headers: dict[str, str]) -> Any:
    parts = urllib.parse.urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise DownloadError(f"not a web address: {url}")
    request = urllib.request.Request(url, headers={"User-Agent": AGENT, "Accept-Encoding": "identity", **headers})
    try:
        return urllib.request.urlopen(request, timeout=TIMEOUT)
    except urllib.error.HTTPError:
        raise
    except (urllib.error.URLError, OSError) as error:
        reason = getattr(error, "reason", error)
        raise DownloadError(
            f"cannot reach {parts.hostname} ({reason}). Without internet, fetch the file on another machine "
            "and give its path: python -m boundaries install FILE --name NAME"
        ) from error
