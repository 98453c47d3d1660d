"""Everything pure: values in, values out; no clock, no network, no disk, no environment."""
