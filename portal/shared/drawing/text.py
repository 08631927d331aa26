"""Numbers and words as they stand in a drawing."""

from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr


def dutch_number(value: int | float | Decimal, *, decimals: int | None = None) -> str:
    """Write a number as Dutch readers expect it: a point between thousands, a comma before decimals.

    Parameters:
        value: The number.
        decimals: How many digits after the comma; None shows those that are there, at most two.

    Returns:
        For example "1.234,5" or "−3". The minus is the true sign, not a hyphen.
    """
    rounded = f"{value:,.{2 if decimals is None else decimals}f}"
    if decimals is None and "." in rounded:
        rounded = rounded.rstrip("0").rstrip(".")
    if rounded.strip("-0.") == "":
        rounded = rounded.lstrip("-")
    return rounded.translate(str.maketrans(",.-", ".,−"))


def with_unit(value: int | float | Decimal, unit: str) -> str:
    """Put the unit after the number: "61%" as one word, "3,5 uur" as two."""
    number = dutch_number(value)
    return f"{number}%" if unit == "%" else f"{number} {unit}".strip()


def length(value: float) -> str:
    """Write a coordinate: one decimal at most, no needless zeros."""
    return f"{value:.1f}".rstrip("0").rstrip(".") if "." in f"{value:.1f}" else f"{value:.1f}"


def element(name: str, content: str | None = None, /, **attributes: str | int | float | None) -> str:
    """Build one SVG element; attributes are escaped here, content must be escaped already.

    Parameters:
        name: Name of the element.
        content: Escaped content, or None for an empty element.
        attributes: Underscores become hyphens; a trailing one is dropped (class_); None leaves the attribute out.

    Returns:
        The element as text. No style attributes: the content policy forbids them.
    """
    written = "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(length(value) if isinstance(value, float) else str(value))}"
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}/>" if content is None else f"<{name}{written}>{content}</{name}>"


def wrapped(words: str, *, room: int, lines: int) -> list[str]:
    """Break a name over lines of at most `room` characters; what does not fit ends in an ellipsis, unescaped."""
    found: list[str] = []
    for word in words.split():
        if found and len(found[-1]) + 1 + len(word) <= room:
            found[-1] = f"{found[-1]} {word}"
        else:
            found.append(word)
    if len(found) > lines:
        found = [*found[: lines - 1], " ".join(found[lines - 1 :])]
    return [line if len(line) <= room else f"{line[: room - 1].rstrip()}…" for line in found]


__all__ = ["dutch_number", "element", "escape", "length", "with_unit", "wrapped"]
