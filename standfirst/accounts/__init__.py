"""The flows of having an account: signing in and up, the profile, staff invitations.

Promises: one door, ``/account/``, through django-allauth; every signed-in user has one Person;
answers do not tell whether an address is known. Owns no tables.
"""
