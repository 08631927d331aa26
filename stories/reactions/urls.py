"""Addresses of the conversations under texts."""

from django.urls import path

from stories.reactions import views

app_name = "reactions"

urlpatterns = [
    path("bij/<int:page_id>/", views.reaction_list, name="list"),
    path("bij/<int:page_id>/plaats/", views.place_reaction, name="react"),
    path("<slug:key>/aanpassen/", views.edit, name="edit"),
    path("<slug:key>/weghalen/", views.remove, name="remove"),
    path("<slug:key>/melden/", views.report, name="report"),
]
