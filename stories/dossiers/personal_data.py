"""What maps hold about a person: export, erasure, retention (portal.shared.registries)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from portal.shared.registries.crossings import PersonalData, PersonalField
from stories.dossiers.actions import erase_person, outdate
from stories.dossiers.models import Collection, CollectionItem, Dossier
from stories.dossiers.rules import KEEP_REMOVED


class DossiersPersonalData(PersonalData):
    """The map and dossiers of one member."""

    label = _("Map and dossiers")
    models = (Collection, CollectionItem, Dossier)
    fields: Sequence[PersonalField] = (
        PersonalField(
            name="map",
            label=_("What you keep in your folder, with notes"),
            purpose=_("So that you find back what you need for your work. Nobody else sees it."),
            kept_for=KEEP_REMOVED,
            kept_until=_("Until one day after you take it out."),
        ),
        PersonalField(
            name="dossiers",
            label=_("Dossiers"),
            purpose=_("So that you can hand insights to your manager. Only who has your link reads them."),
            kept_for=None,
            kept_until=_("Until you delete them."),
        ),
    )

    def export(self, member_key: str) -> Mapping[str, object]:
        """Give the member's own map and dossiers; not who kept this member."""
        items = CollectionItem.objects.filter(collection__owner__key=member_key)
        dossiers = Dossier.objects.filter(collection__owner__key=member_key)
        return {
            "map": [
                {
                    "kind": row.kind,
                    "key": row.object_key,
                    "note": row.note,
                    "kept_at": row.kept_at.isoformat(),
                    "removed_at": row.removed_at.isoformat() if row.removed_at else None,
                }
                for row in items
            ],
            "dossiers": [
                {
                    "title": row.title,
                    "intro": row.intro,
                    "school": row.school,
                    "size": row.size,
                    "costs": row.costs,
                    "shows_name": row.shows_name,
                    "shows_email": row.shows_email,
                    "made_at": row.created_at.isoformat(),
                    "changed_at": row.changed_at.isoformat(),
                }
                for row in dossiers
            ],
        }

    def erase(self, member_key: str, *, at: datetime) -> int:
        """Delete the person's map, and take the person out of others' maps."""
        return erase_person(member_key=member_key, at=at)

    def outdate(self, *, at: datetime) -> int:
        """Delete what can't be put back any more."""
        return outdate(at=at)


DOSSIERS_DATA = DossiersPersonalData()
