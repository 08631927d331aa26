"""What messages on devices hold about a person: export, erasure, retention (portal.shared.registries)."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from network.push.actions import erase_devices, forget_silent_devices, outdate_messages
from network.push.models import PushMessage, PushSubscription, PushWish
from portal.shared.registries.crossings import PersonalData, PersonalField
from portal.shared.retention import kept_for


class PushPersonalData(PersonalData):
    """The devices of one member, what they should show, and what they were sent."""

    label = _("Messages on your devices")
    models = (PushWish, PushSubscription, PushMessage)
    fields = (
        PersonalField(
            name="wishes",
            label=_("Which messages you want on your devices"),
            purpose=_("So that you get those, and no others."),
            kept_for=None,
            kept_until=_("until you change it"),
        ),
        PersonalField(
            name="devices",
            label=_("The devices you switched on: browser, system, and the address at the maker of the browser"),
            purpose=_("To send your messages there. The maker carries them and cannot read them."),
            kept_for=kept_for("silent_devices"),
            kept_until=_(
                "Until you remove the device or sign out on it; at the latest 90 days after its last message."
            ),
        ),
        PersonalField(
            name="messages",
            label=_("Messages to your devices"),
            purpose=_("To send them, and to find out why one did not arrive."),
            kept_for=kept_for("mail_log"),
            kept_until=_("90 days after it was written; the text goes as soon as the message is sent."),
        ),
    )

    def export(self, member_key: str) -> Mapping[str, object]:
        """Give wishes, devices and messages, oldest first. Without the secret of the browser: that opens messages."""
        messages = PushMessage.objects.filter(subscription__member__key=member_key).order_by("created_at", "pk")
        return {
            "wishes": [
                {"purpose": row.purpose, "since": row.since.isoformat()}
                for row in PushWish.objects.filter(member__key=member_key)
            ],
            "devices": [
                {
                    "device": row.device,
                    "endpoint": row.endpoint,
                    "created_at": row.created_at.isoformat(),
                    "last_ok_at": row.last_ok_at.isoformat() if row.last_ok_at else None,
                }
                for row in PushSubscription.objects.of(member_key)
            ],
            "messages": [
                {
                    "purpose": row.purpose,
                    "title": row.title,
                    "text": row.text,
                    "state": row.state,
                    "created_at": row.created_at.isoformat(),
                    "sent_at": row.sent_at.isoformat() if row.sent_at else None,
                }
                for row in messages
            ],
        }

    def erase(self, member_key: str, *, at: datetime) -> int:
        """Delete the devices with their messages, and the wishes."""
        return erase_devices(member_key=member_key)

    def outdate(self, *, at: datetime) -> int:
        """Forget silent devices, and messages kept long enough."""
        return forget_silent_devices(at=at) + outdate_messages(at=at)


PUSH_DATA = PushPersonalData()
