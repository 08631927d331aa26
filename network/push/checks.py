"""Says at the start that the key of the portal is none."""

from django.conf import settings
from django.core import checks

from network.push.keys import is_public_point, public_half


def check_key(app_configs, **kwargs) -> list[checks.CheckMessage]:
    """Refuse a PORTAL_VAPID_PRIVATE_KEY that is not a key, and a PORTAL_VAPID_PUBLIC_KEY that is not its other half.

    Web has the public half alone: it offers messages, and signs none.
    """
    try:
        half = public_half()
    except ValueError:
        return [
            checks.Error(
                "PORTAL_VAPID_PRIVATE_KEY is not a key.",
                hint="Make one with `manage.py push_key`, or leave it empty: then no messages go to devices.",
                id="network.E020",
            )
        ]
    given = settings.PORTAL_VAPID_PUBLIC_KEY
    expected = given if settings.PORTAL_PROCESS == "web" else half
    if given and (given != expected or not is_public_point(given)):
        return [
            checks.Error(
                "PORTAL_VAPID_PUBLIC_KEY is not the public half of PORTAL_VAPID_PRIVATE_KEY.",
                hint="`manage.py push_key --public`, where the private key is, prints it.",
                id="network.E021",
            )
        ]
    return []


def register() -> None:
    """Enter the check; called when the app is ready."""
    checks.register(check_key)
