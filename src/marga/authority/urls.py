"""Addresses of the authority's side: pages in each language, the API in one."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from marga.authority import views
from marga.authority.api import addresses
from marga.authority.bulletins import desk
from marga.authority.bulletins import views as pages
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
        path("bulletins/", pages.bulletin_index, name="bulletins"),
        path("bulletins/changes/", pages.changes_page, name="changes"),
        path("bulletins/calendar/", pages.calendar, name="calendar"),
        path("bulletins/coverage/", pages.coverage_page, name="coverage"),
        path("bulletins/<slug:slug>/", pages.bulletin_page, name="bulletin"),
        path("bulletins/<slug:slug>/<int:revision>/", pages.bulletin_page, name="bulletin-revision"),
        path("bulletins/<slug:slug>/<int:revision>/<str:name>", pages.bulletin_file, name="bulletin-file"),
        path("figures/", pages.figure_index, name="figures"),
        path("figures/<slug:name>/", pages.figure, name="figure"),
        path("figures/<slug:name>.<str:format>", pages.figure_download, name="figure-download"),
        path("desk/", desk.desk, name="desk"),
        path("desk/collect/", desk.collect, name="desk-collect"),
        path("desk/order/", desk.order, name="desk-order"),
        path("desk/announce/", desk.announce, name="desk-announce"),
        path("desk/drafts/<int:number>/", desk.draft, name="draft"),
        path("desk/drafts/<int:number>/preview/", desk.preview, name="draft-preview"),
        path("desk/drafts/<int:number>/stop/", desk.stop, name="draft-stop"),
        path("desk/drafts/<int:number>/submit/", desk.submit, name="draft-submit"),
        path("desk/drafts/<int:number>/approve/", desk.approve, name="draft-approve"),
        path("desk/drafts/<int:number>/back/", desk.send_back, name="draft-back"),
        path("desk/drafts/<int:number>/publish/", desk.publish, name="draft-publish"),
        path("rules/", views.rules, name="rules"),
        path("programs/", views.api_page, name="api-page"),
        path("check/", views.check_form, name="check"),
        path("check/file/", views.check_file, name="check-file"),
        path("check/carried/", views.carried_report, name="check-carried"),
        path("check/download/", views.draft_download, name="check-download"),
        path("", include("marga.site.accounts.urls")),
        prefix_default_language=False,
    ),
]
