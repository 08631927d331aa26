"""Addresses of dossiers that were shared by a secret link."""

from django.urls import path

from stories.dossiers.dossier_views import SharedDossierFile, SharedDossierView

app_name = "shared_dossiers"

urlpatterns = [
    path("<str:token>/", SharedDossierView.as_view(), name="read"),
    path("<str:token>/pdf/", SharedDossierFile.as_view(), name="pdf"),
]
