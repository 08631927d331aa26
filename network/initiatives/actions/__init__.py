"""Writes of joint actions: by who proposes and leads, by schools, by editors."""

from network.initiatives.actions.joining import (
    join_initiative,
    leave_initiative,
    set_news_mail,
    withdraw_school,
)
from network.initiatives.actions.keeping import erase_person, outdate
from network.initiatives.actions.leading import (
    UNSUBSCRIBE,
    accept_school,
    decline_school,
    end_initiative,
    hand_over,
    start_initiative,
    take_over,
    write_update,
)
from network.initiatives.actions.planning import add_step, change_step, remove_step
from network.initiatives.actions.proposing import (
    InitiativeText,
    approve_proposal,
    change_initiative,
    delete_draft,
    propose_initiative,
    send_back_proposal,
    submit_proposal,
)

__all__ = [
    "UNSUBSCRIBE",
    "InitiativeText",
    "accept_school",
    "add_step",
    "approve_proposal",
    "change_initiative",
    "change_step",
    "decline_school",
    "delete_draft",
    "end_initiative",
    "erase_person",
    "hand_over",
    "join_initiative",
    "leave_initiative",
    "outdate",
    "propose_initiative",
    "remove_step",
    "send_back_proposal",
    "set_news_mail",
    "start_initiative",
    "submit_proposal",
    "take_over",
    "withdraw_school",
    "write_update",
]
