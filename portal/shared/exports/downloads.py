"""That a list was taken along: what leaves the portal can't be called back, so it stands in the audit log."""

from collections.abc import Mapping

from django.db import transaction

from portal.shared.audit_log.actions import note


def note_download(kind: str, key: str, form: str, *, asked: Mapping[str, str] | None = None) -> None:
    """Write down that whoever is behind this request downloads a list.

    Parameters:
        kind: What the list is about, e.g. "occurrence"; "list" for one of the editors' lists.
        key: Which.
        form: "csv" or "xlsx".
        asked: What the address asks; only the names of the filters are kept, for what was typed may be a name.
    """
    filters = sorted(name for name, value in (asked or {}).items() if value and name not in ("export", "p", "ordering"))
    with transaction.atomic():
        note("export.downloaded", about=(kind, key[:80]), form=form, filters=filters)
