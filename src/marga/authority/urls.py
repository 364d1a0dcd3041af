"""Addresses of the authority's side."""

from django.urls import include, path

from marga.site.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
urlpatterns = [path("", include("marga.site.urls"))]
