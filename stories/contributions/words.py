"""What each state means for the one who wrote the text: the next step in a sentence, and the way back."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stories.contributions.models import Contribution
from stories.contributions.states import ContributionState

_NEXT_STEP = {
    ContributionState.DRAFT: _("Go on writing. Only you can read it until you send it."),
    ContributionState.SUBMITTED: _("The editors read it. You get a mail when they have an answer."),
    ContributionState.CHANGES_REQUESTED: _("Read what the editors ask, change your text and send it again."),
    ContributionState.APPROVED: _("It goes online by itself on the day the editors chose."),
    ContributionState.PUBLISHED: _("Everyone can read it. Do you know more by now? Write a new version."),
    ContributionState.WITHDRAWN: _("Only you can read it. You can go on with it whenever you like."),
}
# The page stands online while its writer makes a new version of it.
_OF_NEW_VERSION = {
    ContributionState.DRAFT: _("Go on writing. What is online stays as it is until your new version is approved."),
    ContributionState.WITHDRAWN: _NEXT_STEP[ContributionState.PUBLISHED],
}
REOPEN_BUTTON = {
    ContributionState.SUBMITTED: _("Take it back and change it"),
    ContributionState.PUBLISHED: _("Write a new version"),
    ContributionState.WITHDRAWN: _("Go on with this text"),
}


def next_step(contribution: Contribution) -> Promise | str:
    """Say what a writer can do now; the contribution has its page at hand."""
    state = ContributionState(contribution.state)
    is_new_version = contribution.page.live and state in _OF_NEW_VERSION
    return _OF_NEW_VERSION[state] if is_new_version else _NEXT_STEP[state]
