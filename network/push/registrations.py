"""What messages on devices tell the registries of portal.shared, and what they hear of signing out."""

from django.contrib.auth.signals import user_logged_out

from network.push import checks, tasks
from network.push.actions import remove_device
from network.push.panel import SESSION_NAME
from network.push.personal_data import PUSH_DATA
from portal.shared.registries.crossings import personal_data


def forget_this_device(sender, request, user, **kwargs) -> None:
    """Stop the messages to the browser that signs out (DECISIONS 33); its session still says which one it is."""
    key = request.session.get(SESSION_NAME, "") if request is not None and hasattr(request, "session") else ""
    if key and user is not None:
        remove_device(member=user, key=key)


def register() -> None:
    """Fill the registries; safe to call twice."""
    personal_data.register("push", PUSH_DATA, position=35)
    checks.register()
    tasks.register()
    user_logged_out.connect(forget_this_device, dispatch_uid="network.push.forget_this_device")
