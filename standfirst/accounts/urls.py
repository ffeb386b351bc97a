from django.urls import include, path

from standfirst.accounts import views

ours = (
    [
        path("", views.profile, name="profile"),
        path("here/", views.here, name="here"),
        path("sessions/", views.sessions, name="sessions"),
        path("sessions/everywhere/", views.sign_out_everywhere, name="sign_out_everywhere"),
        path("invitation/<str:token>/", views.invitation, name="invitation"),
    ],
    "accounts",
)

urlpatterns = [
    path("account/", include(ours)),
    # Before allauth's own, whose sign-out knows no cookie of ours.
    path("account/logout/", views.SignOutView.as_view(), name="account_logout"),
    path("account/second-step/", include("allauth.mfa.urls")),
    path("account/", include("allauth.account.urls")),
]
