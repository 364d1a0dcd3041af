"""Addresses of the care side: pages in each language, and the ledger in one."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from marga.care import views
from marga.care.consents.views import notices
from marga.site.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

PARTS = (
    "requests", "centres", "clients", "stays", "exchange", "screening", "assessments", "episodes", "safety", "slips",
    "consents", "disclosures",
)  # fmt: skip
urlpatterns = [
    path("", include("marga.site.urls")),
    path("", include("marga.site.ledgers.urls")),
    path("", include("marga.site.cubes.urls")),
    path("notices/<str:secret>/<str:name>", notices, name="notices"),
    *i18n_patterns(
        path("", views.front, name="front"),
        path("today/", views.today, name="today"),
        *[path("", include(f"marga.care.{part}.urls")) for part in PARTS],
        path("", include("marga.site.accounts.urls")),
        prefix_default_language=False,
    ),
]
