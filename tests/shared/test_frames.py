"""A request has room for its frames: no call in it makes Python ask the kernel for memory and give it back."""

import resource

from django.http import HttpResponse
from django.test import RequestFactory

from portal.shared.frames import RoomForFramesMiddleware

CALLS = 300
# More frames than one piece of Python's memory for them holds, so that one of these depths ends right at its edge.
DEPTHS = range(400)


def _nothing():
    return None


# Wider than one step deeper, so that no edge is stepped over.
_nothing.__code__ = _nothing.__code__.replace(co_stacksize=100)


def _page_faults(depth: int) -> int:
    """Call something again and again at this depth; give how often the kernel had to hand out memory for it."""
    if depth:
        return _page_faults(depth - 1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _call in range(CALLS):
        _nothing()
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def _most() -> int:
    return max(_page_faults(depth) for depth in DEPTHS)


def test_no_depth_makes_each_call_ask_the_kernel_for_memory():
    inside = []

    def view(request):
        inside.append(_most())
        return HttpResponse("ok")

    assert RoomForFramesMiddleware(view)(RequestFactory().get("/")).content == b"ok"
    assert inside[0] < CALLS / 2
    # The control: without the room there is such a depth.
    assert _most() >= CALLS
