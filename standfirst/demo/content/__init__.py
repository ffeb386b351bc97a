"""What the demo newspaper says and shows: data only, no code that writes it.

Files are TOML, read with `tomllib`; times are local to the paper and carry no
zone; money is in minor units (cents); a path is relative to the folder named.

`paper.toml`
    name, tagline, place, language, currency, contact_email, accent_light,
    accent_dark; `[front]` lead (article slug), seconds (slugs);
    `[[sections]]` and `[[topics]]` slug, title, intro;
    `[[contributors]]` slug, name, role, bio, optional cast (key in people.toml);
    `[[pages]]` slug, title, `[[pages.story]]` blocks as below;
    `[rules]` published (date), paragraphs (in order, to be numbered);
    `[[menus.header]]`, `[[menus.footer]]` text, url.

`people.toml`
    `[[people]]` key, name, email, roles (of owner, editor, moderator,
    treasurer; none for a member), optional supporter = true.

`campaign.toml`
    slug, title, kind (always "rehearsed"), currency, goal, marks, opened
    (date), shown_on (front, articles), picture, alt, credit, credit_url,
    licence, summary, when_reached, `[[milestones]]` amount, text,
    `[[story]]` blocks, `[[gifts]]` date-time at, amount, method (pretend,
    transfer or cash), optional name (absent: anonymous) or person (cast key),
    optional message. Every gift is settled.

`articles/<slug>.toml`
    slug, section, kicker, headline, standfirst, place, published, optional
    updated, topics (slugs), related (slugs), discussion (open, closed, days,
    off) with closes_after_days; `[[bylines]]` contributor, role; optional
    `[lead]` with a figure's fields; `[[story]]` blocks; `[[comments]]`.

Story blocks, by kind
    paragraphs: html (p, a, b, i, ul, ol, li) · heading: text · quote: text,
    attribution · figure: image (in pictures/), type (photo, map, chart), alt,
    caption, credit, credit_url, licence · gallery: figures (a list of such) ·
    question: text, slug · appeal: text, campaign · table: caption, header,
    rows · document: file (in documents/), title · embed: url, title, provider,
    width, height.

Comments, in the order in which they were written
    key, optional parent (key), optional question (slug of the question block
    that it answers inline), author (cast key) or name (a named guest) or
    neither (unnamed), text (the comments' Markdown), minutes_after (since
    publication; one that is held arrives as the demo is made), up, down, state
    (visible, held, removed, withdrawn), and for a removed one rule (number in
    the house rules) and reason.
"""
