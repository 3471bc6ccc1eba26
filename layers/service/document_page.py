"""Pages for people: what the API offers, and its OpenAPI document, as plain HTML that needs nothing else."""

from __future__ import annotations

from html import escape
from typing import Any, Final

STYLE: Final = """
body{font:15px/1.5 "Inter","Segoe UI",sans-serif;max-width:60rem;margin:0 auto;padding:1.5rem;color:#1c2733}
body{background:#fff}h1,h2,h3{line-height:1.25}h1,h2{font-family:"Source Serif",serif;font-weight:600}
h2{margin-top:2.5rem}h3{margin:1.75rem 0 .3rem}p{margin:.4rem 0}code,pre{font:.9em/1.5 ui-monospace,monospace}
table{border-collapse:collapse;width:100%;font-size:.9em}th,td{text-align:left;vertical-align:top;padding:.3rem .6rem}
tr{border-top:1px solid #d8dee4}.verb{font-weight:700;margin-right:.5rem}.wide{overflow-x:auto}a{color:#0b5cad}
"""


def build_landing_page(content: dict[str, Any]) -> str:
    """
    Write the landing page.

    Parameters
    ----------
    content
        Title, description and links, as the JSON has them.

    Returns
    -------
    page
        HTML.
    """
    rows = "".join(
        f'<li><a href="{escape(one["href"])}">{escape(one.get("title") or one["rel"])}</a></li>'
        for one in content["links"]
        if one["rel"] != "self"
    )
    return _frame(content["title"], f"<p>{escape(content['description'])}</p><ul>{rows}</ul>")


def build_document_page(document: dict[str, Any]) -> str:
    """
    Write an OpenAPI document as a page.

    Parameters
    ----------
    document
        As `document.build_document` makes it.

    Returns
    -------
    page
        HTML: every address with its parameters, bounds and answers.
    """
    info = document["info"]
    parts = [f"<p>{escape(info['description'])}</p>", f"<p>Version {escape(info['version'])}.</p>"]
    tags: dict[str, list[str]] = {}
    for path, item in document["paths"].items():
        for verb, operation in item.items():
            tags.setdefault(operation["tags"][0], []).append(_write_operation(path, verb, operation))
    for tag, operations in tags.items():
        parts += [f"<h2>{escape(tag)}</h2>", *operations]
    return _frame(info["title"], "".join(parts))


def _write_operation(path: str, verb: str, operation: dict[str, Any]) -> str:
    address = f'<a href="{escape(path)}">{escape(path)}</a>' if verb == "get" and "{" not in path else escape(path)
    lines = [
        f'<h3 id="{escape(operation["operationId"])}"><span class="verb">{verb.upper()}</span>{address}</h3>',
        f"<p><strong>{escape(operation['summary'])}.</strong> {escape(operation['description'])}</p>",
    ]
    parameters = operation.get("parameters", [])
    if parameters:
        rows = "".join(
            f"<tr><td><code>{escape(one['name'])}</code></td><td>{escape(one['description'])}</td>"
            f"<td>{escape(_say_schema(one['schema']))}</td></tr>"
            for one in parameters
        )
        head = "<tr><th>Parameter</th><th>Meaning</th><th>Values</th></tr>"
        lines.append(f'<div class="wide"><table>{head}{rows}</table></div>')
    media = [kind for answer in operation["responses"].values() for kind in answer.get("content", {})]
    lines.append(f"<p>Answers with {escape(', '.join(dict.fromkeys(media)) or 'no content')}.</p>")
    return "".join(lines)


def _say_schema(schema: dict[str, Any]) -> str:
    default = f"; {schema['default']} by default" if schema.get("default") not in {None, ""} else ""
    if "enum" in schema:
        return ", ".join(schema["enum"]) + default
    if "minimum" in schema:
        return f"{schema['type']} from {schema['minimum']:g} to {schema['maximum']:.15g}{default}"
    return f"{schema['type']}{default}"


def _frame(title: str, body: str) -> str:
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(title)} · API</title>'
        f'<link rel="stylesheet" href="/assets/1-type.css"><style>{STYLE}</style></head>'
        f"<body><h1>{escape(title)}</h1>{body}</body></html>"
    )
