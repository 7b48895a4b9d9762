"""Text from outside, made safe to print, and to put into a cell of a spreadsheet."""

from __future__ import annotations

import re
import unicodedata


def printable(text: str) -> str:
    """A line for a terminal: a file's name may hold anything."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


MESSAGE_LIMIT = 2_000


def plain_text(text: str) -> str:
    """Text that may hold a student's words, made safe to print: bounded, control characters and
    direction marks as escapes."""
    if len(text) <= MESSAGE_LIMIT and text.isascii() and text.isprintable():
        return text
    kept = []
    for character in text[: MESSAGE_LIMIT + 1]:
        if character == "\n":
            kept.append(" ")
        elif unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"):
            kept.append(character.encode("unicode_escape").decode())
        else:
            kept.append(character)
    clean = "".join(kept)
    return clean if len(clean) <= MESSAGE_LIMIT else clean[: MESSAGE_LIMIT - 1] + "…"


_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # as spreadsheets read a cell's beginning
_NEXT_CELL = re.compile(f"([;；])(?=[{re.escape(''.join(_FORMULA))}])")  # in a country where a comma is decimal


def cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula, not even one that ends its cells at a semicolon."""
    text = _NEXT_CELL.sub(r"\1 ", text)
    return f"'{text}" if text.startswith(_FORMULA) else text


_MARKS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe(text: str | None) -> str:
    """Text for a cell: a spreadsheet must not take it for a formula."""
    text = text or ""
    return f"'{text}" if text.lstrip(" ").startswith(_MARKS_FORMULA) else text
