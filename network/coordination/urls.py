"""Addresses of a school's coordinators."""

from django.urls import path

from network.coordination import views

app_name = "coordination"

urlpatterns = [
    path("<slug:slug>/coordinatie/", views.desk, name="desk"),
    path("<slug:slug>/coordinatie/overdragen/", views.pass_on, name="hand_over"),
    path("<slug:slug>/coordinatie/pagina/", views.edit_page, name="edit_page"),
    path("<slug:slug>/coordinatie/wie/<slug:key>/", views.decide, name="decide"),
]
