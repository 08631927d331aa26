"""What the form of a story sends, as the editor's browser would."""

from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield


def story_data(page=None, **changed):
    """Give the fields of a story's form with the page's own values, and what was changed."""
    fields = {
        "title": page.title if page else "Nieuw verhaal",
        "slug": page.slug if page else "nieuw-verhaal",
        "lead": page.lead if page else "Waar het over gaat.",
        "body": streamfield([]),
        "authors": inline_formset([]),
        "comments": inline_formset([]),
        "sector": "breed" if page is None else page.sector,
        "step": "1",
    }
    return nested_form_data(fields | changed)
