"""Addresses of this part."""

from django.urls import path
from django.utils.translation import gettext_noop as _

from . import views

page = views.form_page
ACTS = {
    "begin": page("enforcement.weigh", _("Begin a weighing"), _("Begin"), views.make_begin),
    "weigh": page("enforcement.weigh", _("Weigh and seal"), _("Seal this weight"), views.make_weigh),
    "cancel": page("enforcement.weigh", _("Cancel the weighing"), _("Cancel the weighing"), views.make_cancel),
    "laboratory": page("enforcement.laboratory", _("The laboratory’s weight"), _("Record"), views.make_laboratory),
    "give": page("enforcement.hand-over", _("Hand over"), _("Sign and hand over"), views.make_give),
    "later": page("enforcement.hand-over", _("Weigh again, or take a sample"), _("Record"), views.make_later),
    "destroy": page("enforcement.hand-over", _("Destroy"), _("Sign, and ask the witnesses"), views.make_destroy),
    "look": page("enforcement.supervise", _("Look at what gave concern"), _("Record"), views.make_look),
    "photograph": page("enforcement.hand-over", _("Add a photograph"), _("Keep it"), views.make_photograph),
}
urlpatterns = [
    path("exhibits/", views.exhibits, name="exhibits"),
    path("exhibits/store/", views.store, name="exhibits-store"),
    *[path(f"exhibits/<path:key>/{name}/", view, name=f"exhibit-{name}") for name, view in ACTS.items()],
    path("exhibits/<path:key>/label/", views.label, name="exhibit-label"),
    path("exhibits/<path:key>/open/<int:number>/", views.open_weights, name="exhibit-open"),
    path("exhibits/<path:key>/take/<int:number>/", views.take, name="exhibit-take"),
    path("exhibits/<path:key>/call-off/<int:number>/", views.cancel_hand_over, name="exhibit-call-off"),
    path("exhibits/<path:key>/witness/<int:number>/", views.witness, name="exhibit-witness"),
    path("exhibits/<path:key>/keep/<int:number>/", views.cancel_destruction, name="exhibit-keep"),
    path("exhibits/<path:key>/photographs/<slug:sha256>/", views.photograph, name="exhibit-picture"),
    path("exhibits/<path:key>/", views.exhibit, name="exhibit"),
]
