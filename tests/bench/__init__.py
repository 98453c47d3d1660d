"""Benchmarks: each file is a command that prints a Markdown table of ratios taken in one run. No test times anything."""
