"""The part of the page about mail that is about devices: the same on its own page, with what was wrong."""

from dataclasses import dataclass

from django.http import HttpRequest

from network.push.forms import PushForm
from network.push.keys import public_key
from network.push.models import PushSubscription
from network.push.purposes import push_purposes

# In the session of the browser that was switched on: the key of its row, so that signing out removes it.
SESSION_NAME = "push_device"


@dataclass(frozen=True, slots=True)
class Device:
    """One device in the list; `is_here`: the one this session switched on."""

    row: PushSubscription
    is_here: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """What the template shows. `key`: what the browser subscribes with."""

    form: PushForm
    devices: tuple[Device, ...]
    key: str

    @property
    def is_here(self) -> bool:
        """Whether this browser gets messages."""
        return any(device.is_here for device in self.devices)


def panel_for(request: HttpRequest, *, form: PushForm | None = None) -> Panel | None:
    """Give the choices and devices of who asks; None when the portal has no key, or nothing to send."""
    key = public_key()
    if not key or not len(push_purposes):
        return None
    here = request.session.get(SESSION_NAME, "")
    rows = PushSubscription.objects.of(request.user.key)
    devices = tuple(Device(row=row, is_here=row.key == here) for row in rows)
    return Panel(form=form or PushForm(member=request.user), devices=devices, key=key)
