"""Addresses of the enforcement side: pages in each language, the ledger and the API in one."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from marga.enforcement import views
from marga.enforcement.exchange.api import api
from marga.site.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

PARTS = ("cases", "charges", "exhibits", "custody", "court", "people", "receipts", "stations")
urlpatterns = [
    path("", include("marga.site.urls")),
    path("", include("marga.site.ledgers.urls")),
    path("", include("marga.site.cubes.urls")),
    path("api/", api.urls),
    *i18n_patterns(
        path("", views.front, name="front"),
        *[path("", include(f"marga.enforcement.{part}.urls")) for part in PARTS],
        path("", include("marga.site.accounts.urls")),
        prefix_default_language=False,
    ),
]
