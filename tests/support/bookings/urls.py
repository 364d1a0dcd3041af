"""The addresses of a side that keeps a ledger."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from marga.authority import views
from marga.site.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    path("", include("marga.site.urls")),
    path("", include("marga.site.ledgers.urls")),
    *i18n_patterns(path("", include("marga.authority.bulletins.urls")), path("", include("marga.site.accounts.urls")),
                   path("front/", views.front, name="front"), prefix_default_language=False),
]  # fmt: skip
