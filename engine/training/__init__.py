"""Training encoders on pairs of images and texts: arrays and tensors in and out, no catalogue.

Importing most of its modules loads torch; ``pairs``, ``splitting``, ``schedules`` and ``presets``
do not.
"""
