"""How hard a password must be to guess, and that it may not have leaked."""

import logging

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

from network.members.breaches import NotAnswered, times_leaked

logger = logging.getLogger("portal.accounts")
# Guesses that a password must stand, as zxcvbn counts them: far more than anybody gets at the sign-in form.
LEAST_GUESSES = 10**9
# zxcvbn takes seconds for what is longer and full of signs that may stand for letters; the rest adds strength only.
JUDGED_LENGTH = 40
# Words that whoever guesses here tries first (ASVS 6.1.2); listed in docs/security.md.
CONTEXT_WORDS = (
    *("bruggen", "bouwen", "bruggenbouwen", "bruggenbouwer", "portaal", "portal", "community", "netwerk"),
    *("mbo", "sambo", "sambo-ict", "mbodigitaal", "digitaal", "digitalisering", "kennisnet", "surf", "onderwijs"),
    *("school", "roc", "college", "docent", "docenten", "student", "studenten", "leraar", "les", "lessen", "klas"),
    *("icoach", "i-coach", "icoaches", "coach", "coaches", "ict", "beheer", "beheerder", "admin", "redactie"),
    *("bijeenkomst", "uitwisseling", "stage", "peergang", "verhaal", "pilot", "inzicht", "programma", "team"),
    *("welkom", "wachtwoord", "geheim", "inloggen", "aanmelden", "nederland", "amsterdam", "demo"),
    *("lente", "zomer", "herfst", "winter", "voorjaar", "najaar", "januari", "februari", "maart", "april"),
    *("juni", "juli", "augustus", "september", "oktober", "november", "december"),
    *("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
)


class HardToGuessValidator:
    """Refuses what is guessed soon: known passwords and words, also with letters changed, keyboard rows, dates, names.

    It judges by known passwords (some 30,000) and words, not by the kinds of characters, which are free to choose.
    """

    def validate(self, password: str, user=None) -> None:
        """Refuse a password that stands too few guesses.

        Raises:
            ValidationError: With what to do instead.
        """
        judged = zxcvbn(password[:JUDGED_LENGTH], user_inputs=[*_words_of(user), *CONTEXT_WORDS])
        if judged["guesses"] < LEAST_GUESSES:
            raise ValidationError(
                _(
                    "This password is easy to guess. Use some words that don't belong together, "
                    "or let your browser make one."
                ),
                code="easy_to_guess",
            )

    def get_help_text(self) -> str:
        """Say it before anything is typed."""
        return _("Use some words that don't belong together, or let your browser make a password.")


class NotLeakedValidator:
    """Refuses what stands in a list of leaked passwords, where an operator has such a list asked.

    When nobody answers, the password is judged by the other validators alone, and the log says so.
    """

    def validate(self, password: str, user=None) -> None:
        """Refuse a password that leaked elsewhere.

        Raises:
            ValidationError: With what to do instead.
        """
        address = settings.PORTAL_BREACHED_PASSWORDS_URL
        if not address:
            return
        try:
            is_leaked = times_leaked(password, address=address) > 0
        except NotAnswered as reason:
            logger.warning("the list of leaked passwords did not answer: %s", reason)
            return
        if is_leaked:
            raise ValidationError(
                _("This password was stolen from another website. Choose one that you use nowhere else."), code="leaked"
            )

    def get_help_text(self) -> str:
        """Say it before anything is typed."""
        return _("Choose one that you use nowhere else.")


def _words_of(user) -> list[str]:
    """Give what is known of a person, as words."""
    parts = [getattr(user, name, "") or "" for name in ("given_name", "family_name", "email")]
    return [word for part in parts for word in part.lower().replace("@", " ").replace(".", " ").split()]
