"""WordPress HTML turned into the blocks of a story.

Owns the way from what a post's `content:encoded` holds (classic text with blank lines, block
comments, shortcodes, anything pasted) to `{"type": …, "value": …}` of the newsroom's blocks.
Promises that no text is lost: what has no block is kept as sanitised HTML, and what is kept, left
out or simplified is counted by reason. Knows no database; pictures and files are named by reference.
"""
