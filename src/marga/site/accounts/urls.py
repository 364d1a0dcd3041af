"""Signing in, one's own account, and looking after accounts: a side includes these addresses in each language."""

from django.urls import path

from marga.site.accounts.views import managing, own, steps

urlpatterns = [
    path("sign-in/", steps.sign_in, name="sign-in"),
    path("sign-in/code/", steps.code, name="sign-in-code"),
    path("sign-in/password/", steps.new_password, name="sign-in-password"),
    path("sign-in/second-factor/", steps.set_up, name="sign-in-set-up"),
    path("sign-out/", steps.sign_out, name="sign-out"),
    path("account/", own.my_account, name="my-account"),
    path("account/password/", own.my_password, name="my-password"),
    path("account/second-factor/", own.my_second_factor, name="my-second-factor"),
    path("account/sign-out-everywhere/", own.sign_out_everywhere, name="sign-out-everywhere"),
    path("accounts/", managing.accounts, name="accounts"),
    path("accounts/new/", managing.add, name="account-add"),
    path("accounts/events/", managing.events, name="account-events"),
    path("accounts/of/<slug:name>/", managing.account, name="account"),
    path("accounts/of/<slug:name>/reset/", managing.reset, name="account-reset"),
    path("accounts/of/<slug:name>/close/", managing.close, name="account-close"),
    path("accounts/of/<slug:name>/open/", managing.reopen, name="account-open"),
]
