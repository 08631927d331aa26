"""Says at the start that the key of the portal is none."""

from django.core import checks

from network.push.keys import private_key


def check_key(app_configs, **kwargs) -> list[checks.CheckMessage]:
    """Refuse a PORTAL_VAPID_PRIVATE_KEY that is not a key."""
    try:
        private_key()
    except ValueError:
        return [
            checks.Error(
                "PORTAL_VAPID_PRIVATE_KEY is not a key.",
                hint="Make one with `manage.py push_key`, or leave it empty: then no messages go to devices.",
                id="network.E020",
            )
        ]
    return []


def register() -> None:
    """Enter the check; called when the app is ready."""
    checks.register(check_key)
