"""A test's event loop runs in a thread of its own: in the main one a browser's may."""

import ast

from tests.house.source import Source, files, none_of

THE_ONE_PLACE = "tests/loops.py"


def own_loops(sources):
    return [
        source.at(node)
        for source in sources
        if source.place.startswith("tests/") and source.place != THE_ONE_PLACE
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "asyncio.run"
    ]


def test_none_runs_in_the_main_thread():
    none_of(own_loops(files(".py")), "Use tests.loops.run.")


def test_a_planted_fault_is_found():
    assert own_loops([Source("tests/cli/test_x.py", "asyncio.run(ask())")])
