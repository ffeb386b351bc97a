"""Where the demo's pictures come from: one module a picture, `draw()` gives its SVG.

Nothing here runs with the site. `python -m standfirst.demo.content.drawings.render`
prints the pictures again, the same to the pixel but for the browser's version.
"""
