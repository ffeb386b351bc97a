import pytest

from standfirst.transfer.wordpress.story.converting import story_of
from standfirst.transfer.wordpress.story.outcome import FileRef, Surroundings


def blocks(html, **surroundings):
    return [
        (block["type"], block["value"])
        for block in story_of(html, Surroundings(**surroundings)).blocks
    ]


def kept(html):
    return dict(story_of(html).kept)


def left(html):
    return dict(story_of(html).left)


def figure(address="", number="", alt="", caption=""):
    return ("figure", {"file": FileRef(number, address), "alt": alt, "caption": caption})


def test_blank_lines_make_paragraphs_and_line_breaks_stay():
    assert blocks("One\ntwo.\n\n\nThree.") == [("paragraph", "<p>One<br/>two.</p><p>Three.</p>")]


def test_a_blank_line_inside_a_mark_makes_a_paragraph_too():
    assert blocks("<b>One\n\ntwo</b>") == [("paragraph", "<p><b>One</b></p><p><b>two</b></p>")]


def test_block_comments_mean_that_line_breaks_mean_nothing():
    html = "<!-- wp:paragraph -->\n<p>One\ntwo.</p>\n<!-- /wp:paragraph -->"
    assert blocks(html) == [("paragraph", "<p>One two.</p>")]


def test_two_breaks_in_a_row_make_a_paragraph():
    assert blocks("<!-- wp:x --><p>One<br><br/>two</p>") == [("paragraph", "<p>One</p><p>two</p>")]


def test_marks_become_those_that_a_paragraph_knows():
    html = (
        "<strong>a</strong> <em>b</em> <del>c</del> <kbd>d</kbd> H<sub>2</sub>O <a href='/x'>e</a>"
    )
    expected = '<p><b>a</b> <i>b</i> <s>c</s> <code>d</code> H<sub>2</sub>O <a href="/x">e</a></p>'
    assert blocks(html) == [("paragraph", expected)]


def test_marks_without_a_counterpart_are_counted_and_their_words_stay():
    assert blocks("<u>Very</u> <big>big</big>") == [("paragraph", "<p>Very big</p>")]
    assert left("<u>Very</u> <big>big</big>") == {
        "formatting <u> (the words stay)": 1,
        "formatting <big> (the words stay)": 1,
    }


def test_text_that_looks_like_html_stays_text():
    assert blocks("a &lt;b&gt; & c < d") == [("paragraph", "<p>a &lt;b&gt; &amp; c &lt; d</p>")]


def test_headings_are_of_two_levels():
    assert blocks("<h1>A</h1><h2>B</h2><h3>C</h3><h6>D <i>e</i></h6>") == [
        ("heading", {"text": "A", "level": "2"}),
        ("heading", {"text": "B", "level": "2"}),
        ("heading", {"text": "C", "level": "3"}),
        ("heading", {"text": "D e", "level": "3"}),
    ]


def test_a_heading_with_a_link_is_kept_with_it():
    assert blocks('<h1><a href="https://a.example/">A</a></h1>') == [
        ("kept_html", '<h2><a href="https://a.example/" rel="noopener">A</a></h2>')
    ]


def test_a_heading_too_long_for_one_is_a_paragraph():
    ((kind, value),) = blocks(f"<h2>{'long ' * 60}</h2>")
    assert kind == "paragraph"
    assert value.count("long") == 60


def test_lists_nest_as_deep_as_they_did():
    html = "<ul>\n<li>one</li>\n<li>two\n<ol><li><b>three</b></li></ol>\n</li></ul>"
    expected = "<ul><li>one</li><li>two<ol><li><b>three</b></li></ol></li></ul>"
    assert blocks(html) == [("paragraph", expected)]


def test_a_list_numbered_from_elsewhere_is_kept():
    assert kept('<ol start="8"><li>eight</li></ol>') == {"list of more than words": 1}


