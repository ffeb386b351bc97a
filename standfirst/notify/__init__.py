"""Messages to people: rows that are queued in the action's transaction and sent by the worker.

Promises: a message with the same dedupe key is queued once; knows nothing of why it is sent.
"""
