"""Measurements too long for a page of the book: run by hand, kept in `book/results`.

Each module measures one thing in `run()`, which returns what is to be kept.
"""
