// One stream of events about what the page shows: opened once the page is loaded, and only while it is looked at.
// Whatever it says is a hint; without it the page is as it was, and a reload shows the same.

const KINDS = ["comment.added", "comment.changed", "comment.gone", "comment.voted", "meter", "page.changed", "reload"];
const FIRST_WAIT = 10_000;
const MOST_TRIES = 7;

const newest = new Map();
let source;
let cursor;
let tries = 0;
let timer;
let isOver = false;

function address(topics) {
  const query = new URLSearchParams(topics.map((topic) => ["topic", topic]));
  // the page was made some time before it was opened: the server says when
  if (cursor) query.set("after", cursor);
  else query.set("since", Math.floor(Date.parse(document.lastModified) / 1000));
  return `/live/?${query}`;
}

/** After a break some events come again, and rarely one comes late: of each subject only a newer one counts. */
function hear({ type, data, lastEventId }) {
  cursor = lastEventId;
  const detail = { kind: type, ...JSON.parse(data) };
  const subject = `${type} ${detail.topic} ${detail.id}`;
  const number = Number(lastEventId.split("-")[1]);
  if (type !== "reload" && newest.get(subject) >= number) return;
  newest.set(subject, number);
  document.dispatchEvent(new CustomEvent("standfirst:live", { detail }));
}

function close() {
  clearTimeout(timer);
  source?.close();
  source = undefined;
}

function open() {
  close();
  const topics = [...new Set(Array.from(document.querySelectorAll("[data-live]"), (place) => place.dataset.live))];
  if (isOver || document.visibilityState === "hidden" || !topics.length) return;
  source = new EventSource(address(topics.slice(0, 20)));
  source.addEventListener("hello", ({ lastEventId }) => {
    tries = 0;
    cursor = lastEventId;
  });
  source.addEventListener("gone", () => {
    isOver = true;
    close();
  });
  for (const kind of KINDS) source.addEventListener(kind, hear);
  // after a break the browser comes back by itself, after a refusal it does not
  source.addEventListener("error", () => {
    if (source?.readyState !== EventSource.CLOSED || ++tries > MOST_TRIES) return;
    timer = setTimeout(open, FIRST_WAIT * 2 ** (tries - 1) * (0.5 + Math.random()));
  });
}

export function watchLive() {
  if (!window.EventSource) return;
  const begin = () => (window.requestIdleCallback ?? setTimeout)(open);
  if (document.readyState === "complete") begin();
  else window.addEventListener("load", begin);
  document.addEventListener("visibilitychange", open);
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", (event) => event.persisted && open());
}
