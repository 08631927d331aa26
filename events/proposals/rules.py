"""Where a proposal stands, on plain values."""

from enum import StrEnum

PROPOSALS_PER_DAY = 5
DAY_SECONDS = 86400


class ProposalState(StrEnum):
    """Where a proposal stands; worked out from its page and the workflow."""

    WITH_EDITORS = "with_editors"
    CHANGES_ASKED = "changes_asked"
    APPROVED = "approved"
    STOPPED = "stopped"


def proposal_state(*, is_approved: bool, workflow_status: str | None) -> ProposalState:
    """Say where a proposal stands.

    Parameters:
        is_approved: The page went online once.
        workflow_status: Of the running workflow; None when none runs.
    """
    if is_approved:
        return ProposalState.APPROVED
    if workflow_status == "in_progress":
        return ProposalState.WITH_EDITORS
    if workflow_status == "needs_changes":
        return ProposalState.CHANGES_ASKED
    return ProposalState.STOPPED
