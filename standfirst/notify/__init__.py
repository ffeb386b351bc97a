"""Messages to people: rows that are queued in the action's transaction and sent by the worker.

Owns what is told to an address (lines), when (rhythms, quiet hours, digests), the mails, and the
addresses that mail is kept from. Promises: an address is told of a thing once, in one mail; a notice
is handed to a mail server at most once, whenever the worker dies, and what became of each is written
down; knows nothing of why it is sent.
"""
