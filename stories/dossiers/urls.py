"""Addresses of a member's map and dossiers, under /mijn/map/."""

from django.urls import path

from stories.dossiers import dossier_views, views

app_name = "dossiers"

urlpatterns = [
    path("", views.own_map, name="map"),
    path("bewaar/tekst/<int:page_id>/", views.keep_page, name="keep_page"),
    path("bewaar/persoon/<slug:key>/", views.keep_person, name="keep_person"),
    path("item/<slug:key>/notitie/", views.note, name="note"),
    path("item/<slug:key>/plaats/", views.move, name="move"),
    path("item/<slug:key>/weg/", views.remove, name="remove"),
    path("item/<slug:key>/terug/", views.restore, name="restore"),
    path("dossier/nieuw/", dossier_views.make_dossier, name="make"),
    path("dossier/<slug:key>/", dossier_views.show_dossier, name="dossier"),
    path("dossier/<slug:key>/aanpassen/", dossier_views.change_dossier, name="change"),
    path("dossier/<slug:key>/pdf/", dossier_views.dossier_file, name="pdf"),
    path("dossier/<slug:key>/delen/", dossier_views.share, name="share"),
    path("dossier/<slug:key>/intrekken/", dossier_views.withdraw, name="withdraw"),
    path("dossier/<slug:key>/weg/", dossier_views.delete_dossier, name="delete"),
]
