"""Room for the frames of one request, in one piece of memory."""

# Words of eight bytes. Chains of middlewares, views and templates were seen to need some three thousand.
ROOM = 16_384


class RoomForFramesMiddleware:
    """Give what lies below all the stack it needs in one piece.

    Python takes memory for its frames in pieces of 16 kB, and gives a piece back as soon as its first frame returns. A
    loop that calls right at such an edge asks the kernel for a piece and gives it back on every call: a list of stories
    did so 494 times, for a third of its processor time. A function that says it needs much stack gets one large piece,
    in which all its calls find room. (CPython's pystate.c, `_PyThreadState_BumpFramePointerSlow`; 3.11 to 3.13.)
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    __call__.__code__ = __call__.__code__.replace(co_stacksize=ROOM)
