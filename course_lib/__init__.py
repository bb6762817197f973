"""Clustering algorithms short enough to read in class and checked against scikit-learn and SciPy.

Read `geometry` first: three ideas that every other module uses. Then one module an algorithm.
"""

__version__ = "0.1.0"
