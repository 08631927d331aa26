"""Wagtail's content checker, which looks at the shown page while one writes: its rules, with our words.

What it can't know (dead links, long sentences) stands in the side panel "Check of the text".
"""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.userbar import ContentCheckerItem

# Camera names and phones' names too, beside Wagtail's file endings and underscores.
FILE_NAMES = r"\.(avif|gif|heic|jpg|jpeg|png|svg|webp)$|_|^(img|dsc|pxl|dcim)\W?\d+"


class DutchContentChecker(ContentCheckerItem):
    """The rules that hold for our texts."""

    axe_custom_checks = [
        {"id": "check-image-alt-text", "options": {"pattern": FILE_NAMES}},
        {"id": "check-empty-meta-description"},
    ]
    # A lead says what a search engine shows; an empty description is no mistake here.
    axe_rules = {"empty-meta-description": {"enabled": False}}
    axe_messages = ContentCheckerItem.axe_messages | {
        "heading-order": {
            "error_name": _("Heading skips a level"),
            "help_text": _("Use the larger heading first, then the smaller one."),
        },
        "alt-text-quality": {
            "error_name": _("Description looks like a file name"),
            "help_text": _("Say what the picture shows, as you would on the phone."),
        },
        "empty-heading": {
            "error_name": _("Empty heading"),
            "help_text": _("Write the heading, or take the line away."),
        },
        "link-name": {
            "error_name": _("Link without text"),
            "help_text": _("Name what the reader finds behind the link."),
        },
        "p-as-heading": {
            "error_name": _("Bold line instead of a heading"),
            "help_text": _("Choose a heading for it: then screen readers find it too."),
        },
    }


def replace_checker(items: list) -> None:
    """Put our rules where Wagtail's stand (hook construct_wagtail_userbar)."""
    items[:] = [
        DutchContentChecker(in_editor=item.in_editor) if isinstance(item, ContentCheckerItem) else item
        for item in items
    ]
