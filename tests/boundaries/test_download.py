"""Downloads against a server on the loopback: whole, broken, resumed, changed, wrong, absent."""

from __future__ import annotations

import hashlib
import http.server
import json
import threading

import pytest

from boundaries import DownloadError
from boundaries.download import fetch_file, fetch_json, file_sha256
from boundaries.install import fetch_set
from boundaries.publishers import PUBLISHERS, Publisher, find_resource

CONTENT = bytes(range(256)) * 40  # 10,240 bytes
SHA256 = hashlib.sha256(CONTENT).hexdigest()


class Handler(http.server.BaseHTTPRequestHandler):
    """Serves one file; can break off early, forget how to resume, or change the file."""

    def do_GET(self):
        server = self.server
        server.asked.append(self.headers.get("Range"))
        if self.path.startswith("/missing"):
            self.send_error(404)
            return
        content = server.files.get(self.path, server.content)
        start = 0
        wanted = self.headers.get("Range")
        if wanted and server.ranges and self.headers.get("If-Range") == server.etag:
            start = int(wanted.removeprefix("bytes=").rstrip("-"))
            if start >= len(content):
                self.send_response(416)
                self.send_header("Content-Range", f"bytes */{len(content)}")
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(content) - start))
        if server.etag:
            self.send_header("ETag", server.etag)
        self.end_headers()
        self.wfile.write(content[start : server.cut])

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as web:
        web.content, web.files, web.etag, web.ranges, web.cut, web.asked = CONTENT, {}, '"v1"', True, None, []
        web.url = f"http://127.0.0.1:{web.server_port}"
        thread = threading.Thread(target=web.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield web
        web.shutdown()


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_whole_file(server, tmp_path):
    path = fetch_file(f"{server.url}/file", tmp_path / "deep" / "file", sha256=SHA256)
    assert path.read_bytes() == CONTENT
    assert names(path.parent) == ["file"]


def test_a_broken_line_costs_only_the_rest(server, tmp_path):
    target = tmp_path / "file"
    server.cut = 4000
    with pytest.raises(DownloadError, match="came as 4,000 of 10,240 bytes; what came is kept"):
        fetch_file(f"{server.url}/file", target)
    assert names(tmp_path) == ["file.part", "file.part.json"]
    server.cut = None
    assert fetch_file(f"{server.url}/file", target, sha256=SHA256).read_bytes() == CONTENT
    assert server.asked == [None, "bytes=4000-"]
    assert names(tmp_path) == ["file"]


@pytest.mark.parametrize("why", ["changed", "cannot resume", "no validator"])
def test_a_rest_that_does_not_belong_is_not_glued_on(server, tmp_path, why):
    target = tmp_path / "file"
    server.cut = 4000
    server.etag = "" if why == "no validator" else '"v1"'
    with pytest.raises(DownloadError, match="4,000 of 10,240"):
        fetch_file(f"{server.url}/file", target)
    server.cut = None
    if why == "changed":
        server.etag, server.content = '"v2"', CONTENT[::-1]
    server.ranges = why != "cannot resume"
    assert fetch_file(f"{server.url}/file", target).read_bytes() == server.content


def test_a_part_of_another_address_is_not_used(server, tmp_path):
    target = tmp_path / "file"
    server.cut = 4000
    with pytest.raises(DownloadError):
        fetch_file(f"{server.url}/one", target)
    server.cut, server.files = None, {"/two": b"short"}
    assert fetch_file(f"{server.url}/two", target).read_bytes() == b"short"


def test_a_part_that_was_already_whole_is_finished(server, tmp_path):
    target = tmp_path / "file"
    (tmp_path / "file.part").write_bytes(CONTENT)
    (tmp_path / "file.part.json").write_text(json.dumps({"url": f"{server.url}/file", "etag": '"v1"'}))
    assert fetch_file(f"{server.url}/file", target, sha256=SHA256).read_bytes() == CONTENT


def test_a_wrong_file_is_thrown_away_and_the_old_one_stays(server, tmp_path):
    target = tmp_path / "file"
    target.write_bytes(b"old")
    with pytest.raises(DownloadError, match=f"sha256 {SHA256}, expected 00"):
        fetch_file(f"{server.url}/file", target, sha256="00")
    assert names(tmp_path) == ["file"]
    assert target.read_bytes() == b"old"


def test_an_absent_file_says_so(server, tmp_path):
    with pytest.raises(DownloadError, match="answered 404"):
        fetch_file(f"{server.url}/missing", tmp_path / "file")


@pytest.mark.parametrize("url", ["file:///etc/hosts", "ftp://example.org/x", "nonsense"])
def test_only_web_addresses_are_fetched(url, tmp_path):
    with pytest.raises(DownloadError, match="not a web address"):
        fetch_file(url, tmp_path / "file")


def test_offline_says_what_to_do(tmp_path):
    with pytest.raises(DownloadError, match="cannot reach 127.0.0.1 .*install FILE --name NAME"):
        fetch_file("http://127.0.0.1:9/file", tmp_path / "file")


def test_json_that_is_none(server):
    with pytest.raises(DownloadError, match="did not answer with JSON"):
        fetch_json(f"{server.url}/file")


def dataset(*files):
    return json.dumps({"result": {"resources": [{"url": f"https://example.org/d/{f}"} for f in files]}}).encode()


@pytest.mark.parametrize(
    ("files", "chosen"),
    [
        (["a.xlsx", "pak_adm_shp.zip", "pak.geojson.zip"], "pak.geojson.zip"),
        (["pak_adm_shp.zip", "a.xlsx"], "pak_adm_shp.zip"),
        (["pak.gdb.zip", "pak.gpkg"], "pak.gpkg"),
    ],
)
def test_hdx_lists_files_and_the_best_kind_is_taken(server, files, chosen):
    server.content = dataset(*files)
    publisher = Publisher(PUBLISHERS["codab"].info, server.url, "x", resources=PUBLISHERS["codab"].resources)
    assert find_resource(publisher) == (f"https://example.org/d/{chosen}", chosen)


def test_hdx_without_a_file_of_use_says_what_it_has(server):
    publisher = Publisher(PUBLISHERS["codab"].info, server.url, "x", resources=PUBLISHERS["codab"].resources)
    server.content = dataset("table.xlsx")
    with pytest.raises(DownloadError, match=r"it lists table\.xlsx"):
        find_resource(publisher)
    server.content = b"[]"
    with pytest.raises(DownloadError, match="CKAN"):
        find_resource(publisher)


def test_the_pinned_osm_file_is_the_one_that_was_tried(shared):
    path = shared("boundaries/osm_pak_2023census_divisions_districts.topojson")
    assert file_sha256(path) == PUBLISHERS["osm"].sha256


def test_a_set_is_fetched_by_name_or_from_another_address(server, tmp_path):
    info = PUBLISHERS["osm"].info
    good = Publisher(info, f"{server.url}/file", "osm.topojson", sha256=SHA256)
    assert fetch_set("osm", tmp_path, publisher=good) == tmp_path / "osm.topojson"
    assert fetch_set("osm", tmp_path, url=f"{server.url}/mirror/other.gpkg?x=1") == tmp_path / "other.gpkg"
    with pytest.raises(DownloadError, match="not the expected file"):
        fetch_set("osm", tmp_path, publisher=Publisher(info, f"{server.url}/file", "f", sha256="0"))
