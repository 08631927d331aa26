"""Which passwords are refused: known ones, names of here, one's own name; and which are free (ASVS 6.2)."""

import time

import pytest
from django.contrib.auth.password_validation import CommonPasswordValidator, validate_password
from django.core.exceptions import ValidationError
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from network.members.passwords import CONTEXT_WORDS, HardToGuessValidator
from network.models import Member


def is_taken(password: str) -> bool:
    try:
        validate_password(password)
    except ValidationError:
        return False
    return True


NOOR = Member(email="noor@lindenwaard.example", given_name="Noor", family_name="Verhagen")


@pytest.mark.parametrize(
    "password",
    [
        "1234567890",
        "qwertyuiop",
        "iloveyou123",
        "1q2w3e4r5t",
        "P@ssw0rd2026",
        "aaaaaaaaaaaa",
        "Welkom2026!",
        "Wachtwoord1!",
        "Bruggenbouwen1",
        "mbodigitaal26",
        "Zomer2026!!",
        "noorverhagen1",
        "lindenwaard1",
    ],
)
def test_a_password_that_is_guessed_soon_is_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password, NOOR)


@pytest.mark.parametrize("step", [20, pytest.param(1, marks=pytest.mark.thorough)], ids=["one in twenty", "all"])
def test_known_passwords_of_ten_characters_and_more_are_refused(step):
    known = sorted(
        word for word in {*CommonPasswordValidator().passwords, *FREQUENCY_LISTS["passwords"]} if len(word) >= 10
    )

    assert len(known) > 2_400
    assert [word for word in known[::step] if is_taken(word) or is_taken(word.title())] == []


@pytest.mark.parametrize("word", [word for word in CONTEXT_WORDS if len(word) >= 8])
def test_a_word_of_here_alone_or_with_a_year_is_refused(word):
    for password in (word, f"{word.title()}2026", f"{word}1!"):
        with pytest.raises(ValidationError):
            HardToGuessValidator().validate(password)


@pytest.mark.parametrize(
    "password",
    [
        "kat tuba regen zolder",
        "vierlossewoorden samen",
        "ßåđ Ωmega ☂ paraplu",
        "0918273645546372819",
        "x7 9k q2 m4",
        "kat tuba regen zolder " + "qx7" * 40,
        "een-lang-wachtwoord",
    ],
)
def test_any_kind_of_characters_and_any_length_is_free(password):
    validate_password(password, NOOR)


def test_a_password_is_checked_as_it_was_typed():
    person = Member(email="x@y.example")
    password = "  Kat tuba REGEN zolder " + "é" * 100
    person.set_password(password)

    assert person.check_password(password)
    assert not person.check_password(password.strip())
    assert not person.check_password(password[:-1])
    assert not person.check_password(password.lower())


def test_a_password_of_signs_that_may_stand_for_letters_is_judged_soon():
    began = time.process_time()

    HardToGuessValidator().validate("4@8({[<369!1|0$5+7%2/" * 6)

    assert time.process_time() - began < 1.5
