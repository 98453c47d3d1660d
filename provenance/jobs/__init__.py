"""One file a job, named like its command: a straight pipeline. The only reader of the clock."""
