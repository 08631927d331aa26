"""What following holds about a person: export, erasure, retention (portal.shared.registries)."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from network.following.actions import erase_follows
from network.following.models import Digest, Follow, SavedSearch
from portal.shared.registries.crossings import ExportFile, PersonalField


class FollowingPersonalData:
    """What one member follows and which searches they keep, and how often they hear of it."""

    label = _("What you follow")
    models = (Follow, SavedSearch, Digest)
    fields = (
        PersonalField(
            name="follows",
            label=_("Themes, schools and people you follow"),
            purpose=_("So that you hear what is new there. Nobody else sees it."),
            kept_for=None,
            kept_until=_("Until you stop following."),
        ),
        PersonalField(
            name="saved_searches",
            label=_("Searches you saved: the words, the filters and the name you gave"),
            purpose=_("So that you hear what is new for them. Nobody else sees it."),
            kept_for=None,
            kept_until=_("Until you remove the search."),
        ),
        PersonalField(
            name="digest",
            label=_("How often you want mail about it, and until when you had it"),
            purpose=_("So that you get each piece of news once."),
            kept_for=None,
            kept_until=_("until you change it"),
        ),
    )

    def export(self, member_key: str) -> Mapping[str, object]:
        """Give the follows, the saved searches and the rhythm."""
        digest = Digest.objects.filter(member__key=member_key).first()
        return {
            "follows": [
                {"kind": row.kind, "key": row.object_key, "since": row.since.isoformat()}
                for row in Follow.objects.of(member_key)
            ],
            "saved_searches": [
                {"name": row.name, "query": row.query, "since": row.saved_at.isoformat()}
                for row in SavedSearch.objects.of(member_key)
            ],
            "digest": digest.rhythm if digest else None,
            "digest_told_until": digest.covered_until.isoformat() if digest else None,
        }

    def files(self, member_key: str) -> Iterable[ExportFile]:
        """Give no files: these are choices."""
        return ()

    def erase(self, member_key: str, *, at: datetime) -> int:
        """Delete what the person follows and saved, and that others follow the person."""
        return erase_follows(member_key=member_key)

    def outdate(self, *, at: datetime) -> int:
        """Remove nothing: follows and saved searches hold until they are let go."""
        return 0


FOLLOWING_DATA = FollowingPersonalData()
