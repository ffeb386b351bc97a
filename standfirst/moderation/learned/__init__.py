"""What was learned from labelled texts: small tables of weights, and the arithmetic over them.

Owns how a text is read for them, the names of groups of people that must not count, and the files of
weights, which `make models` makes. Promises: no scikit-learn and no numpy in a process of the paper;
the same text has the same score everywhere; a text in another language than English has none.
"""
