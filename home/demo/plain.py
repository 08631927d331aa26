"""The plain and background pages of the demo, and the four steps of the programme."""

from datetime import datetime, timedelta

from home.demo.cast import Cast
from home.demo.files import texts
from home.demo.library import Library, publish_as, stream, table_value
from home.models import BackgroundPage, HomePage, PlainPage, ProgrammePage

# These make claims about research and schools, so a second person approves them.
BACKGROUND = {"PG-verkenning", "PG-gesprek"}
# The privacy statement and the like are true of this portal itself: they are no example.
OF_THE_PORTAL = {"PG-privacy", "PG-toegankelijkheid", "PG-agenda", "PG-verkenning"}
PROGRAMME = "PG-stappen"


def add_pages(cast: Cast, library: Library, at: datetime) -> None:
    """Publish the plain pages, and fill the programme page that every site has."""
    home = HomePage.objects.get()
    for row in texts("pages"):
        if row["key"] == PROGRAMME:
            library.pages[PROGRAMME] = _fill_programme(row, cast)
            continue
        model = BackgroundPage if row["key"] in BACKGROUND else PlainPage
        page = model(
            title=row["title"],
            slug=row["slug"],
            lead=row["lead"],
            search_description=row["search_description"],
            contact=cast.members[row["contact"]] if row.get("contact") else None,
            is_example=row["key"] not in OF_THE_PORTAL,
        )
        page.body = stream(page, "body", _blocks(row))
        library.pages[row["key"]] = publish_as(
            page, parent=home, author=cast.editor, approver=cast.moderator, on=at - timedelta(days=40)
        )


def _blocks(row: dict) -> list[tuple[str, object]]:
    blocks: list[tuple[str, object]] = [("text", row["html"])]
    if "table" in row:
        table = row["table"]
        blocks.append(("figures", {"caption": table["caption"], "table": table_value(table["header"], table["rows"])}))
    return blocks


def _fill_programme(row: dict, cast: Cast) -> ProgrammePage:
    page = ProgrammePage.objects.get()
    page.title, page.lead, page.search_description = row["title"], row["lead"], row["search_description"]
    page.contact = cast.members[row["contact"]]
    page.body = stream(page, "body", [("text", row["html"])])
    steps = [
        {"number": str(step["number"]), "title": step["title"], "text": step["text"], "do": step["do"]}
        for step in row["steps"]
    ]
    page.steps = stream(page, "steps", [("step", step) for step in steps])
    page.save_revision(user=cast.editor).publish(user=cast.moderator, skip_permission_checks=True)
    return page
