"""Everything about one member in one file, made by the worker."""

import json
import logging
import tempfile
import zipfile
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils import timezone, translation
from django_tasks import task

from network.members.models import Member
from network.privacy.errors import TooManyExports
from network.privacy.mails import export_ready_mail
from network.privacy.models import DataExport
from network.privacy.rules import DAY_SECONDS, EXPORT_LOST_AFTER, MOST_EXPORTS_PER_DAY
from network.privacy.states import UNFINISHED, ExportState
from network.privacy.store import private_files
from portal.shared.audit_log.actions import note
from portal.shared.limits.actions import allow
from portal.shared.outbox.actions import post
from portal.shared.registries.crossings import PersonalData, personal_data

logger = logging.getLogger("portal.privacy")

DATA = "gegevens.json"
GUIDE = "lees-mij.txt"


@task()
def make_export_soon(key: str) -> dict:
    """Make one export in the worker; the clock makes it when this task is lost."""
    return {"made": make_export(key=key, at=timezone.now())}


def ask_export(*, member: Member, at: datetime) -> DataExport:
    """Have a file made with everything about a member; one that is under way is given back.

    Raises:
        TooManyExports: They asked MOST_EXPORTS_PER_DAY times today.
    """
    if running := DataExport.objects.filter(member=member, state__in=UNFINISHED).first():
        return running
    limits = {"limit": MOST_EXPORTS_PER_DAY, "window_seconds": DAY_SECONDS}
    if not allow(name="privacy.export", who=member.key, at=at, **limits):
        raise TooManyExports
    with transaction.atomic():
        Member.objects.select_for_update().get(pk=member.pk)
        if running := DataExport.objects.filter(member=member, state__in=UNFINISHED).first():
            return running
        export = DataExport.objects.create(member=member, asked_at=at, total=len(personal_data))
        note("member.asked_data", about=("member", member.key), by=member.key, at=at)
        transaction.on_commit(lambda: make_export_soon.enqueue(export.key), robust=True)
    return export


def make_export(*, key: str, at: datetime) -> bool:
    """Make the file of an export; safe to call twice, and again after a worker died half-way.

    Parameters:
        key: Of the export.
        at: Now; the file stays ready for PORTAL_EXPORT_DAYS from here.

    Returns:
        False when there is nothing to make, or another worker is at it.
    """
    if not _take(key, at):
        return False
    export = DataExport.objects.select_related("member").get(key=key)
    try:
        size = _write(export)
    except Exception:
        DataExport.objects.filter(pk=export.pk, state=ExportState.BUSY).update(state=ExportState.FAILED)
        raise
    with transaction.atomic():
        ready = DataExport.objects.select_for_update().filter(pk=export.pk, state=ExportState.BUSY).first()
        if ready is None:
            private_files().delete(export.file_name)
            return False
        ready.state, ready.ready_at, ready.size = ExportState.READY, at, size
        ready.expires_at = at + timedelta(days=settings.PORTAL_EXPORT_DAYS)
        ready.save(update_fields=["state", "ready_at", "size", "expires_at"])
        post(export_ready_mail(ready), at=at)
    return True


def make_waiting_exports(*, at: datetime) -> int:
    """Make the exports whose task was lost; give their number."""
    long_ago = at - EXPORT_LOST_AFTER
    waiting = DataExport.objects.filter(state=ExportState.WAITING, asked_at__lte=at - timedelta(minutes=1))
    lost = DataExport.objects.filter(state=ExportState.BUSY, started_at__lte=long_ago)
    keys = [*waiting.values_list("key", flat=True), *lost.values_list("key", flat=True)]
    return sum(make_export(key=key, at=at) for key in keys)


def forget_exports(*, at: datetime) -> int:
    """Delete files whose time is over, with their rows, and rows that failed; give their number."""
    old = list(DataExport.objects.filter(expires_at__lte=at))
    old += DataExport.objects.filter(state=ExportState.FAILED, asked_at__lte=at - timedelta(days=7))
    return delete_exports(old)


def delete_exports(exports: list[DataExport]) -> int:
    """Delete exports with their files; the file goes first, so that none stays behind without a row to find it by."""
    for export in exports:
        private_files().delete(export.file_name)
        export.delete()
    return len(exports)


def _take(key: str, at: datetime) -> bool:
    rows = DataExport.objects.filter(key=key)
    free = rows.filter(state=ExportState.WAITING) | rows.filter(
        state=ExportState.BUSY, started_at__lte=at - EXPORT_LOST_AFTER
    )
    return free.update(state=ExportState.BUSY, started_at=at, done=0, total=len(personal_data)) == 1


def _write(export: DataExport) -> int:
    key, files = export.member.key, private_files()
    with tempfile.TemporaryFile() as file, translation.override(export.member.interface_language):
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            found: dict[str, Mapping[str, object]] = {}
            for number, (name, source) in enumerate(personal_data.items(), start=1):
                found[name] = source.export(key)
                for extra in source.files(key):
                    archive.writestr(f"bestanden/{extra.path}", extra.content)
                DataExport.objects.filter(pk=export.pk).update(done=number)
            archive.writestr(DATA, json.dumps(found, ensure_ascii=False, indent=2, default=str))
            archive.writestr(GUIDE, _guide(dict(personal_data.items())))
        file.seek(0)
        files.delete(export.file_name)
        files.save(export.file_name, File(file))
    return files.size(export.file_name)


def _guide(sources: Mapping[str, PersonalData]) -> str:
    """Say in plain words what each part of the data is, and what it is for."""
    lines = []
    for name, source in sources.items():
        lines += [f"{source.label} ({DATA}: {name})", ""]
        for field in source.fields:
            lines.append(f"- {field.label}. {field.purpose} {field.kept_until}")
        lines.append("")
    return "\n".join(lines)
