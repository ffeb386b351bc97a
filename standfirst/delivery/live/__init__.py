"""Live events: what the event log says, told to everybody who has a page open.

One process holds all streams of a machine in one event loop. A thread follows the log by asking
(`feed`); the hub tells each stream what concerns its topics (`hub`), from one byte string for all
that have the same topics. There is no queue for a client: one that does not take what it is sent
is dropped (`streams`), comes back with the number of the last event it saw, and is told what it
missed from memory (`recent`) or from the log itself (`missed`).

A topic can be opened only while what it is about is public, which whoever starts the process says
how to ask (`topics`); it is asked again after each purge and every minute.
"""