def test_pictures_in_a_list_follow_it():
    assert blocks('<ul><li>one <img src="/a.jpg" alt="A"></li></ul>') == [
        ("paragraph", "<ul><li>one</li></ul>"),
        figure("/a.jpg", alt="A"),
    ]


def test_a_quote_has_its_source():
    html = '<blockquote><p>One<br>two.</p><p>Three.</p><cite><a href="https://b.example/">Bo</a></cite></blockquote>'
    assert blocks(html) == [
        (
            "quote",
            {"text": "One\ntwo.\n\nThree.", "source": "Bo", "source_url": "https://b.example/"},
        )
    ]


def test_a_title_cited_within_a_quote_is_not_its_source():
    ((_, value),) = blocks("<blockquote>In <cite>The Weir</cite> it says so.</blockquote>")
    assert value == {"text": "In The Weir it says so.", "source": "", "source_url": ""}


def test_a_quote_with_a_link_is_kept_with_its_source():
    html = '<blockquote>See <a href="https://b.example/">this</a>.<cite>Bo</cite></blockquote>'
    ((kind, value),) = blocks(html)
    assert kind == "kept_html"
    assert "https://b.example/" in value
    assert "Bo" in value


def test_a_grid_of_words_is_a_table():
    html = (
        "<table><thead><tr><th>Day</th><th>Level</th></tr></thead>"
        "<tr><td>Mon</td><td><b>2</b> m</td></tr><tr><td>Tue</td></tr></table>"
    )
    assert blocks(html) == [
        (
            "table",
            {
                "caption": "",
                "columns": [
                    {"type": "words", "heading": "Day"},
                    {"type": "words", "heading": "Level"},
                ],
                "rows": [
                    {"values": ["<p>Mon</p>", "<p><b>2</b> m</p>"]},
                    {"values": ["<p>Tue</p>", ""]},
                ],
            },
        )
    ]


def test_a_table_with_joined_cells_is_kept():
    assert kept('<table><tr><td colspan="2">a</td></tr></table>') == {
        "table with joined cells or more than words": 1
    }


def test_a_caption_code_is_a_figure():
    html = (
        '[caption id="attachment_5" align="alignnone" width="300"]<a href="/uploads/2012/01/a.jpg">'
        '<img src="/uploads/2012/01/a-300x200.jpg" alt="A weir" /></a> The <em>weir</em>[/caption]'
    )
    assert blocks(html) == [
        figure("/uploads/2012/01/a-300x200.jpg", "5", alt="A weir", caption="The weir")
    ]


def test_a_caption_code_of_the_old_kind_is_a_figure():
    html = '[caption id="attachment_5" caption="It&#039;s the weir"]<img src="/a.jpg">[/caption]'
    assert blocks(html) == [figure("/a.jpg", "5", caption="It's the weir")]


def test_a_picture_between_words_stands_between_paragraphs():
    html = 'Before <b>it <img class="wp-image-7" src="/a.jpg"> after</b>.'
    assert blocks(html) == [
        ("paragraph", "<p>Before <b>it </b></p>"),
        figure("/a.jpg", "7"),
        ("paragraph", "<p><b> after</b>.</p>"),
    ]


def test_a_link_around_a_picture_is_counted_unless_it_shows_the_same():
    assert left('<a href="https://shop.example/"><img src="/a.jpg"></a>') == {
        "link around a picture": 1
    }
    assert left('<a href="/uploads/a.jpg"><img src="/uploads/a-300x200.jpg"></a>') == {}


def test_a_smiley_is_its_text_and_a_tracking_pixel_nothing():
    assert blocks('Ha <img class="wp-smiley" src="/s.gif" alt=":-)">!') == [
        ("paragraph", "<p>Ha :-)!</p>")
    ]
    html = '<img src="https://count.example/x.gif" width="1" height="1">'
    assert blocks(html) == []
    assert left(html) == {"tracking pixel": 1}


