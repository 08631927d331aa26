"""Sample pages, to see components together as readers will."""

from portal.styleguide import contexts


def home() -> dict:
    """The front page."""
    return {
        "bridges": contexts.bridges(),
        "insights": contexts.INSIGHTS,
        "agenda": contexts.AGENDA[:3],
        "stories": contexts.STORIES,
    }


def insight() -> dict:
    """One insight with its evidence."""
    return {"evidence": contexts.EVIDENCE, "standing": contexts.STANDING, "people": contexts.PEOPLE[:2]}


def meetup() -> dict:
    """One meetup with its sign-up panel."""
    return {}


def directory() -> dict:
    """A list with filters."""
    return {
        "people": [{**person, "level": 2} for person in contexts.PEOPLE],
        "facets": contexts.FACETS,
        "chips": contexts.CHIPS,
        "pager": contexts.contexts()["pager"][1],
    }


def form() -> dict:
    """A form that was refused."""
    return {"form": contexts.SampleForm({"email": "noor@"})}


PAGES = {"home": home, "insight": insight, "meetup": meetup, "directory": directory, "form": form}
