"""The groups that give rights in /beheer/."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q

from network.members.states import EDITING_GROUPS, EDITORS, GROUPS, MODERATORS, PROGRAMME_TEAM

_ENTER = ("wagtailadmin.access_admin",)
_VOCABULARY = tuple(f"network.{verb}_{model}" for model in ("theme", "helptopic") for verb in ("add", "change", "view"))
_SCHOOLS_AND_PEOPLE = tuple(
    f"network.{verb}_{model}" for model in ("role", "institution", "member") for verb in ("add", "change", "view")
)

# Rights on pages, pictures and documents depend on the tree of pages; `ensure_site` adds those.
_RIGHTS = {
    EDITORS: _ENTER + _VOCABULARY,
    MODERATORS: _ENTER + _VOCABULARY,
    PROGRAMME_TEAM: _ENTER + _VOCABULARY + _SCHOOLS_AND_PEOPLE,
}


def ensure_groups() -> dict[str, Group]:
    """Make the portal's groups and give them what they need in the network; running it again adds nothing.

    Rights that someone gave a group in /beheer/ stay.

    Returns:
        The groups by name, `states.GROUPS` in that order.
    """
    with transaction.atomic():
        groups = {name: Group.objects.get_or_create(name=name)[0] for name in GROUPS}
        for name in EDITING_GROUPS:
            groups[name].permissions.add(*_permissions(_RIGHTS[name]))
    return groups


def _permissions(names: tuple[str, ...]) -> list[Permission]:
    wanted = Q()
    for name in names:
        app, _dot, codename = name.partition(".")
        wanted |= Q(content_type__app_label=app, codename=codename)
    return list(Permission.objects.filter(wanted))
