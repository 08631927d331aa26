"""What libical (GNOME, KDE, Outlook's own relatives) makes of a calendar, as JSON: libical_reader.py FILE."""

import ctypes
import json
import sys
from pathlib import Path

VEVENT = 4  # icalcomponent_kind


class Time(ctypes.Structure):
    """struct icaltimetype of libical 3."""

    _fields_ = [
        *(
            (name, ctypes.c_int)
            for name in ("year", "month", "day", "hour", "minute", "second", "is_date", "is_daylight")
        ),
        ("zone", ctypes.c_void_p),
    ]


def load() -> ctypes.CDLL:
    """Give the library with the types of the functions used here."""
    library = ctypes.CDLL("libical.so.3")
    pointer, text = ctypes.c_void_p, ctypes.c_char_p
    for name, result, arguments in (
        ("icalparser_parse_string", pointer, [text]),
        ("icalrestriction_check", ctypes.c_int, [pointer]),
        ("icalcomponent_count_errors", ctypes.c_int, [pointer]),
        ("icalcomponent_get_first_component", pointer, [pointer, ctypes.c_int]),
        ("icalcomponent_get_next_component", pointer, [pointer, ctypes.c_int]),
        ("icalcomponent_get_dtstart", Time, [pointer]),
        ("icalcomponent_get_dtend", Time, [pointer]),
        ("icaltime_as_timet_with_zone", ctypes.c_long, [Time, pointer]),
        ("icalcomponent_get_uid", text, [pointer]),
        ("icalcomponent_get_summary", text, [pointer]),
        ("icalcomponent_get_description", text, [pointer]),
        ("icalcomponent_get_sequence", ctypes.c_int, [pointer]),
        ("icalcomponent_get_status", ctypes.c_int, [pointer]),
        ("icalproperty_status_to_string", text, [ctypes.c_int]),
    ):
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library


def read(path: str) -> list[dict]:
    """Give the events of a file; stop when libical finds fault with it."""
    library = load()
    calendar = library.icalparser_parse_string(Path(path).read_bytes())
    if not calendar or not library.icalrestriction_check(calendar) or library.icalcomponent_count_errors(calendar):
        sys.exit("libical finds fault with this calendar")
    events = []
    component = library.icalcomponent_get_first_component(calendar, VEVENT)
    while component:
        moments = [getattr(library, f"icalcomponent_get_{name}")(component) for name in ("dtstart", "dtend")]
        start, end = (library.icaltime_as_timet_with_zone(moment, moment.zone) for moment in moments)
        events.append(
            {
                "uid": library.icalcomponent_get_uid(component).decode(),
                "start": start,
                "end": end,
                "summary": library.icalcomponent_get_summary(component).decode(),
                "description": (library.icalcomponent_get_description(component) or b"").decode(),
                "status": library.icalproperty_status_to_string(library.icalcomponent_get_status(component)).decode(),
                "sequence": library.icalcomponent_get_sequence(component),
            }
        )
        component = library.icalcomponent_get_next_component(calendar, VEVENT)
    return events


if __name__ == "__main__":
    print(json.dumps(read(sys.argv[1])))
