"""Check places: GeoRSS (https://www.ogc.org/standard/georss/) with its shapes of GML, and older elements."""

from __future__ import annotations

from collections.abc import Iterator

from feeds.linting import values
from feeds.linting.findings import quoted
from feeds.linting.shapes import Shape, text
from feeds.linting.values import Check, Fault
from feeds.regex import regex

_NUMBER = r"[-+]?\d++(?:\.\d*+)?"
_SEPARATOR = regex(r"[\s,]++")
_NUMBERS = regex(rf"{_NUMBER}(?:[\s,]++{_NUMBER})*+\Z")
_LATITUDE, _LONGITUDE = 90.0, 180.0  # degrees


def degrees(most: float) -> Check:
    """Return the check of a latitude or longitude, which is *most* degrees at most."""

    def check(text: str) -> Iterator[Fault]:
        if list(values.any_number(text)) or abs(float(text)) > most:
            yield Fault("place", f"is not a number from -{most:.0f} to {most:.0f}: {quoted(text)}")

    return check


def positions(least: int, most: int = 10**6) -> Check:
    """Return the check of a list of *least* to *most* places: latitude and longitude, in turn."""

    def check(text: str) -> Iterator[Fault]:
        numbers = _SEPARATOR.split(text) if _NUMBERS.match(text) else []
        if len(numbers) % 2 or not least <= len(numbers) // 2 <= most:
            yield Fault("place", f"is not a list of latitudes and longitudes: {quoted(text)}")
        elif any(abs(float(number)) > _LATITUDE for number in numbers[::2]):
            yield Fault("place", f"has a latitude of more than 90 degrees: {quoted(text)}")
        if numbers and "," in text:
            yield Fault("place-comma", f"has a comma: {quoted(text)}")

    return check


_POINT = text(positions(1, 1))
_LINE = text(positions(2))
_NAMED = {"srsName": None}
_RING = Shape(children={"gml:posList": _LINE}, attributes=_NAMED)
_WHERE = Shape(
    children={
        "gml:Point": Shape(children={"gml:pos": _POINT}, attributes=_NAMED),
        "gml:LineString": Shape(children={"gml:posList": _LINE}, attributes=_NAMED),
        "gml:Polygon": Shape(children={"gml:exterior": Shape(children={"gml:LinearRing": _RING})}, attributes=_NAMED),
        "gml:Envelope": Shape(children={"gml:lowerCorner": _POINT, "gml:upperCorner": _POINT}, attributes=_NAMED),
    }
)
_LAT, _LONG = text(degrees(_LATITUDE)), text(degrees(_LONGITUDE))
#: Elements of feeds and entries.
PLACES = {
    "georss:where": _WHERE,
    "georss:point": _POINT,
    "georss:line": _LINE,
    "georss:polygon": _LINE,
    "georss:box": text(positions(2, 2)),
    "georss:elev": text(values.any_number),
    "georss:floor": text(values.any_number),
    "georss:radius": text(values.any_number),
    "geo:lat": _LAT,
    "geo:long": _LONG,
    "geo:Point": Shape(children={"geo:lat": _LAT, "geo:long": _LONG}, required=("geo:lat", "geo:long")),
    "geourl:latitude": _LAT,
    "geourl:longitude": _LONG,
    "icbm:latitude": _LAT,
    "icbm:longitude": _LONG,
}
