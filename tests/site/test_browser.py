"""The browser that tests use fails a page that asks another host or breaks its own policy."""

import pytest

from support.browser import Watch


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ('<img src="http://elsewhere.invalid/x.png">', "asked another host"),
        ("<script>window.ran = true</script>", "console: "),
        ('<p style="color: red">styled in place</p>', "console: "),
    ],
)
def test_a_page_that_breaks_the_policy_is_noticed(browser, live_side, content, fault):
    context = browser.new_context(base_url=live_side.address)
    page = context.new_page()
    policy = page.request.get("/healthz").headers["content-security-policy"]
    body, headers = f"<!doctype html><title>x</title>{content}", {"content-security-policy": policy}
    page.route("**/broken", lambda route: route.fulfill(body=body, content_type="text/html", headers=headers))
    watch = Watch(page, live_side.address)
    page.goto("/broken")
    page.wait_for_load_state("networkidle")
    context.close()
    assert any(noticed.startswith(fault) for noticed in watch.faults)
