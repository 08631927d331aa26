"""What organisers do at the desk: say yes to several, add guests, write, note who did not come."""

from events.desk.actions.attendance import modes_with_attendance, note_absent
from events.desk.actions.keeping import erase_person, outdate
from events.desk.actions.messages import MessagePlan, count_deliveries, deliveries_of, send_message, send_test
from events.desk.actions.people import Outcome, add_guest, approve_several

__all__ = [
    "MessagePlan",
    "Outcome",
    "add_guest",
    "approve_several",
    "count_deliveries",
    "deliveries_of",
    "erase_person",
    "modes_with_attendance",
    "note_absent",
    "outdate",
    "send_message",
    "send_test",
]
