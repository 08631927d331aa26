"""Which link of the menu is the current one, on plain values."""


def current_address(path: str, addresses: list[str]) -> str | None:
    """Give the address that the page shown is, or lies below; the longest of several; None for none.

    Parameters:
        path: Path of the page shown, e.g. "/verhalen/de-fiets/".
        addresses: Addresses of the links.
    """
    matches = [each for each in addresses if each != "/" and path.startswith(each.partition("?")[0])]
    return max(matches, key=len) if matches else None
