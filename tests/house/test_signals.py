"""Our apps call each other; signals are for what Django, Wagtail and allauth tell us."""

import ast

from tests.house.source import Source, none_of, python

PLACES = ("/receivers.py", "/apps.py")


def own_signals(source):
    return [
        f"{source.at(node)}: a signal of our own"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Signal"
    ]


def misplaced_receivers(source):
    if source.place.endswith(PLACES):
        return []
    return [
        f"{source.place}:{node.lineno}: listens to a signal"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.FunctionDef)
        and any(is_receiver(each) for each in node.decorator_list)
    ]


def is_receiver(decorator):
    return getattr(getattr(decorator, "func", decorator), "id", "") == "receiver"


def test_no_app_sends_a_signal():
    faults = [fault for source in python("standfirst/") for fault in own_signals(source)]
    none_of(faults, "Call the lower app; what the upper must do, it does by calling first:")


def test_signals_are_received_in_one_file_of_an_app():
    faults = [fault for source in python("standfirst/") for fault in misplaced_receivers(source)]
    none_of(faults, "Receivers stand in receivers.py and turn a signal into an action:")


def test_planted_faults_are_found():
    planted = "@receiver(post_save)\ndef f(**kw): ...\nx = Signal()"
    assert own_signals(Source("standfirst/x/models.py", planted))
    assert misplaced_receivers(Source("standfirst/x/models.py", planted))
    assert not misplaced_receivers(Source("standfirst/x/receivers.py", planted))
