"""A segmentation as a service: train and track, pack, validate, answer.

Read in this order: `bundle` (what must travel with a model), `train`, `app`.
"""
