"""Writes about people."""

from network.members.actions.accounts import (
    change_address,
    choose_language,
    deactivate_member,
    drop_second_step,
    drop_unproven_ways_in,
    end_sessions,
    open_account,
    reactivate_member,
)
from network.members.actions.admission import admit_by_address, admit_by_federation, admit_member
from network.members.actions.affiliations import (
    affiliate_member,
    appoint_coordinator,
    change_work,
    confirm_affiliation,
    decline_affiliation,
    describe_work,
    end_affiliation,
    forget_affiliation,
    move_to_school,
)
from network.members.actions.erasure import erase_member
from network.members.actions.groups import ensure_groups
from network.members.actions.profile import (
    apply_visibility,
    change_profile,
    choose_audiences,
    describe_portrait,
    name_member,
    remove_portrait,
    set_portrait,
)
from network.members.actions.records import record_member

__all__ = [
    "admit_by_address",
    "admit_by_federation",
    "admit_member",
    "affiliate_member",
    "apply_visibility",
    "appoint_coordinator",
    "change_address",
    "change_profile",
    "change_work",
    "choose_audiences",
    "choose_language",
    "confirm_affiliation",
    "deactivate_member",
    "decline_affiliation",
    "describe_portrait",
    "describe_work",
    "drop_second_step",
    "drop_unproven_ways_in",
    "end_affiliation",
    "end_sessions",
    "ensure_groups",
    "erase_member",
    "forget_affiliation",
    "move_to_school",
    "name_member",
    "open_account",
    "reactivate_member",
    "record_member",
    "remove_portrait",
    "set_portrait",
]
