from django.urls import include, path

from standfirst.accounts import views

ours = (
    [
        path("", views.profile, name="profile"),
        path("here/", views.here, name="here"),
        path("claim/", views.claim, name="claim"),
        path("claim/<str:token>/", views.confirm_claim, name="confirm_claim"),
        path("sessions/", views.sessions, name="sessions"),
        path("sessions/everywhere/", views.sign_out_everywhere, name="sign_out_everywhere"),
        path("tokens/", views.tokens, name="tokens"),
        path("page/", views.own_page, name="own_page"),
        path("giving/", views.giving, name="giving"),
        path("giving/<int:year>.pdf", views.giving_year, name="giving_year"),
        path("badge/", views.own_badge, name="own_badge"),
        path("picture/", views.own_picture, name="own_picture"),
        path("own-data/", views.own_data, name="own_data"),
        path("own-data/file/", views.export, name="export"),
        path("own-data/erase/", views.erase, name="erase"),
        path("own-data/erased/", views.erased, name="erased"),
        path("invitation/<str:token>/", views.invitation, name="invitation"),
    ],
    "accounts",
)

urlpatterns = [
    path("account/", include(ours)),
    # Before allauth's own, whose sign-out knows no cookie of ours.
    path("account/logout/", views.SignOutView.as_view(), name="account_logout"),
    # Before allauth's own, which redirects.
    path("account/oidc/<slug:provider_id>/login/", views.to_provider, name="openid_connect_login"),
    path("account/", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("account/provider/", include("allauth.socialaccount.urls")),
    path("account/second-step/", include("allauth.mfa.urls")),
    path("account/", include("allauth.account.urls")),
]
