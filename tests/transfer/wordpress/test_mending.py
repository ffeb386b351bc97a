import pytest

from standfirst.transfer.wordpress.mending import Decoder, Mender
from standfirst.transfer.wordpress.things import Mended, WxrRefused


def mend(text, size=None):
    mended = Mended()
    mender = Mender(mended)
    size = size or len(text) or 1
    chunks = [text[at : at + size] for at in range(0, len(text), size)]
    return "".join(map(mender.feed, chunks)) + mender.feed("", final=True), mended


def test_a_bare_ampersand_is_escaped_and_counted():
    text, mended = mend("<a>Fish & chips &c. a?b=1&d=2</a>")
    assert text == "<a>Fish &amp; chips &amp;c. a?b=1&amp;d=2</a>"
    assert mended.ampersands == 3


def test_what_is_well_formed_is_left_alone():
    whole = "<a x='&quot;'>&amp; &#8212; &#x2014; &lt;</a><!-- a & b --><?php a && b ?>"
    text, mended = mend(whole)
    assert text == whole
    assert mended == Mended()


def test_an_entity_of_html_becomes_its_character():
    text, mended = mend("<t>More&mdash;More&nbsp;&nosuch;</t>")
    assert text == "<t>More&#8212;More&#160;&amp;nosuch;</t>"
    assert (mended.entities, mended.ampersands) == (2, 1)


def test_cdata_is_left_alone_but_for_what_xml_forbids():
    text, mended = mend("<t><![CDATA[a & b &mdash; \x08<br>]]> & </t>")
    assert text == "<t><![CDATA[a & b &mdash; <br>]]> &amp; </t>"
    assert (mended.ampersands, mended.characters) == (1, 1)


def test_a_reference_to_a_forbidden_character_is_taken_away():
    text, mended = mend("<t>a&#8;b&#xD800;c&#99999999;d</t>")
    assert text == "<t>abcd</t>"
    assert mended.characters == 3


@pytest.mark.parametrize("size", [1, 2, 3, 7, 39, 40, 41])
def test_where_a_chunk_ends_makes_no_difference(size):
    text = (
        "\n <a>x & y &mdash; &amp; <![CDATA[ & ]] ]> &amp; ]]> <!-- & -- --> & <?p & ?> &#38; </a> &"
    ) * 9
    assert mend(text, size) == mend(text)


def test_line_breaks_stay_where_they_are():
    text = "<a>\n&\n<![CDATA[\n\n]]>\n&mdash;\n</a>"
    assert mend(text)[0].count("\n") == text.count("\n")


def test_blank_lines_before_the_first_tag_are_skipped_and_counted():
    text, mended = mend("\ufeff\n\n  <?xml?><a/>")
    assert text == "<?xml?><a/>"
    assert mended.blank_lines == 2


def decode(*chunks):
    mended = Mended()
    decoder = Decoder(mended)
    text = "".join(decoder.feed(chunk) for chunk in chunks) + decoder.feed(b"", final=True)
    return text, mended.undecodable_bytes


def test_a_stray_byte_is_read_as_windows_1252():
    assert decode("né ".encode(), b"caf\xe9 \x93so\x94") == ("né café “so”", 3)


def test_a_character_cut_by_a_chunks_end_is_whole():
    assert decode(b"caf\xc3", b"\xa9") == ("café", 0)


def test_the_declared_encoding_is_used():
    text, strays = decode(
        '<?xml version="1.0" encoding="ISO-8859-1"?><a>café</a>'.encode("latin-1")
    )
    assert "café" in text
    assert strays == 0


def test_an_encoding_that_nobody_knows_is_refused():
    with pytest.raises(WxrRefused, match="encoding"):
        decode(b'<?xml version="1.0" encoding="no-such"?><a/>')
