"""Addresses of the self-scan."""

from django.urls import path

from network.selfscan import views

app_name = "selfscan"

urlpatterns = [
    path("<slug:slug>/zelfscan/", views.scan_list, name="list"),
    path("<slug:slug>/zelfscan/nieuw/", views.new_scan, name="new"),
    path("<slug:slug>/zelfscan/<slug:key>/", views.scan_detail, name="detail"),
    path("<slug:slug>/zelfscan/<slug:key>/weg/", views.forget_scan, name="remove"),
]
