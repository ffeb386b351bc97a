"""Django's SMTP backend, which tells us two things that it does not: that the words of a mail go out
now, and that they went out but no answer came.
"""

import smtplib
from collections.abc import Callable
from typing import Any

from django.core.mail.backends.smtp import EmailBackend

GO_AHEAD = 354


class AnswerMissing(smtplib.SMTPException):
    """The server was given the whole mail, or a part of it, and did not say whether it took it."""


class _Telling:
    """What a connection does beside sending, whether it is encrypted from the start or not."""

    before_words: Callable[[], None]
    last_code = 0

    def getreply(self) -> tuple[int, bytes]:
        code, said = super().getreply()  # type: ignore[misc]
        self.last_code = code
        return code, said

    def data(self, msg: Any) -> tuple[int, bytes]:
        self.before_words()
        try:
            answer: tuple[int, bytes] = super().data(msg)  # type: ignore[misc]
        except (OSError, smtplib.SMTPServerDisconnected) as error:
            if self.last_code == GO_AHEAD:
                raise AnswerMissing(f"No answer after the mail: {error}") from error
            raise
        return answer


class TellingSmtp(_Telling, smtplib.SMTP):
    """A connection that begins in the clear."""


class TellingSmtpSsl(_Telling, smtplib.SMTP_SSL):
    """A connection that is encrypted from its first byte."""


class Backend(EmailBackend):
    """Sends by SMTP. ``before_words`` is called when a server stands ready to take a mail's words.

    If it raises, the words do not go out.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before_words: Callable[[], None] = lambda: None

    @property
    def connection_class(self) -> Callable[..., smtplib.SMTP]:  # type: ignore[override]
        """Give connections that tell."""

        def connect(*args: Any, **kwargs: Any) -> smtplib.SMTP:
            kind = TellingSmtpSsl if self.use_ssl else TellingSmtp
            connection = kind(*args, **kwargs)
            connection.before_words = self.before_words
            return connection

        return connect
