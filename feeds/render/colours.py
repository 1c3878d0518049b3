"""The colour of a newsletter as the accent of its pages: near enough, and always readable.

Text needs a contrast of 4.5 to its background (WCAG 2.2, 1.4.3). So a colour is darkened on light paper, and
lightened on dark paper, as far as it has to be.
"""

from __future__ import annotations

from msgspec import Struct

_PAPER, _RAISED = "#fbf9f5", "#f3efe6"
_DARK_PAPER, _DARK_RAISED = "#181614", "#24211d"
_CONTRAST = 4.5
_STEPS = 50


class Accent(Struct, frozen=True, kw_only=True):
    """A colour for links and buttons, for the text on them, and for lines below links."""

    accent: str
    on_accent: str
    underline: str


def accent_on_light(colour: str) -> Accent:
    """Return the accent of light pages for a *colour* such as #1d4ed8.

    >>> accent_on_light("#ffd400").accent
    '#806a00'
    """
    accent = _readable(colour, "#000000", (_PAPER, _RAISED))
    return Accent(accent=accent, on_accent=_text_on(accent), underline=_mix(accent, _PAPER, 0.45))


def accent_on_dark(colour: str) -> Accent:
    """Return the accent of dark pages."""
    accent = _readable(colour, "#ffffff", (_DARK_PAPER, _DARK_RAISED))
    return Accent(accent=accent, on_accent=_text_on(accent), underline=_mix(accent, _DARK_PAPER, 0.45))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21 (WCAG 2.2).

    >>> contrast("#000000", "#ffffff")
    21.0
    """
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _readable(colour: str, towards: str, papers: tuple[str, ...]) -> str:
    """Return *colour*, mixed with the colour *towards* until it can be read on all *papers*."""
    mixes = (_mix(colour, towards, step / _STEPS) for step in range(_STEPS + 1))
    return next(mix for mix in mixes if all(contrast(mix, paper) >= _CONTRAST for paper in papers))


def _text_on(colour: str) -> str:
    return max(("#ffffff", "#1f1c18"), key=lambda text: contrast(text, colour))


def _mix(one: str, other: str, share: float) -> str:
    """Return a mix of two colours with this *share* of the *other*."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(first + (second - first) * share):02x}" for first, second in pairs)


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[start : start + 2], 16) for start in (1, 3, 5))


def _luminance(colour: str) -> float:
    """Return the relative luminance of *colour*."""
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
