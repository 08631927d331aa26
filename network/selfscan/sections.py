"""The way to the self-scan, on the page of one's own school."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from portal.shared.audiences.rules import Viewer


class SelfScanSection:
    """An invitation for people of the school; others see nothing of it."""

    title = _("How do we stand?")
    template = "network/sections/selfscan.html"

    def context(self, institution_id: int, viewer: Viewer, *, at: datetime) -> Mapping[str, object] | None:
        """Give nothing but the leave to show it, to people of this school."""
        return {} if viewer.is_member and institution_id in viewer.institution_ids else None


SELF_SCAN = SelfScanSection()
