"""The demo newspaper: a fictional town's paper, built through the same actions as real life.

Promises: nothing here writes a row itself; whatever the demo shows, a newsroom can make. Every
address ends in a domain that RFC 2606 reserves, so no mail of it reaches anybody.
"""
