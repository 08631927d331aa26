"""Wagtail's user pages, for people who sign in with an e-mail address and have a Dutch name."""

from wagtail.users.apps import WagtailUsersAppConfig


class PortalUsersConfig(WagtailUsersAppConfig):
    user_viewset = "network.members.admin.MemberViewSet"
