// The lists of the desk in place: a decision takes its comment off the list without loading the page, what
// others decide leaves by itself, and nothing that has the focus is taken away. All words come from the HTML
// or the server; without this script the same forms and links load pages.

import { current, goTo, listen, neighbour } from "./keys.js";
import { watch } from "./news.js";

const UNDO = "standfirst-desk-undo";
const SAY = "standfirst-desk-say";

const list = document.getElementById("desk-list");
const line = document.getElementById("desk-status");
const isWhole = "isWhole" in list.dataset;
const kept = (name) => JSON.parse(sessionStorage.getItem(name) ?? "[]");
const items = () => [...list.querySelectorAll("[data-item]")];

/** Say a sentence; the same one twice is two. */
function say(words) {
  line.replaceChildren();
  requestAnimationFrame(() => {
    line.textContent = words;
  });
}

/** Load another page, or this one anew, and say there what happened. */
function moveOn(address, words) {
  sessionStorage.setItem(SAY, JSON.stringify(words ? [words] : []));
  if (address) location.assign(address);
  else location.reload();
}

async function send(address, body) {
  try {
    const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
    const told = await answer.json();
    return { isDone: answer.ok, ...told };
  } catch {
    return { isDone: false, words: list.dataset.saidLost };
  }
}

function takeOff(item) {
  const hadFocus = item.contains(document.activeElement) || item === current();
  const next = neighbour(item);
  item.remove();
  if (hadFocus && next) goTo(next);
}

function shorten(by) {
  const tab = document.querySelector("a[aria-current] [data-length]");
  if (tab) tab.textContent = Math.max(0, Number(tab.textContent) - by);
}

async function decide(form, button) {
  const item = form.closest("[data-item]");
  const body = new FormData(form, button);
  form.inert = true;
  const told = await send(form.action, body);
  form.inert = false;
  if (!told.isDone) {
    say(told.words);
    return;
  }
  if (told.undo) sessionStorage.setItem(UNDO, JSON.stringify([...kept(UNDO), told.undo].slice(-50)));
  if (isWhole) {
    moveOn(document.getElementById("desk-back").href, told.words);
    return;
  }
  takeOff(item);
  shorten(1);
  if (items().length === 0) moveOn("", told.words);
  else say(told.words);
}

async function undo() {
  const stack = kept(UNDO);
  const form = document.querySelector("form[data-undo]");
  const address = stack.pop() ?? form?.action;
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (!address || !token) {
    say(list.dataset.saidNone);
    return;
  }
  sessionStorage.setItem(UNDO, JSON.stringify(stack));
  const told = await send(address, new URLSearchParams({ csrfmiddlewaretoken: token }));
  if (told.isDone) moveOn(told.address, told.words);
  else say(told.words);
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.matches("form[data-decision]")) {
    event.preventDefault();
    await decide(form, event.submitter);
  } else if (form.matches("form[data-claiming]")) {
    event.preventDefault();
    const told = await send(form.action, new FormData(form, event.submitter));
    say(told.words);
  }
});
listen(undo);
if (isWhole) {
  // Whoever opens everything about a comment looks at it: the others see that.
  const form = list.querySelector("form[data-claiming]");
  if (form) send(form.action, new FormData(form));
} else watch(list, say);
const said = kept(SAY);
sessionStorage.removeItem(SAY);
if (said.length) {
  goTo(items()[0]);
  say(said[0]);
}
