"""The index of a folder of briefings: a plain page that lists them with what they say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape
from pathlib import Path
from typing import Any, Final

from boundaries.language import is_right_to_left, speak, tr, tr_count
from layers.files.whole import write_whole
from layers.months import say_date
from layers.palette import LIGHT
from layers.wording import write_digits

STYLE: Final = (
    f"body{{font:16px/1.5 Inter,'Noto Nastaliq Urdu',sans-serif;color:{LIGHT.ink};margin:2rem auto;max-width:72rem;"
    "padding:0 1rem}"
    "html[dir=rtl] body{line-height:2.2}"
    f"table{{border-collapse:collapse;width:100%}}th,td{{text-align:start;padding:.35rem .6rem;"
    f"border-bottom:1px solid {LIGHT.rule};vertical-align:baseline}}"
    "td.number,th.number{text-align:end;white-space:nowrap;font-variant-numeric:tabular-nums}"
    f"a{{color:{LIGHT.coming_line}}}p{{color:{LIGHT.muted}}}"
)


def name_index(lang: str) -> str:
    """
    Name the index of a language.

    Parameters
    ----------
    lang
        Code of the language.

    Returns
    -------
    name
        "index.html" for English.
    """
    return "index.html" if lang == "en" else f"index-{lang}.html"


def write_index(folder: Path, rows: Sequence[dict[str, Any]], lang: str, digits: str, day: date) -> Path:
    """
    Write the index.

    Parameters
    ----------
    folder
        Where the briefings are.
    rows
        `name`, `file`, `headline` and `numbers` (arrivals, balance, people) of each.
    lang, digits
        Language and figures.
    day
        Of the briefings.

    Returns
    -------
    path
        Of the page; its links are relative, so that the folder can be moved.
    """
    with speak(lang):
        text = _write_page(rows, lang, digits, day)
    path = folder / name_index(lang)
    with write_whole(path) as draft:
        draft.write_text(text, encoding="utf-8")
    return path


def _write_page(rows: Sequence[dict[str, Any]], lang: str, digits: str, day: date) -> str:
    def say(text: str) -> str:
        return escape(write_digits(text, digits))

    title = tr("Briefings on internal migration, by district")
    about = tr_count("{count} district, made on {date}.", "{count} districts, made on {date}.", len(rows)).format(
        count=len(rows), date=say_date(day)
    )
    heads = (
        tr("District"),
        tr("Finding"),
        tr("Arrivals a year, modelled"),
        tr("Balance a year, derived"),
        tr("People in 2023, counted"),
    )
    head = "".join(
        f'<th scope="col"{" class=number" if column > 1 else ""}>{say(text)}</th>' for column, text in enumerate(heads)
    )
    body = "\n".join(
        f'<tr><th scope="row"><a href="{escape(row["file"])}">{say(row["name"])}</a></th>'
        f"<td>{say(row['headline'])}</td>"
        + "".join(f'<td class="number">{say(number)}</td>' for number in row["numbers"])
        + "</tr>"
        for row in rows
    )
    way = "rtl" if is_right_to_left() else "ltr"
    return (
        f'<!doctype html>\n<html lang="{lang}" dir="{way}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{say(title)}</title>\n<style>{STYLE}</style>\n'
        f"</head>\n<body>\n<h1>{say(title)}</h1>\n<p>{say(about)}</p>\n"
        f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>\n</body>\n</html>\n"
    )
