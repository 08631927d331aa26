"""An address that an editor types: on this site, or another one over https."""

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

# A second slash would lead to another site, and a scheme other than https could run script.
ADDRESS = r"^(/(?!/)|https://)[^\s\\]*$"


class AddressBlock(blocks.CharBlock):
    """A link target: "/verhalen/" on this site, or "https://…" elsewhere."""

    # The check of texts looks where it leads (portal.shared.blocks.walking).
    holds_address = True

    def __init__(self, **kwargs):
        message = _("Start with a slash for a page of this site, or with https:// for another site.")
        super().__init__(
            **{
                "max_length": 200,
                "help_text": _("For example: /verhalen/"),
                "validators": [RegexValidator(ADDRESS, message=message)],
                **kwargs,
            }
        )
