"""What vobject (Radicale, Home Assistant) makes of a calendar, as JSON: vobject_reader.py FILE."""

import json
import sys
from pathlib import Path

import vobject


def read(path: str) -> list[dict]:
    """Give the events of a file."""
    calendar = vobject.readOne(Path(path).read_text(encoding="utf-8"))
    return [
        {
            "uid": event.uid.value,
            "start": int(event.dtstart.value.timestamp()),
            "end": int(event.dtend.value.timestamp()),
            "summary": event.summary.value,
            "description": event.description.value if hasattr(event, "description") else "",
            "status": event.status.value,
            "sequence": int(event.sequence.value),
        }
        for event in calendar.vevent_list
    ]


if __name__ == "__main__":
    print(json.dumps(read(sys.argv[1])))
