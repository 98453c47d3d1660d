"""CSL-JSON, the language that citation engines speak: items out of sources, and the rules around the engine.

The way of one citation: `items` makes the item and its warnings, `rules` fits the item to a style, `dates` marks a year
that is not stated, the engine (`edge.citeproc`) renders, `markup` reads what it wrote, `dates` puts brackets round the
marked year. `mends` corrects styles before they are used. Around it: `together` for the items of one bibliography, `keys` for
citation keys, `stated` for items as lists have them.
"""
