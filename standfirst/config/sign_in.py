"""Settings of the one door, `/account/`: password, mailed code or passkey, and a second factor."""

from typing import Any

from standfirst.config.site_folder import SiteSettings

# The forms of allauth, dressed in the paper's words.
DOOR_FORMS = {
    "login": "SignInForm",
    "signup": "SignUpForm",
    "add_email": "AddAddressForm",
    "change_password": "ChangePasswordForm",
    "set_password": "SetPasswordForm",
    "reset_password": "AskForNewPasswordForm",
    "reset_password_from_key": "NewPasswordForm",
    "request_login_code": "AskForCodeForm",
    "confirm_login_code": "SignInCodeForm",
    "confirm_email_verification_code": "AddressCodeForm",
    "confirm_password_reset_code": "PasswordCodeForm",
    "reauthenticate": "AskAgainForm",
    "change_email": "ChangeAddressForm",
}
# Those of the second factor.
FACTOR_FORMS = {
    "authenticate": "FactorCodeForm",
    "reauthenticate": "FactorCodeAgainForm",
    "activate_totp": "SetUpAppForm",
    "deactivate_totp": "RemoveAppForm",
    "generate_recovery_codes": "NewRecoveryCodesForm",
    "add_webauthn": "AddPasskeyForm",
    "edit_webauthn": "RenamePasskeyForm",
    "authenticate_webauthn": "PasskeyForm",
    "login_webauthn": "PasskeySignInForm",
    "reauthenticate_webauthn": "PasskeyAgainForm",
    "signup_webauthn": "FirstPasskeyForm",
}


def sign_in_settings(site: SiteSettings, *, is_secure: bool) -> dict[str, Any]:
    """Everything that allauth and Wagtail need to know about signing in."""
    return {
        "AUTHENTICATION_BACKENDS": ["allauth.account.auth_backends.AuthenticationBackend"],
        "ACCOUNT_ADAPTER": "standfirst.accounts.adapter.AccountAdapter",
        "LOGIN_URL": "account_login",
        "LOGIN_REDIRECT_URL": "/account/",
        "LOGOUT_REDIRECT_URL": "/",
        "ACCOUNT_LOGIN_METHODS": {"email"},
        "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1"],
        "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
        "ACCOUNT_UNIQUE_EMAIL": True,
        "ACCOUNT_EMAIL_VERIFICATION": "mandatory",
        "ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED": True,
        "ACCOUNT_LOGIN_BY_CODE_ENABLED": True,
        "ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED": True,
        "ACCOUNT_FORMS": {
            name: f"standfirst.accounts.door_forms.{form}" for name, form in DOOR_FORMS.items()
        },
        # Mails to addresses that somebody claims, and files of all that is kept of somebody.
        "ACCOUNT_RATE_LIMITS": {"claim": "10/h/ip", "export": "10/h/ip"},
        "ACCOUNT_PREVENT_ENUMERATION": True,
        "ACCOUNT_LOGOUT_ON_GET": False,
        "ACCOUNT_SESSION_REMEMBER": True,
        "ACCOUNT_EMAIL_SUBJECT_PREFIX": "",
        "ACCOUNT_DEFAULT_HTTP_PROTOCOL": "https" if is_secure else "http",
        **_factor_settings(is_secure=is_secure),
        **_provider_settings(site),
        # Wagtail's own doors lead nowhere: one flow, which knows the second factor.
        "WAGTAILUSERS_PASSWORD_ENABLED": False,
        "WAGTAILADMIN_LOGIN_URL": "account_login",
        "WAGTAIL_FRONTEND_LOGIN_URL": "/account/login/",
        "WAGTAIL_PASSWORD_MANAGEMENT_ENABLED": False,
        "WAGTAIL_PASSWORD_RESET_ENABLED": False,
        "WAGTAIL_EMAIL_MANAGEMENT_ENABLED": False,
    }


def _factor_settings(*, is_secure: bool) -> dict[str, Any]:
    return {
        "MFA_ADAPTER": "standfirst.accounts.factors.FactorAdapter",
        "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
        "MFA_PASSKEY_LOGIN_ENABLED": True,
        "MFA_PASSKEY_SIGNUP_ENABLED": True,
        "MFA_FORMS": {
            name: f"standfirst.accounts.factor_forms.{form}" for name, form in FACTOR_FORMS.items()
        },
        # Without TLS there is nothing but a demo on this machine; browsers ask for localhost then.
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": not is_secure,
    }


def _provider_settings(site: SiteSettings) -> dict[str, Any]:
    """Signing in with a provider of OpenID Connect; with none, no page says a word of it."""
    app = {
        "provider_id": "provider",
        "name": site.sign_in_name,
        "client_id": site.sign_in_client,
        "secret": site.sign_in_secret,
        "settings": {"server_url": site.sign_in_url.rstrip("/")},
    }
    return {
        "SOCIALACCOUNT_ADAPTER": "standfirst.accounts.provider.ProviderAdapter",
        "SOCIALACCOUNT_PROVIDERS": {
            "openid_connect": {
                "OAUTH_PKCE_ENABLED": True,
                "APPS": [app] if site.sign_in_url else [],
            }
        },
        # Whoever the provider says has proven an address is whoever has proven it here.
        "SOCIALACCOUNT_EMAIL_AUTHENTICATION": True,
        "SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT": True,
        "SOCIALACCOUNT_STORE_TOKENS": False,
        "SOCIALACCOUNT_FORMS": {"signup": "standfirst.accounts.door_forms.ProviderSignUpForm"},
    }
