"""What leaving and editing keep about a person: export, erasure, retention (portal.shared.registries)."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from network.privacy.actions.editorial import editorial_models, erase_editorial, exported_editorial
from network.privacy.actions.exports import delete_exports, forget_exports
from network.privacy.consents import consents_of
from network.privacy.models import Absence, DataExport, DeletionRequest
from portal.shared.consents.models import ConsentRecord
from portal.shared.links.actions import revoke_links
from portal.shared.registries.crossings import ExportFile, PersonalField
from portal.shared.retention import kept_for

MEMBER = "member"
# Proof that someone agreed is needed for as long as a claim about it may come.


class PrivacyData:
    """Consents, exports, and the wish to leave."""

    label = _("Consent, downloads and leaving")
    models: tuple[type[Model], ...] = (ConsentRecord, DataExport, DeletionRequest, Absence)
    fields = (
        PersonalField(
            name="consents",
            label=_("What you agreed to"),
            purpose=_("So that we can show what you agreed to, and when."),
            kept_for=kept_for("withdrawn_consents"),
            kept_until=_("Until five years after you took it back, or until you delete your account."),
        ),
        PersonalField(
            name="exports",
            label=_("Downloads of your data"),
            purpose=_("So that you can fetch the file."),
            kept_for=None,
            kept_until=_("A few days; the page says until when."),
        ),
        PersonalField(
            name="leaving",
            label=_("That you want to leave, or were away for long"),
            purpose=_("So that you can come back from it."),
            kept_for=None,
            kept_until=_("Until your account is gone, or until you sign in again."),
            stays=_("An unreadable code, so that you stay deleted when we put back an old backup."),
        ),
    )

    def export(self, member_key: str) -> Mapping[str, object]:
        """Give the consents, and the moments of exports and of leaving."""
        request = DeletionRequest.objects.filter(member__key=member_key).first()
        absence = Absence.objects.filter(member__key=member_key).first()
        return {
            "consents": [
                {
                    "what": str(consent.what),
                    "text": str(consent.text),
                    "version": consent.version,
                    "given_at": consent.given_at.isoformat(),
                    "withdrawn_at": consent.withdrawn_at.isoformat() if consent.withdrawn_at else None,
                }
                for consent in consents_of(member_key)
            ],
            "exports": [
                {"asked_at": row.asked_at.isoformat(), "state": row.state}
                for row in DataExport.objects.filter(member__key=member_key)
            ],
            "deletion_asked_at": request.asked_at.isoformat() if request else None,
            "warned_at": absence.warned_at.isoformat() if absence and absence.warned_at else None,
        }

    def files(self, member_key: str) -> Iterable[ExportFile]:
        """Give no files: an export holds no exports."""
        return ()

    def erase(self, member_key: str, *, at: datetime) -> int:
        """Delete consents, files and requests, and end their links."""
        count = ConsentRecord.objects.filter(subject_kind=MEMBER, subject_key=member_key).delete()[0]
        count += delete_exports(list(DataExport.objects.filter(member__key=member_key)))
        for model in (DeletionRequest, Absence):
            for row in model.objects.filter(member__key=member_key):
                revoke_links(subject_kind=f"privacy.{model._meta.model_name}", subject_key=row.key, at=at)
                count += row.delete()[0]
        return count

    def outdate(self, *, at: datetime) -> int:
        """Delete files whose time is over, and consents taken back long ago."""
        old = ConsentRecord.objects.filter(withdrawn_at__lt=at - kept_for("withdrawn_consents"))
        return forget_exports(at=at) + old.delete()[0]


class EditorialData:
    """What the editors' part of the site keeps of whoever writes and edits."""

    label = _("Writing and editing")
    fields = (
        PersonalField(
            name="done",
            label=_("What you changed, approved and remarked"),
            purpose=_("So that it can be seen who did what, and that two people looked at each text."),
            kept_for=None,
            kept_until=_("as long as the text"),
            stays=_("That it was done, and when. Not by whom."),
        ),
        PersonalField(
            name="pages",
            label=_("Texts that name you as contact, author or reviewer"),
            purpose=_("So that readers know whom to talk to."),
            kept_for=None,
            kept_until=_("as long as the text, or until you ask us to take it off"),
            stays=_("The text itself. In place of your name it says: former member."),
        ),
        PersonalField(
            name="files",
            label=_("Pictures and documents you uploaded"),
            purpose=_("To show them with a text."),
            kept_for=None,
            kept_until=_("as long as a text uses them"),
            stays=_("What stands with a published text, without your name."),
        ),
    )

    @property
    def models(self) -> tuple[type[Model], ...]:
        """Every model of pages, files and the editors that points to a member, once all apps are there."""
        return editorial_models()

    def export(self, member_key: str) -> Mapping[str, object]:
        """Give what this member did, and where they are named."""
        return exported_editorial(member_key=member_key)

    def files(self, member_key: str) -> Iterable[ExportFile]:
        """Give no files: those in use are public, the others come with the texts they belong to."""
        return ()

    def erase(self, member_key: str, *, at: datetime) -> int:
        """Take the person out of the records, and delete what was only theirs."""
        return erase_editorial(member_key=member_key)

    def outdate(self, *, at: datetime) -> int:
        """Remove nothing: records go with their text."""
        return 0


PRIVACY_DATA = PrivacyData()
EDITORIAL_DATA = EditorialData()
