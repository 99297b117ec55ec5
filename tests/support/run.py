#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Kukini authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs the unittest file given, prints why tests were skipped, and leaves with 77 when all of them were."""
import importlib.util
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))


def main():
    path = pathlib.Path(sys.argv[1]).resolve()
    sys.path.insert(0, str(path.parent))
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module  # unittest finds setUpModule there
    spec.loader.exec_module(module)
    loader = unittest.TestLoader()
    if len(sys.argv) > 2:
        loader.testNamePatterns = [f"*{p}*" for p in sys.argv[2:]]
    result = unittest.TextTestRunner(verbosity=2).run(loader.loadTestsFromModule(module))
    for test, why in result.skipped:
        print(f"SKIPPED: {test}: {why}")
    good = max(0, result.testsRun - len(result.skipped) - len(result.failures) - len(result.errors))
    print(f"[  PASSED  ] {good} tests\n[  SKIPPED ] {len(result.skipped)} tests\n[  FAILED  ] {len(result.failures) + len(result.errors)} tests")
    if not result.wasSuccessful():
        sys.exit(1)
    sys.exit(77 if result.skipped and not good else 0)  # a class skipped as a whole counts once, and as no test run


main()
