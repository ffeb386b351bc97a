"""The `standfirst` command: one small file for each thing an operator does.

Owns words, progress and exit codes; what is done is done by the apps' actions. Promises that only
commands that work are listed, that an error is one sentence that says what to do, and that the
exit code is 0 for done and not 0 for anything else.
"""
