"""What each state means for the one who wrote the text: the next step in a sentence, and the way back."""

from django.utils.translation import gettext_lazy as _

from stories.contributions.states import ContributionState

NEXT_STEP = {
    ContributionState.DRAFT: _("Go on writing. Only you can read it until you send it."),
    ContributionState.SUBMITTED: _("The editors read it. You get a mail when they have an answer."),
    ContributionState.CHANGES_REQUESTED: _("Read what the editors ask, change your text and send it again."),
    ContributionState.APPROVED: _("It goes online by itself on the day the editors chose."),
    ContributionState.PUBLISHED: _("Everyone can read it. Do you know more by now? Write a new version."),
    ContributionState.WITHDRAWN: _("Only you can read it. You can go on with it whenever you like."),
}
REOPEN_BUTTON = {
    ContributionState.SUBMITTED: _("Take it back and change it"),
    ContributionState.PUBLISHED: _("Write a new version"),
    ContributionState.WITHDRAWN: _("Go on with this text"),
}
