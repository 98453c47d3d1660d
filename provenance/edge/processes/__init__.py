"""Further processes of this program, for work that would hold up the one that has them.

They are begun as programs, and not by `multiprocessing`: that begins each by importing what the main module of its parent
is, which is the command line here and anybody's script elsewhere, and begins none below a worker of Dask.
"""