def test_a_gallery_by_numbers():
    assert blocks('[gallery ids="3, 4,x"]') == [
        (
            "gallery",
            {
                "title": "",
                "figures": [
                    {"file": FileRef("3"), "alt": "", "caption": ""},
                    {"file": FileRef("4"), "alt": "", "caption": ""},
                ],
            },
        )
    ]


def test_a_gallery_of_what_is_attached():
    ((_, value),) = blocks('[gallery exclude="4"]', attached=lambda: ["3", "4", "5"])
    assert [each["file"].attachment for each in value["figures"]] == ["3", "5"]


def test_a_gallery_block_with_captions():
    html = (
        '<figure class="wp-block-gallery"><ul><li><figure><img src="/a.jpg" data-id="3">'
        "<figcaption>A</figcaption></figure></li>"
        '<li><figure><img src="/b.jpg" alt="b"></figure></li></ul><figcaption>Both</figcaption></figure>'
    )
    assert blocks(html) == [
        (
            "gallery",
            {
                "title": "Both",
                "figures": [
                    {"file": FileRef("3", "/a.jpg"), "alt": "", "caption": "A"},
                    {"file": FileRef("", "/b.jpg"), "alt": "b", "caption": ""},
                ],
            },
        )
    ]


@pytest.mark.parametrize(
    "html",
    [
        "https://youtu.be/abcdef12345",
        "[embed]https://youtu.be/abcdef12345[/embed]",
        '<figure class="wp-block-embed"><div>\nhttps://youtu.be/abcdef12345\n</div></figure>',
        '[embed width="300"]https://youtu.be/abcdef12345[/embed]',
    ],
)
def test_a_player_is_an_embed(html):
    assert blocks(html) == [("embed", {"url": "https://youtu.be/abcdef12345", "title": "youtu.be"})]


def test_a_frame_is_a_link_to_its_page():
    html = '<iframe src="//www.youtube.com/embed/abcdef12345?rel=0" title="The gate"></iframe>'
    assert blocks(html) == [
        ("embed", {"url": "https://www.youtube.com/watch?v=abcdef12345", "title": "The gate"})
    ]


def test_an_address_in_a_sentence_is_a_writers_own():
    assert blocks("See https://youtu.be/abcdef12345 for it.") == [
        ("paragraph", "<p>See https://youtu.be/abcdef12345 for it.</p>")
    ]


def test_sound_is_a_file_to_download():
    expected = {"file": FileRef(address="/uploads/a.mp3"), "title": "a.mp3"}
    for html in (
        '[audio mp3="/uploads/a.mp3"][/audio]',
        "[audio /uploads/a.mp3]",
        '<audio src="/uploads/a.mp3">',
    ):
        assert blocks(html) == [("document", expected)], html


def test_a_file_block_is_a_document():
    html = '<div class="wp-block-file"><a href="/u/a.pdf">Minutes</a><a href="/u/a.pdf" download>Download</a></div>'
    assert blocks(html) == [("document", {"file": FileRef(address="/u/a.pdf"), "title": "Minutes"})]


def test_what_has_no_block_is_kept_and_counted():
    html = "<pre>a  b\n  c</pre><dl><dt>Weir</dt><dd>A dam.</dd></dl>"
    assert blocks(html) == [
        ("kept_html", "<pre>a  b\n  c</pre>"),
        ("kept_html", "<dl><dt>Weir</dt><dd>A dam.</dd></dl>"),
    ]
    assert kept(html) == {"preformatted text": 1, "list of terms": 1}


def test_code_keeps_its_signs():
    assert blocks('[sourcecode language="php"]<?php echo "a" && "b"; ?>[/sourcecode]') == [
        ("kept_html", '<pre><code>&lt;?php echo "a" &amp;&amp; "b"; ?&gt;</code></pre>')
    ]


def test_an_unknown_code_is_kept_and_counted():
    html = 'Write to us:\n\n[contact-form-7 id="1" title="Form"]'
    assert blocks(html)[1] == ("kept_html", '<p>[contact-form-7 id="1" title="Form"]</p>')
    assert kept(html) == {"code [contact-form-7]": 1}


