"""Small is normal: limits on files, functions, classes, parameters."""

import ast

from tests.house.source import Source, files, functions, none_of, python

FILE, FUNCTION, CLASS, PARAMETERS = 400, 40, 200, 6


def long_files(sources):
    return [
        f"{source.place}: {source.lines} lines"
        for source in sources
        if source.lines > FILE + 1 and not source.is_vendored
    ]


def length(node):
    return node.end_lineno - node.lineno + 1


def long_functions(source):
    return [
        f"{source.at(node)} {node.name}: {length(node)} lines"
        for node in functions(source.tree)
        if length(node) > FUNCTION
    ]


def long_classes(source):
    return [
        f"{source.at(node)} {node.name}: {length(node)} lines"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef) and length(node) > CLASS
    ]


def many_parameters(source):
    return [
        f"{source.at(node)} {node.name}: {len(parameters(node))} parameters"
        for node in functions(source.tree)
        if len(parameters(node)) > PARAMETERS
    ]


def parameters(node):
    taken = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    return [parameter.arg for parameter in taken if parameter.arg not in {"self", "cls"}]


def test_no_file_is_long():
    sources = [source for source in files(".py", ".css", ".js", ".html") if not source.is_migration]
    none_of(long_files(sources), f"At most {FILE} lines: make it a package, split by noun.")


def test_no_function_is_long():
    faults = [
        fault for source in python("standfirst/", "tools/") for fault in long_functions(source)
    ]
    none_of(faults, f"At most {FUNCTION} lines: give its parts names.")


def test_no_class_is_long():
    faults = [fault for source in python("standfirst/", "tools/") for fault in long_classes(source)]
    none_of(faults, f"At most {CLASS} lines: it is more than one thing.")


def test_no_function_takes_many_parameters():
    faults = [
        fault for source in python("standfirst/", "tools/") for fault in many_parameters(source)
    ]
    none_of(faults, f"At most {PARAMETERS}: those that travel together are a frozen dataclass.")


def test_planted_faults_are_found():
    lines = "    x = 1\n"
    assert long_files([Source("standfirst/x.py", "\n" * 401)])
    assert long_functions(Source("standfirst/x.py", "def f():\n" + lines * 40))
    assert not long_functions(Source("standfirst/x.py", "def f():\n" + lines * 39))
    assert long_classes(Source("standfirst/x.py", "class C:\n" + lines * 200))
    assert many_parameters(Source("standfirst/x.py", "def f(self, a, b, c, /, d, *, e, f, g): ..."))
    assert not many_parameters(
        Source("standfirst/x.py", "def f(self, a, b, c, /, d, *, e, f): ...")
    )
