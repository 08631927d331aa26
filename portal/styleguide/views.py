"""The style guide: components with their variables, and whole pages built from them."""

import re
from pathlib import Path

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from portal.styleguide.contexts import contexts
from portal.styleguide.pages import PAGES

COMPONENTS = Path(settings.BASE_DIR) / "templates" / "components"


def described(name: str) -> str:
    """Read the comment with which a component opens."""
    text = (COMPONENTS / f"{name}.html").read_text(encoding="utf-8")
    found = re.match(r"{% comment %}(.*?){% endcomment %}", text, re.DOTALL)
    return " ".join(found[1].split()) if found else ""


def index(request):
    """Show each component in each of its variants."""
    shown = [
        {
            "name": name,
            "about": described(name),
            # Our own templates with our own contexts: escaped while rendered.
            "variants": [mark_safe(render_to_string(f"components/{name}.html", given)) for given in variants],
        }
        for name, variants in sorted(contexts().items())
    ]
    return render(request, "styleguide/index.html", {"components": shown, "pages": sorted(PAGES)})


def sample_page(request, name: str):
    """Show one sample page."""
    if name not in PAGES:
        raise Http404
    return render(request, f"styleguide/{name}.html", PAGES[name]())
