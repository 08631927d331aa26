"""Writes between members: messages, blocks, reports, what leaders decide, and connections."""

from network.contact.actions.blocking import block_member, unblock_member
from network.contact.actions.connecting import accept_request, ask_to_connect, decline_request, end_connection
from network.contact.actions.deciding import decide_report
from network.contact.actions.keeping import erase_person, outdate
from network.contact.actions.reporting import report_message
from network.contact.actions.writing import mark_read, write_message

__all__ = [
    "accept_request",
    "ask_to_connect",
    "block_member",
    "decide_report",
    "decline_request",
    "end_connection",
    "erase_person",
    "mark_read",
    "outdate",
    "report_message",
    "unblock_member",
    "write_message",
]
