import pytest
from django.db import IntegrityError, transaction

from standfirst.people.actions import (
    import_person,
    make_guest,
    name_person,
    person_of_user,
    prove_address,
    set_address,
)
from standfirst.people.models import Person, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def guest(now):
    return set_address(person=make_guest(now=now), address="ada@example.test", now=now)


def test_a_user_has_one_person(now):
    user = User.objects.create_user("ada@example.test", name="Ada")
    person = person_of_user(user=user, now=now)
    assert person_of_user(user=user, now=now) == person
    assert (person.name, person.email) == ("Ada", "ada@example.test")


def test_an_address_is_one_user_whatever_its_case():
    User.objects.create_user("ada@example.test")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("ADA@example.test")


def test_a_user_is_found_whatever_the_case():
    user = User.objects.create_user("Ada@Example.test")
    assert User.objects.get_by_natural_key("aDA@example.TEST") == user


def test_another_address_must_be_proven_anew(guest, now):
    prove_address(person=guest, address=guest.email, now=now)
    guest.refresh_from_db()
    set_address(person=guest, address="ADA@example.test", now=now)
    assert guest.email_proven_at == now
    set_address(person=guest, address="eve@example.test", now=now)
    assert guest.email_proven_at is None


def test_proving_an_address_takes_over_earlier_guests_of_it(guest, now):
    imported = Person.objects.create(
        email="Ada@Example.test", origin=Person.Origin.IMPORT, created_at=now
    )
    stranger = Person.objects.create(email="eve@example.test", created_at=now)
    keeper = prove_address(person=guest, address="ada@example.test", now=now)
    assert keeper == guest
    assert list(Person.objects.filter(merged_into=guest)) == [imported]
    stranger.refresh_from_db()
    assert stranger.merged_into is None


def test_a_member_of_the_address_stands_for_it(guest, now):
    user = User.objects.create_user("ada@example.test")
    member = person_of_user(user=user, now=now)
    assert prove_address(person=guest, address="ada@example.test", now=now) == member
    guest.refresh_from_db()
    assert guest.merged_into == member


def test_the_first_who_proved_it_stands_for_it(guest, now):
    prove_address(person=guest, address=guest.email, now=now)
    other_device = make_guest(now=now)
    assert prove_address(person=other_device, address="ada@example.test", now=now) == guest
    other_device.refresh_from_db()
    assert other_device.merged_into == guest


def test_an_account_is_never_merged_away(guest, now):
    prove_address(person=guest, address=guest.email, now=now)
    user = User.objects.create_user("someone@example.test")
    member = person_of_user(user=user, now=now)
    prove_address(person=member, address="ada@example.test", now=now)
    member.refresh_from_db()
    assert member.merged_into is None


def test_a_person_without_an_address_cannot_have_proven_it(now):
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(created_at=now, email_proven_at=now)


def test_who_gives_no_name_is_a_reader(guest, now):
    assert guest.shown_name == "A reader"
    assert name_person(person=guest, name="Ada", now=now).shown_name == "Ada"


def test_whoever_gave_the_same_name_and_address_elsewhere_is_one_person(now):
    first = import_person(name="Cora", address="cora@example.test", now=now)
    assert first.origin == Person.Origin.IMPORT
    assert first.email_proven_at is None
    assert import_person(name="Cora", address="CORA@example.test", now=now) == first
    assert import_person(name="Cora B.", address="cora@example.test", now=now) != first


def test_without_an_address_nobody_is_recognised(now):
    first = import_person(name="Cora", address="", now=now)
    assert import_person(name="Cora", address="", now=now) != first


def test_an_import_never_takes_a_person_who_acts_here(guest, now):
    assert import_person(name=guest.name, address=guest.email, now=now) != guest


def test_whoever_proves_the_address_takes_the_imported_words_over(now):
    imported = import_person(name="Cora", address="cora@example.test", now=now)
    here = make_guest(now=now)
    assert prove_address(person=here, address="cora@example.test", now=now) == here
    imported.refresh_from_db()
    assert imported.merged_into == here
