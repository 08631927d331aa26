"""What happens when the last task of a workflow is approved (the setting WAGTAIL_FINISH_WORKFLOW_ACTION)."""

from portal.shared.pages.errors import ApprovedTextChanged


def publish_approved(workflow_state, user=None) -> None:
    """Publish exactly the revision that was approved, in the approver's name.

    Wagtail's own action publishes whatever is latest and asks for a publish permission that moderators don't hold
    (DECISIONS 9). Four eyes are checked in the page's publish().

    Parameters:
        workflow_state: The approved WorkflowState.
        user: Who gave the last approval.

    Raises:
        ApprovedTextChanged: Someone saved a newer revision in the meantime.
        PublishingRefused: Four eyes are not satisfied.
    """
    page = workflow_state.content_object.specific
    approved = workflow_state.current_task_state.revision
    latest = page.get_latest_revision()
    if latest.pk != approved.pk or latest.content != approved.content:
        raise ApprovedTextChanged
    approved.publish(user=user, skip_permission_checks=True)
