"""What events adds to /beheer/."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.models import Page

from events.followed_calendars.admin import FollowedCalendarsMenuItem, admin_urls
from events.meetups.admin import plan_new_page, planner_buttons, refuse_deletion, refuse_reserved_slug
from events.offers.admin import ActivityCardViewSet, waiting_menu_item


@hooks.register("after_create_page")
def plan_created_page(request, page):
    plan_new_page(request, page)


@hooks.register("before_copy_page")
def refuse_copy_to_reserved_slug(request, page):
    return refuse_reserved_slug(request, page)


@hooks.register("after_copy_page")
def plan_copied_page(request, page, new_page):
    plan_new_page(request, new_page.specific)


@hooks.register("register_page_header_buttons")
def link_to_planner(page, user, view_name, next_url=None):
    return planner_buttons(page)


@hooks.register("before_delete_page")
def keep_page_with_meetup(request, page):
    return refuse_deletion(request, [page])


@hooks.register("before_bulk_action")
def keep_pages_with_meetups(request, action_type, objects, action_class_instance):
    if action_type == "delete" and all(isinstance(item, Page) for item in objects):
        return refuse_deletion(request, objects)
    return None


@hooks.register("register_admin_urls")
def register_followed_calendars():
    return admin_urls()


@hooks.register("register_admin_menu_item")
def show_followed_calendars():
    return FollowedCalendarsMenuItem(
        _("Followed calendars"), reverse("followed_calendars_desk"), icon_name="calendar-alt", order=230
    )


@hooks.register("register_admin_viewset")
def register_activity_cards():
    return ActivityCardViewSet()


@hooks.register("register_admin_menu_item")
def show_first_offers():
    return waiting_menu_item()
