"""What messages on a device may be about: each subject enters its purposes, and each member chooses among them."""

from dataclasses import dataclass

from django.utils.functional import Promise

from portal.shared.registries.registry import Registry


@dataclass(frozen=True, slots=True)
class PushPurpose:
    """One kind of message, as a member knows it."""

    label: str | Promise
    explanation: str | Promise


push_purposes: Registry[PushPurpose] = Registry("purposes of messages on a device")
