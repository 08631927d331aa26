from django.urls import path

from search.asked.views import opened
from search.results import views

app_name = "search"
urlpatterns = [
    path("", views.results, name="results"),
    path("suggesties/", views.suggest, name="suggestions"),
    path("geopend/", opened, name="opened"),
]
