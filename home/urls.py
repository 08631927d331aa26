"""Forms of the front door, and what machines read; mounted before Wagtail's pages (STYLE 2.5)."""

from django.urls import path

from home.join import views as join
from home.machines import feeds, pictures, views

app_name = "home"

urlpatterns = [
    path("doe-mee/versturen/", join.join, name="join"),
    path("doe-mee/bedankt/", join.thanks, name="thanks"),
    path("verhalen/feed.atom", feeds.stories, name="story_feed"),
    path("delen/<int:page_id>.png", pictures.share, name="share_picture"),
    path("icoon/<int:size>.png", pictures.icon, name="icon"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security, name="security"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("sitemap-<int:number>.xml", views.sitemap_part, name="sitemap_part"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("offline/", views.offline, name="offline"),
    path("service-worker.js", views.service_worker, name="service_worker"),
    path("healthz", views.alive, name="alive"),
    path("readyz", views.ready, name="ready"),
    path("metrics", views.metrics, name="metrics"),
]
