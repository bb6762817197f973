"""Release labs to students and grade what they hand in, with nbgrader as the grader.

The package knows nbgrader and nothing of clustering. `python -m grading --help` says what it does.
"""
