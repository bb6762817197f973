"""The plugin is for a process of its own: importing it here is never wanted."""

collect_ignore = ["against_scikit_learn.py"]
