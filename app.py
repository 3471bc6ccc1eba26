"""
Wire the atlas together and serve it: settings, the Dash app, the addresses it answers.

This is the composition root. Nothing imports it.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import html
import json
import logging
import os
import re
import socket
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, g, request

if TYPE_CHECKING:
    from dash import Dash

# Matrices here are small: several threads for one product only get in each other's way. Must be said before the
# first import of numpy.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

ROOT = Path(__file__).resolve().parent
LOG = logging.getLogger("rawaan")
YEAR = 31_536_000
SCRIPTS = {"text/css", "application/javascript", "text/javascript"}


class SettingsError(ValueError):
    """A setting, given on the command line or in the environment, cannot be used."""


@dataclass(frozen=True, slots=True)
class Settings:
    """
    How the atlas is served.

    Parameters
    ----------
    host, port
        Address to listen on.
    data_dir
        Folder of installed boundary sets; None: the user's own data folder.
    debug
        Log more, and let errors show their traceback.
    flows
        The reader's own flow table, shown beside the estimate; None: none.
    hide_below
        Flows of that table with fewer people are withheld; None: as its kind of evidence asks for.
    """

    host: str = "127.0.0.1"
    port: int = 8050
    data_dir: Path | None = None
    debug: bool = False
    flows: Path | None = None
    hide_below: float | None = None


def read_settings(arguments: Sequence[str], environment: dict[str, str]) -> Settings:
    """
    Read the settings: the command line wins over `RAWAAN_…` in the environment, that over the defaults.

    Parameters
    ----------
    arguments
        Command-line words after the program's name.
    environment
        Such as `os.environ`.

    Returns
    -------
    settings
        Checked: the port is a port and the data folder can be read.

    Raises
    ------
    SettingsError
        With every fault in one message.
    """
    parser = argparse.ArgumentParser(prog="app.py", description="Serve Rawaan, the atlas of internal migration.")
    parser.add_argument("--host", help="address to listen on (RAWAAN_HOST; default 127.0.0.1)")
    parser.add_argument("--port", help="port to listen on (RAWAAN_PORT; default 8050)")
    parser.add_argument("--data-dir", help="folder of installed boundary sets (RAWAAN_DATA_DIR)")
    parser.add_argument("--flows", help="a flow table of your own, from `python -m flows read` (RAWAAN_FLOWS)")
    parser.add_argument(
        "--hide-below",
        help="withhold its flows of fewer people, 0 for none (RAWAAN_HIDE_BELOW; default: 10 in surveys and registers)",
    )
    parser.add_argument("--debug", action="store_true", default=None, help="log more (RAWAAN_DEBUG=1)")
    given = vars(parser.parse_args(arguments))

    def pick(name: str, default: str) -> str:
        value = given[name]
        return str(value) if value is not None else environment.get(f"RAWAAN_{name.upper()}") or default

    faults = []
    port, debug, folder = pick("port", "8050"), pick("debug", "0"), pick("data_dir", "")
    flows, hide_below = pick("flows", ""), pick("hide_below", "")
    if not (port.isdecimal() and 0 < int(port) < 65536):
        faults.append(f"port {port!r} is not a whole number from 1 to 65535")
    if debug.lower() not in {"0", "1", "true", "false"}:
        faults.append(f"debug {debug!r} is not 0 or 1")
    if folder and not (Path(folder).is_dir() and os.access(folder, os.R_OK | os.X_OK)):
        faults.append(f"data folder {folder!r} is not a folder that can be read")
    if flows and not (Path(flows).is_file() and os.access(flows, os.R_OK)):
        faults.append(f"flow table {flows!r} is not a file that can be read")
    if hide_below and not hide_below.isdecimal():
        faults.append(f"hide-below {hide_below!r} is not a whole number of people")
    if faults:
        raise SettingsError("; ".join(faults))
    return Settings(
        host=pick("host", "127.0.0.1"),
        port=int(port),
        data_dir=Path(folder) if folder else None,
        debug=debug.lower() in {"1", "true"},
        flows=Path(flows) if flows else None,
        hide_below=float(hide_below) if hide_below else None,
    )


def create_app(settings: Settings | None = None) -> Dash:
    """
    Build the atlas as a Dash app that holds its data, ready to be served by any WSGI server.

    Parameters
    ----------
    settings
        None: the defaults.

    Returns
    -------
    app
        The app; `app.server` is the Flask application.

    Raises
    ------
    SettingsError
        The boundary sets in the data folder cannot be used; with `debug` the error itself.
    """
    from dash import ClientsideFunction, Dash, Input, Output

    from layers.atlas import load_atlas
    from layers.page import INDEX, build_layout
    from layers.service.pages import add_pages
    from layers.service.routes import add_service

    settings = settings or Settings()
    try:
        atlas = load_atlas(settings.data_dir, flows=settings.flows, hide_below=settings.hide_below)
    except (OSError, ValueError, LookupError) as fault:
        if settings.debug:
            raise
        where = f" from {str(settings.data_dir)!r}" if settings.data_dir else ""
        raise SettingsError(f"the atlas cannot be loaded{where}: {fault}") from fault
    app = Dash(
        "rawaan",
        title="Rawaan",
        update_title="",
        assets_folder=str(ROOT / "assets"),
        assets_ignore=r".*\.(json|gz|txt)$|h3-js.*",
        index_string=INDEX,
        health_endpoint="health",
    )
    app.layout = build_layout(atlas.search_options())
    app.clientside_callback(
        ClientsideFunction("rawaan", "draw"),
        Output("figure", "figure"),
        Output("finding", "children"),
        Output("details", "children"),
        Output("controls", "children"),
        Output("legend", "children"),
        Output("questions", "children"),
        Output("tools", "children"),
        Input("url", "search"),
        Input("screen", "data"),
    )
    app.clientside_callback(
        ClientsideFunction("rawaan", "find"), Output("find", "value"), Input("find", "value"), prevent_initial_call=True
    )
    add_pages(app, atlas)
    add_service(
        app.server, atlas, data_dir=settings.data_dir, flows=settings.flows, hide_below=settings.hide_below
    )
    _add_view_address(app.server, atlas.render)
    _add_geometry_address(app.server, atlas.find_geometry)
    # What is added last sees the response first: the log comes after the compression, and counts its bytes.
    _add_request_log(app.server)
    _add_compression(app.server)
    _warm_up(app.server)
    return app


def _add_view_address(server: Flask, render: Callable[[str], bytes]) -> None:
    from layers import ViewError

    @server.get("/view.json")
    def view() -> Response:
        try:
            body = render(request.query_string.decode(errors="replace"))
        except ViewError as fault:
            return Response(json.dumps({"message": str(fault)}), 400, mimetype="application/json")
        response = _answer_gzipped(body)
        response.headers["Cache-Control"] = "no-cache"
        response.add_etag()
        response.make_conditional(request)
        return response


def _add_geometry_address(server: Flask, find: Callable[[str], Path | None]) -> None:
    @server.get("/geo/<name>")
    def geometry(name: str) -> Response:
        path = find(name)
        if path is None:
            return Response("no such file\n", 404, mimetype="text/plain")
        # The name carries a hash of the content, so the file can be kept for ever.
        response = _answer_gzipped(path.read_bytes())
        response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
        return response


def _answer_gzipped(body: bytes) -> Response:
    """Answer with JSON that is already compressed, unless the client cannot read that."""
    accepted = "gzip" in request.headers.get("Accept-Encoding", "")
    response = Response(body if accepted else gzip.decompress(body), mimetype="application/json")
    if accepted:
        response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    return response


def _add_compression(server: Flask) -> None:
    """Compress every static file once, not once per response: their addresses change when they do."""
    compressed: dict[str, bytes] = {}

    @server.after_request
    def compress(response: Response) -> Response:
        static = response.mimetype in SCRIPTS or request.path == "/_dash-layout"
        accepted = "gzip" in request.headers.get("Accept-Encoding", "")
        if not (static and accepted) or response.status_code != 200 or "Content-Encoding" in response.headers:
            return response
        # By path alone: files do not change while the server runs, and a query may be anything.
        if request.path not in compressed:
            response.direct_passthrough = False
            compressed[request.path] = gzip.compress(response.get_data(), 6)
        response.close()
        response = Response(compressed[request.path], headers=response.headers)
        response.headers["Content-Encoding"] = "gzip"
        response.headers["Content-Length"] = str(len(compressed[request.path]))
        response.vary.add("Accept-Encoding")
        return response


def _say_address() -> str:
    """Say which path and query was asked for, also where the query is not text."""
    query = request.query_string.decode(errors="replace")
    return f"{request.path}?{query}" if query else request.path


def _warm_up(server: Flask) -> None:
    """
    Ask for the page and every script of it once, before anybody else does.

    Dash finishes its set-up at the first request, and not safely when several arrive at once. The scripts are
    compressed here too, ahead of the first reader and before the server's processes part.
    """
    client = server.test_client()
    page = client.get("/").get_data(as_text=True)
    for address in re.findall(r'(?:src|href)="(/[^"]+\.(?:js|css)[^"]*)"', page):
        client.get(html.unescape(address), headers={"Accept-Encoding": "gzip"})


def _add_request_log(server: Flask) -> None:
    @server.before_request
    def note_start() -> None:
        g.started = time.perf_counter()

    @server.after_request
    def log(response: Response) -> Response:
        line = {
            "method": request.method,
            "path": _say_address(),
            "status": response.status_code,
            "bytes": response.content_length,
            "ms": round(1000 * (time.perf_counter() - g.started), 2),
        }
        LOG.info(json.dumps(line, ensure_ascii=False))
        return response


def _build_server(settings: Settings) -> Flask:
    """Build what is served for the whole life of a process."""
    server: Flask = create_app(settings).server
    # What is loaded stays: the collector need not look through it again, nor do forked workers copy it.
    gc.collect()
    gc.freeze()
    return server


def __getattr__(name: str) -> Any:
    """Build `app.server` for a WSGI server only when one asks for it."""
    if name == "server":
        try:
            return _build_server(read_settings([], dict(os.environ)))
        except SettingsError as fault:
            raise SystemExit(f"rawaan: {fault}") from None
    raise AttributeError(name)


def serve(server: Flask, settings: Settings) -> None:
    """
    Serve until stopped: gunicorn with threads where it runs, waitress elsewhere.

    Parameters
    ----------
    server
        The Flask application.
    settings
        Where to listen.
    """
    try:
        from gunicorn.app.base import BaseApplication
    except ImportError:
        from waitress import serve as serve_waitress

        serve_waitress(server, host=settings.host, port=settings.port, threads=8)
        return

    class Atlas(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            self.cfg.set("bind", f"{settings.host}:{settings.port}")
            self.cfg.set("worker_class", "gthread")
            self.cfg.set("workers", 2)
            self.cfg.set("threads", 8)
            self.cfg.set("loglevel", "warning")

        def load(self) -> Flask:
            return server

    Atlas().run()


def check_port(settings: Settings) -> None:
    """
    Make sure the address is free, so that the reader gets one line and not a server's traceback.

    Parameters
    ----------
    settings
        Where to listen.

    Raises
    ------
    SettingsError
        The address is in use, or is not one of this machine.
    """
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as fault:
            where = f"{settings.host} port {settings.port}"
            raise SettingsError(f"cannot listen on {where}: {fault.strerror}; choose another with --port") from None


def main(arguments: Sequence[str]) -> int:
    """Serve the atlas as the command line says; return the exit status."""
    try:
        settings = read_settings(arguments, dict(os.environ))
        check_port(settings)
        server = _build_server(settings)
    except SettingsError as fault:
        print(f"rawaan: {fault}", file=sys.stderr)
        return 2
    logging.basicConfig(level=logging.DEBUG if settings.debug else logging.INFO, format="%(message)s")
    print(f"Rawaan is at http://{settings.host}:{settings.port}/  (Ctrl+C stops it)", flush=True)
    serve(server, settings)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
