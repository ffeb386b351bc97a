"""Run a module as a child that ends with its parent: the first thing it does, before any import.

`python -m standfirst.worker.supervised MODULE ARGUMENT …`. Loading Django takes a second or two, and
a parent may be killed in them.
"""

import runpy
import sys

from standfirst.worker.lifeline import end_with_parent


def main() -> None:
    """Tie this process to its parent, then be the module that is named."""
    end_with_parent()
    module = sys.argv[1]
    sys.argv = sys.argv[1:]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
