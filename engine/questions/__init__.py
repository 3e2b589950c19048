"""Yes-or-no questions answered by a head on images and texts: learning, calibrating, measuring."""
