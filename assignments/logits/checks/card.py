"""How the results of checks look on a page: in a notebook, and on the feedback page of the hidden ones.

This file travels with the notebooks. The HTML carries its style with it, has no scripts and no ids, and
takes the colour of the page's text, so that any notebook shows it, light or dark; where a notebook is
not trusted, JupyterLab leaves the pictures out. Text of the student's is bounded and escaped.
"""

from __future__ import annotations

import html
from collections.abc import Iterable

LONGEST = 2_000  # characters of anything that a student's code said
_TINTS = {"pass": "46,139,87", "fail": "217,79,30", "error": "180,130,0"}
_SIGNS = {"pass": "✓ pass", "fail": "✗ fail", "error": "! error"}


def clean(text: str) -> str:
    """One line of printable text, of bounded length."""
    text = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else " " if c.isspace() else ascii(c)[1:-1] for c in text)


def escape(text: str) -> str:
    """Text for HTML."""
    return html.escape(clean(text))


def result(status: str, title: str, *, right: str = "", below: str = "") -> str:
    """One check: 'pass', 'fail' or 'error' as a sign and a word on a tint, the title, at the right end
    what it is worth, and below it what there is to say."""
    worth = f"<span style='white-space:nowrap'> {escape(right)}</span>" if right else ""
    return (
        "<div style='display:flex;gap:.6em;align-items:baseline'>"
        f"<b style='background:rgba({_TINTS[status]},.22);border-radius:4px;padding:.05em .45em;"
        f"white-space:nowrap'>{_SIGNS[status]}</b> <span style='flex:1;min-width:0'>{escape(title)}</span>{worth}</div>{below}"
    )


def card(title: str, name: str, summary: str, body: Iterable[str]) -> str:
    """A framed card with a heading: `title`, the exercise's `name` as code, and `summary`."""
    label = f"{title} {name}".strip()
    return (
        f"<section aria-label='{escape(label)}' style='border:1px solid rgba(128,128,128,.5);border-radius:8px;"
        "padding:.6em 1em;margin:.3em 0;max-width:58em;line-height:1.45;text-align:left'>"
        f"<div role='heading' aria-level='4' style='font-weight:600;font-size:1.05em'>{escape(title)} "
        f"<code style='{_CODE}'>{escape(name)}</code>{escape(summary)}</div>{''.join(body)}</section>"
    )


def items(rows: Iterable[str]) -> str:
    """Results one below the other. A list without bullets is no list to some screen readers, so it says it."""
    inside = "".join(f"<li style='list-style:none;margin:.35em 0'>{row}</li>" for row in rows)
    return f"<ul role='list' style='list-style:none;padding:0;margin:.3em 0'>{inside}</ul>"


def details(lines: Iterable[tuple[str, str]]) -> str:
    """Labelled lines of code below a result, such as what was called."""
    rows = "".join(
        f"<div style='display:flex;margin-top:.1em'><span style='flex:0 0 5.2em'>{escape(label)} </span>"
        f"<span style='min-width:0'><code style='{_CODE};white-space:normal;overflow-wrap:anywhere'>{escape(text)}</code></span></div>"
        for label, text in lines
    )
    return f"<div style='{_BELOW}'>{rows}</div>"


def note(text: str) -> str:
    """A line below a result."""
    return f"<div style='{_BELOW}'>{escape(text)}</div>"


def paragraph(text: str) -> str:
    return f"<p style='margin:.4em 0'>{escape(text)}</p>"


def small(text: str) -> str:
    """What is good to know and not the point, below a thin line."""
    return (
        "<p style='margin:.5em 0 0;padding-top:.35em;border-top:1px solid rgba(128,128,128,.3);"
        f"font-size:.92em'>{escape(text)}</p>"
    )


def folded(summary: str, inside: str) -> str:
    """What is shown when it is asked for, by mouse or keyboard."""
    return (
        f"<details style='margin:.3em 0'><summary style='cursor:pointer'>{escape(summary)}</summary>"
        f"<div style='margin:.2em 0 .2em 1.1em'>{inside}</div></details>"
    )


def beside(left: str, right: str) -> str:
    """Two parts side by side, or below one another where there is no room."""
    if not right:
        return left
    return (
        "<div style='display:flex;flex-wrap:wrap;gap:.2em 1.5em;align-items:flex-start'>"
        f"<div style='flex:1 1 24em;min-width:0'>{left}</div><div style='flex:0 1 320px'>{right}</div></div>"
    )


def figure(svg: str, caption: str) -> str:
    """A picture with the sentence that says what it shows."""
    return (
        f"<figure style='margin:.3em 0'>{svg}<figcaption style='font-size:.92em'>{escape(caption)}</figcaption></figure>"
    )


_BELOW = "margin:.15em 0 .15em .4em;border-left:3px solid rgba(128,128,128,.35);padding-left:.8em"
_CODE = "background:rgba(128,128,128,.13);color:inherit;border-radius:3px;padding:0 .25em;font-size:.93em"
