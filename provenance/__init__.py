"""provenance: where an article came from, whether it is still there, and how to cite it."""
