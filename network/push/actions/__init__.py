"""Writes of push: devices and wishes of a member, messages in the outbox, sending them, letting go."""

from network.push.actions.delivery import deliver_pushes, send_waiting, wake_worker
from network.push.actions.devices import add_device, choose_purposes, remove_device
from network.push.actions.keeping import erase_devices, forget_silent_devices, outdate_messages
from network.push.actions.posting import PushNote, post_push

__all__ = [
    "PushNote",
    "add_device",
    "choose_purposes",
    "deliver_pushes",
    "erase_devices",
    "forget_silent_devices",
    "outdate_messages",
    "post_push",
    "remove_device",
    "send_waiting",
    "wake_worker",
]