def test_unknown_codes_around_text_leave_the_text():
    html = '[box color="red"]Mind the [b]gap[/b].[/box]'
    assert blocks(html) == [("paragraph", "<p>Mind the gap.</p>")]
    assert left(html) == {"code [box] around text": 1, "code [b] around text": 1}


@pytest.mark.parametrize(
    "text", ["He said [sic] so.", "See [1] and [2].", "[Editor's note] So.", "[[gallery]]"]
)
def test_brackets_of_a_writer_stay(text):
    ((_, value),) = blocks(text)
    assert value == f"<p>{text.replace('[[', '[').replace(']]', ']')}</p>"


def test_marks_of_pages_and_teasers_are_counted():
    html = "One.<!--more Read on-->Two.<!--nextpage-->Three.<!-- note to self -->"
    assert blocks(html) == [("paragraph", "<p>One.</p><p>Two.</p><p>Three.</p>")]
    assert left(html) == {
        "read-more mark": 1,
        "page break (the pages were joined)": 1,
        "remark in the HTML": 1,
    }


def test_a_comment_that_never_ends_does_not_swallow_the_story():
    assert blocks("One <!-- two") == [("paragraph", "<p>One &lt;!-- two</p>")]


def test_blocks_that_have_no_content_are_named():
    assert left('<!-- wp:latest-posts {"postsToShow":3} /-->') == {
        "block without content (latest-posts)": 1
    }


def test_a_reused_block_is_put_in():
    html = '<!-- wp:block {"ref":12} /-->'
    assert blocks(html, reused={"12": "<p>Shared.</p>"}.get) == [("paragraph", "<p>Shared.</p>")]
    assert left(html) == {"reused block that is not in the file": 1}


def test_a_block_that_reuses_itself_comes_to_an_end():
    html = '<p>Again.</p><!-- wp:block {"ref":12} /-->'
    ((_, value),) = blocks(html, reused=lambda _number: html)
    assert value == "<p>Again.</p>" * 4


def test_groups_and_columns_are_their_content():
    html = '<!-- wp:columns --><div class="wp-block-columns"><div><p>One</p></div><div><p>Two</p></div></div>'
    assert blocks(html) == [("paragraph", "<p>One</p><p>Two</p>")]
    assert left(html) == {"columns (set one below another)": 1}


def test_a_cover_is_its_picture_and_its_words():
    html = '<div class="wp-block-cover" style="background-image:url(https://a.example/b.jpg)"><p>Words</p></div>'
    assert blocks(html) == [figure("https://a.example/b.jpg"), ("paragraph", "<p>Words</p>")]


def test_both_languages_of_a_text_stay():
    assert blocks("[:fr]Bonjour[:en]Hello[:]") == [("paragraph", "<p>Bonjour</p><p>Hello</p>")]
    assert blocks("<!--:fr-->Bonjour<!--:--><!--:en-->Hello<!--:-->") == [
        ("paragraph", "<p>Bonjour</p><p>Hello</p>")
    ]


def test_nothing_makes_nothing():
    assert blocks("") == blocks("&nbsp;\n\n<p></p><b></b>") == []


@pytest.mark.parametrize(
    "piece",
    [
        "<div>",
        "<b>",
        "<ul><li>",
        "<blockquote>",
        "<!--",
        "<!-- wp:x {",
        "[",
        "[caption",
        "[/x]",
        "&",
        "<",
    ],
)
def test_hostile_repetition_is_read_in_time_and_its_words_stay(piece):
    story = story_of(piece * 20_000 + " the last word")
    assert any("the last word" in str(block["value"]) for block in story.blocks)


def test_deep_but_not_absurd_nesting_is_kept():
    story = story_of("<div>" * 300 + "deep" + "</div>" * 300)
    assert dict(story.kept) == {"nested too deep to be read": 1}
