"""Who may do what in /beheer/ with pages, pictures and documents, and who approves (PRODUCT, "The people")."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from home.front.models import HomePage
from network.members.states import EDITING_GROUPS, EDITORS, MODERATORS, PROGRAMME_TEAM
from portal.shared.pages.models import FourEyesApprovalTask

# Moderators publish by approving, never past the workflow (DECISIONS 9).
PAGE_RIGHTS = {
    EDITORS: ("add_page", "change_page"),
    MODERATORS: ("lock_page", "unlock_page"),
    PROGRAMME_TEAM: ("add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page", "unlock_page"),
}
FILE_VERBS = ("add", "change", "choose")
DESK_RIGHTS = (
    "stories.view_suggestion",
    "stories.view_evidence",
    "stories.add_evidence",
    "stories.change_evidence",
    "search.change_searchdecision",
    *(f"search.{verb}_{model}" for model in ("promotion", "synonymgroup") for verb in ("add", "change", "delete")),
    "events.change_followedcalendar",
    "events.add_activitytemplate",
    "events.change_activitytemplate",
    "network.add_system",
    "network.change_system",
)
MODEL_RIGHTS = {
    EDITORS: DESK_RIGHTS,
    MODERATORS: DESK_RIGHTS,
    # The health of the site, its clock and its queues show no names.
    PROGRAMME_TEAM: (*DESK_RIGHTS, "home.change_sitenavigation", "shared.view_jobrun"),
}
WORKFLOW = "Vier ogen"
TASK = "Goedkeuring door een tweede persoon"
CONTRIBUTIONS_COLLECTION = "Bijdragen (besloten)"


def _page_permissions(codenames: Iterable[str]) -> list[Permission]:
    return list(
        Permission.objects.filter(
            content_type__app_label="wagtailcore", content_type__model="page", codename__in=list(codenames)
        )
    )


def _file_permissions() -> list[Permission]:
    # Wagtail asks for the rights on its own two models, also when a site has models of its own for them.
    return list(
        Permission.objects.filter(
            Q(content_type__app_label="wagtailimages", codename__in=[f"{verb}_image" for verb in FILE_VERBS])
            | Q(content_type__app_label="wagtaildocs", codename__in=[f"{verb}_document" for verb in FILE_VERBS])
        )
    )


def _model_permissions(names: Iterable[str]) -> list[Permission]:
    found = []
    for name in names:
        app, _dot, codename = name.partition(".")
        found += Permission.objects.filter(content_type__app_label=app, codename=codename)
    return found


def ensure_rights(groups: dict[str, Group], front: HomePage) -> None:
    """Give the groups their rights; rights that someone added in /beheer/ stay."""
    root = Collection.get_first_root_node()
    files = _file_permissions()
    for name in EDITING_GROUPS:
        group = groups[name]
        for permission in _page_permissions(PAGE_RIGHTS[name]):
            GroupPagePermission.objects.get_or_create(group=group, page=front, permission=permission)
        for permission in files:
            GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
        group.permissions.add(*_model_permissions(MODEL_RIGHTS[name]))


def ensure_workflow(groups: dict[str, Group]) -> None:
    """Have every page approved by a moderator who neither wrote nor submitted it."""
    task = FourEyesApprovalTask.objects.filter(name=TASK).first() or FourEyesApprovalTask.objects.create(name=TASK)
    task.groups.add(groups[MODERATORS])
    workflow, _made = Workflow.objects.get_or_create(name=WORKFLOW)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task.task_ptr, defaults={"sort_order": 0})
    WorkflowPage.objects.update_or_create(page=Page.get_first_root_node(), defaults={"workflow": workflow})


def ensure_contributions_collection(groups: dict[str, Group]) -> None:
    """Make the collection in which files of unpublished contributions stay, closed to everyone but the editors."""
    root = Collection.get_first_root_node()
    collection = root.get_children().filter(name=CONTRIBUTIONS_COLLECTION).first()
    if collection is None:
        collection = root.add_child(name=CONTRIBUTIONS_COLLECTION)
    restriction, _made = CollectionViewRestriction.objects.get_or_create(
        collection=collection, restriction_type=CollectionViewRestriction.GROUPS
    )
    restriction.groups.add(*(groups[name] for name in EDITING_GROUPS))


def remove_wagtails_own_groups() -> None:
    """Take away the two groups Wagtail starts with, on a new site only: theirs may publish past four eyes."""
    Group.objects.filter(name__in=("Editors", "Moderators"), user__isnull=True).delete()
