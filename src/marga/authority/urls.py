"""Addresses of the authority's side: pages in each language, the API in one."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from marga.authority import views
from marga.authority.api import addresses
from marga.site.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    path("", include("marga.site.urls")),
    path("api/", addresses()),
    *i18n_patterns(
        path("", views.front, name="front"),
        path("reports/", views.report_index, name="reports"),
        path("reports/<str:report_id>/", views.report_page, name="report"),
        path("measures/", views.measure_index, name="measures"),
        path("measures/<slug:name>/", views.measure_page, name="measure"),
        path("measures/<slug:name>.<str:format>", views.measure_download, name="measure-download"),
        path("rules/", views.rules, name="rules"),
        path("programs/", views.api_page, name="api-page"),
        path("check/", views.check_form, name="check"),
        path("check/file/", views.check_file, name="check-file"),
        path("check/carried/", views.carried_report, name="check-carried"),
        path("check/download/", views.draft_download, name="check-download"),
        path("", include("marga.authority.bulletins.urls")),
        path("", include("marga.authority.receipts.urls")),
        path("", include("marga.site.accounts.urls")),
        prefix_default_language=False,
    ),
]
