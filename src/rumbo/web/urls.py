# SPDX-License-Identifier: Apache-2.0
"""The addresses of the site: those of the edition, so that a page links alike in both."""

from django.urls import path

from rumbo.web import views

urlpatterns = [
    path("", views.front),
    path("index.html", views.front),
    path("assets/<path:name>", views.asset),
    path("data/<slug:name>/<str:file>", views.data),
    path("<slug:language>/", views.scorecard),
    path("<slug:language>/index.html", views.scorecard),
    path("<slug:language>/as-of/<str:day>/", views.scorecard),
    path("<slug:language>/as-of/<str:day>/index.html", views.scorecard),
    path("<slug:language>/indicators/<slug:name>.html", views.indicator),
    path("<slug:language>/sources/index.html", views.sources),
    path("<slug:language>/sources/<slug:name>.html", views.source),
    path("<slug:language>/<slug:page>.html", views.simple),
]
