"""The first page of the enforcement side."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from marga.site.roles import may


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """What waits for whoever signed in; a prosecutor's is the list of their cases, an administrator's the stations."""
    if may(request.user, "enforcement.prosecute"):
        return redirect("own-cases")
    if may(request.user, "enforcement.stations") and not may(request.user, "enforcement.exhibits"):
        return redirect("stations")
    return render(request, "enforcement/front.html")
