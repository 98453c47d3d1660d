"""What a page or a saved text says of itself: evidence by families, and readings chosen from it.

`source.read` is the whole of it, `glance` the little that a check of a link needs, `maintext` the text of the article.
"""
