"""The way from the editor in Wagtail to what belongs to a member's text but stands outside it."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from stories.contributions.models import Contribution


def contribution_buttons(page: Page) -> Iterator[Button]:
    """Give a link to note, consent and readers, on the page of a member's text."""
    key = Contribution.objects.filter(page_id=page.pk).values_list("key", flat=True).first()
    if key:
        url = reverse("contributions:desk", kwargs={"key": key})
        yield Button(_("Note and readers"), url=url, icon_name="comment", priority=15)
