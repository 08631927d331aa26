"""From which address a request really comes, when proxies stand in front of us."""

from django.conf import settings


def client_address(*, peer: str, forwarded: str, proxies: int) -> str:
    """Give the address of the client, as far as it can be believed.

    Each proxy adds at the right of X-Forwarded-For from whom it got the request; what stands further left was written
    by the client and proves nothing.

    Parameters:
        peer: Who opened the connection to us: the client itself, or the last proxy.
        forwarded: The header X-Forwarded-For; empty when there is none.
        proxies: How many proxies of ours every request passes; 0 believes no header at all.

    Returns:
        An address as the outermost proxy of ours saw it; the peer when the header is shorter than our chain.

    Source: RELIABILITY G25 ("XFF spoof no effect").
    """
    hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
    if proxies < 1 or len(hops) < proxies:
        return peer
    return hops[-proxies]


class ClientAddressMiddleware:
    """Make REMOTE_ADDR the client's own address, so that a limit per address never counts all visitors as one."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.META["REMOTE_ADDR"] = client_address(
            peer=request.META.get("REMOTE_ADDR", ""),
            forwarded=request.META.get("HTTP_X_FORWARDED_FOR", ""),
            proxies=settings.PORTAL_PROXIES,
        )
        return self.get_response(request)
