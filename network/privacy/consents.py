"""The consents of one member, from every subject that keeps some."""

from django.urls import reverse

from portal.shared.consents.models import ConsentRecord
from portal.shared.registries.consents import Consent, consent_sources


def consents_of(member_key: str) -> list[Consent]:
    """Give everything a member agreed to, also what was taken back; the newest first."""
    found = [consent for source in consent_sources for consent in source.consents(member_key)]
    return sorted(found, key=lambda consent: (consent.given_at, str(consent.what)), reverse=True)


class RecordedConsents:
    """What is kept in the table of consents itself."""

    def consents(self, member_key: str) -> list[Consent]:
        """Give the rows of one member."""
        rows = ConsentRecord.objects.filter(subject_kind="member", subject_key=member_key)
        return [
            Consent(
                what=row.text,
                text=row.text,
                version=row.version,
                given_at=row.given_at,
                withdrawn_at=row.withdrawn_at,
                change_url=reverse("members:edit_profile") if row.purpose.startswith("profile.") else "",
            )
            for row in rows
        ]


RECORDED = RecordedConsents()
