"""What RFC 5545 asks of the bytes of a calendar, and a reading of them that shares nothing with the writer."""

import re

_LINE = re.compile(r"[A-Z][A-Z0-9-]*(;[A-Z0-9-]+=(\"[^\"\x00-\x1f]*\"|[^\";:,\x00-\x1f]*))*:[^\x00-\x08\x0a-\x1f\x7f]*")
ONCE = ("UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "STATUS", "SUMMARY", "ORGANIZER", "LAST-MODIFIED")


def lines_of(content: bytes) -> list[str]:
    """Give the unfolded lines of a calendar, after checking the bytes they stand in (3.1)."""
    assert content.endswith(b"\r\n")
    physical = content.removesuffix(b"\r\n").split(b"\r\n")
    for line in physical:
        assert b"\r" not in line
        assert b"\n" not in line
        assert 0 < len(line) <= 75
        line.decode()
    return b"\r\n".join(physical).replace(b"\r\n ", b"").decode().split("\r\n")


def lint(content: bytes) -> list[str]:
    """Check lines, nesting and the properties an event must have; give the lines."""
    lines = lines_of(content)
    stack: list[tuple[str, list[str]]] = []
    uids = []
    for line in lines:
        assert _LINE.fullmatch(line), line
        name, value = re.split("[;:]", line, maxsplit=1)[0], line.partition(":")[2]
        if name == "BEGIN":
            stack.append((value, []))
            continue
        if name == "END":
            kind, names = stack.pop()
            assert kind == value
            if kind == "VEVENT":
                assert all(names.count(each) == 1 for each in ONCE), names
            continue
        stack[-1][1].append(name)
        if name == "UID" and stack[-1][0] == "VEVENT":
            uids.append(value)
    assert not stack
    assert len(uids) == len(set(uids))
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    assert {"VERSION:2.0", "TZID:Europe/Amsterdam"} <= set(lines)
    return lines


def values(lines: list[str], name: str) -> list[str]:
    """Give the values of a property, without its parameters."""
    return [line.partition(":")[2] for line in lines if re.split("[;:]", line, maxsplit=1)[0] == name]
