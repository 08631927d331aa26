"""What members write, where it stands, and what a reader in advance says of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a member writes."""

    STORY = "story", _("Coach story")
    PILOT = "pilot", _("Pilot report")


class ContributionState(models.TextChoices):
    """Where a contribution stands, from the first word to the public page."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("with the editors")
    CHANGES_REQUESTED = "changes", _("changes asked")
    APPROVED = "approved", _("approved, goes online later")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


EDITABLE = (ContributionState.DRAFT, ContributionState.CHANGES_REQUESTED)
# Not online and not with the editors: the member may stop, and go on again later.
WITHDRAWABLE = (ContributionState.DRAFT, ContributionState.SUBMITTED, ContributionState.CHANGES_REQUESTED)
# From here the member may take the text up again; a published page stays online meanwhile.
REOPENABLE = (ContributionState.SUBMITTED, ContributionState.PUBLISHED, ContributionState.WITHDRAWN)


class Verdict(models.TextChoices):
    """What someone who read in advance answers; advice to the moderator, never an approval (DECISIONS 9)."""

    AGREES = "agrees", _("I agree with this text")
    COMMENT = "comment", _("I have a remark")
