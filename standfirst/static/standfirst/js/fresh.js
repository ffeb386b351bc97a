// What happens in the discussion while the page is open. New comments are counted on a button and come when it is
// pressed, never under the reader's eyes; words that are gone go at once; changed ones are read again.

import { fetchMine } from "./mine.js";
import { sayRarely } from "./say.js";

const fresh = new Set();
const changed = new Set();
let timer;

const section = () => document.getElementById("comments");
const shown = (id) => document.getElementById(`comment-${id}`);
const part = (comment, name) => comment?.querySelector(`:scope > .comment-${name}`);

/** Fetch the thread's newest page and give it without showing it. */
async function newest() {
  const tray = document.getElementById("fresh-tray");
  await window.htmx.ajax("GET", section().dataset.newest, { source: tray, target: tray, swap: "innerHTML ignoreTitle:true", select: "#comment-list" });
  const list = tray.firstElementChild;
  list?.remove();
  return list;
}

function count() {
  const button = document.querySelector("#fresh button");
  if (!button) return;
  const form = new Intl.PluralRules(document.documentElement.lang || "en").select(fresh.size);
  const words = (form === "one" && button.dataset.one) || button.dataset.other;
  button.textContent = words.replace("{n}", fresh.size.toLocaleString(document.documentElement.lang || "en"));
  button.parentElement.hidden = !fresh.size;
  if (fresh.size) sayRarely(button.textContent);
}

/** Show the newest list; while somebody writes in the old one, only what is new, before it. */
function place(list) {
  const here = document.getElementById("comment-list");
  if (here.querySelector(".comment-slot form")) here.prepend(...[...list.children].filter((comment) => !document.getElementById(comment.id)));
  else here.replaceWith(list);
}

async function show() {
  if (!fresh.size) return;
  const list = await newest();
  if (!list) return;
  const wanted = [...fresh];
  place(list);
  fresh.clear();
  count();
  for (const link of section().querySelectorAll(".order a")) {
    if (link.href === new URL(section().dataset.newest, location).href) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  fetchMine();
  const first = wanted.map(shown).filter(Boolean).sort((one, other) => (one.compareDocumentPosition(other) & 2 ? 1 : -1))[0];
  // a reply that the list does not reach has an address
  if (!first) return void location.assign(`/comments/${Math.max(...wanted)}/`);
  first.tabIndex = -1;
  first.focus();
}

/** Words that may be read no more go before anything is asked; the sentence in their place follows. */
function empty(id) {
  const comment = shown(id);
  const text = part(comment, "text");
  if (!text) return;
  const gone = document.createElement("p");
  gone.className = "comment-gone";
  gone.textContent = section().dataset.gone;
  const hadFocus = comment.contains(document.activeElement) && !comment.querySelector(`#c${id}-branch`)?.contains(document.activeElement);
  text.replaceWith(gone);
  part(comment, "actions")?.remove();
  part(comment, "slot")?.replaceChildren();
  comment.querySelector(":scope > header .comment-author")?.remove();
  if (hadFocus) {
    comment.tabIndex = -1;
    comment.focus();
  }
}

async function renew() {
  const list = await newest();
  if (!list) return;
  for (const id of changed) {
    const comment = shown(id);
    const now = list.querySelector(`#comment-${id}`);
    for (const name of ["text", "gone"]) {
      const before = part(comment, name);
      const after = part(now, name);
      if (before && after) before.replaceWith(after);
    }
  }
  changed.clear();
}

/** Too much was missed to be told: what the newest list has and the page has not is new. */
async function catchUp() {
  for (const comment of (await newest())?.children ?? []) {
    const id = Number(comment.id.slice(8));
    if (!shown(id)) fresh.add(id);
  }
  count();
}

/** Everybody who has the page open hears of it at once: they come over some seconds. */
function renewSoon(id) {
  if (!shown(id)) return;
  changed.add(id);
  clearTimeout(timer);
  timer = setTimeout(renew, 500 + Math.random() * 3000);
}

const ACTS = {
  "comment.added": ({ id }) => {
    if (shown(id) || fresh.has(id)) return;
    fresh.add(id);
    count();
  },
  "comment.changed": ({ id }) => renewSoon(id),
  "comment.gone": ({ id }) => {
    if (fresh.delete(id)) count();
    empty(id);
    renewSoon(id);
  },
  "comment.voted": ({ id, value }) => {
    const score = document.querySelector(`#c${id}-vote .vote-score`)?.lastChild;
    if (score) score.textContent = String(value).replace("-", "−");
  },
};

export function watchThread() {
  const topic = section()?.dataset.live;
  if (!topic) return;
  document.querySelector("#fresh button")?.addEventListener("click", show);
  document.addEventListener("standfirst:live", ({ detail }) => {
    if (detail.kind === "reload") catchUp();
    else if (detail.topic === topic) ACTS[detail.kind]?.(detail);
  });
}
