"""What the front door adds to /beheer/: everything that crosses subjects."""

from django.apps import apps
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page

from home.editing.audit_report import AUDIT_REPORTS, audit_menu_item
from home.editing.content_checker import replace_checker
from home.editing.exchange_reports import EXCHANGE_REPORTS, exchange_menu_items
from home.editing.page_views import page_viewsets
from home.editing.panels import arrange
from home.editing.refusals import (
    approve_first,
    before_bulk_publish,
    before_copy,
    before_delete,
    before_publish,
    without_publish,
)
from home.editing.reports import report_menu_items, report_urls
from home.growth.admin import GROWTH_REPORTS, growth_menu_items


@hooks.register("register_admin_viewset")
def register_page_viewsets():
    return page_viewsets()


@hooks.register("before_publish_page")
def say_why_not(request, page):
    return before_publish(request, page)


@hooks.register("before_bulk_action")
def say_why_not_in_bulk(request, action_type, objects, action_class_instance):
    is_publishing = action_type == "publish" and request.method == "POST"
    return before_bulk_publish(request, objects) if is_publishing else None


# After the subjects' own, whose reasons are more to the point.
@hooks.register("before_delete_page", order=10)
def say_why_it_stays(request, page):
    return before_delete(request, [page])


@hooks.register("before_bulk_action", order=10)
def say_why_they_stay(request, action_type, objects, action_class_instance):
    is_deleting = action_type == "delete" and all(isinstance(each, Page) for each in objects)
    return before_delete(request, objects) if is_deleting else None


@hooks.register("before_copy_page")
def copy_as_a_draft(request, page):
    return before_copy(request, page)


@hooks.register("construct_page_action_menu")
def arrange_buttons(menu_items, request, context):
    page, names = context.get("page"), request.resolver_match.kwargs
    page_type = type(page) if page else apps.get_model(names["content_type_app_name"], names["content_type_model_name"])
    without_publish(menu_items, page=page, page_type=page_type, user=request.user)
    approve_first(menu_items)


@hooks.register("construct_homepage_panels")
def arrange_first_screen(request, panels):
    arrange(request, panels)


@hooks.register("register_admin_urls")
def register_reports():
    return [*report_urls(), *report_urls(EXCHANGE_REPORTS), *report_urls(AUDIT_REPORTS), *report_urls(GROWTH_REPORTS)]


@hooks.register("construct_reports_menu")
def add_reports(request, menu_items):
    menu_items += [*report_menu_items(), *exchange_menu_items(request), *growth_menu_items(request)]


@hooks.register("register_reports_menu_item")
def show_audit_log():
    return audit_menu_item()


@hooks.register("construct_main_menu")
def name_reports(request, menu_items):
    # Wagtail's Dutch says "Meldingen", which people take for messages.
    for item in menu_items:
        if item.name == "reports":
            item.label = _("Reports and lists")


@hooks.register("construct_wagtail_userbar")
def check_by_our_rules(request, items, page):
    replace_checker(items)
