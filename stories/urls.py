"""Members' forms at texts; mounted before Wagtail's pages (STYLE 2.5)."""

from django.urls import path

from stories.routes.views import tick
from stories.voices.views import recognise_insight, reuse_text

app_name = "stories"

urlpatterns = [
    path("wat-werkt/<int:page_id>/herken-je-dit/", recognise_insight, name="recognise"),
    path("ook-gedaan/<int:page_id>/", reuse_text, name="reuse"),
    path("aan-de-slag/<int:page_id>/stap/", tick, name="tick"),
]
