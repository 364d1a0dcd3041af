"""Addresses that go wrong, or refuse, on purpose."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from marga.site import refusals
from marga.site.urls import handler400, handler403, handler404, handler500
from marga.site.urls import urlpatterns as shared

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def fail(request: HttpRequest) -> HttpResponse:
    """Fail as a fault in our own code would."""
    raise RuntimeError("a secret detail")


def read(request: HttpRequest) -> HttpResponse:
    """Read a form."""
    return HttpResponse(str(len(request.POST)))


@csrf_exempt
def write(request: HttpRequest) -> HttpResponse:
    """Write something for a program: such addresses take no token of their own accord."""
    return HttpResponse("written")


def refuse(request: HttpRequest, kind: str) -> HttpResponse:
    """Refuse as a service would."""
    raise getattr(refusals, kind)("B-7 is published. Withdraw it first.")


urlpatterns = [
    *shared,
    path("api/fail", fail),
    path("api/write", write),
    path("api/refuse/<str:kind>", refuse),
    *i18n_patterns(
        path("", include("marga.site.accounts.urls")),
        path("fail", fail),
        path("read", read),
        path("refuse/<str:kind>", refuse),
        prefix_default_language=False,
    ),
]
