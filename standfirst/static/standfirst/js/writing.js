// The comment form: it grows with the text and tells the limit before it is reached. Whoever selects
// words of a story is offered one for them, below their paragraph.

import { say } from "./say.js";

const grows = !CSS.supports("field-sizing", "content");

function grow(field) {
  if (!grows || field.tagName !== "TEXTAREA") return;
  field.rows = Math.max(4, Math.min(24, field.value.split("\n").reduce((rows, line) => rows + 1 + Math.floor(line.length / 60), 0)));
}

function count(field) {
  const limit = Number(field.dataset.limit);
  const line = field.closest(".field")?.querySelector("[data-left]");
  if (!limit || !line) return;
  // characters as the server counts them, not half ones
  const left = limit - [...field.value].length;
  line.dataset.words ??= line.textContent;
  line.hidden = left > Math.max(200, limit / 10);
  line.textContent = line.dataset.words.replace("{n}", left.toLocaleString(document.documentElement.lang || "en"));
  line.classList.toggle("left-few", left < 0);
}

/** Cancel empties the place that the form was fetched into, and the focus goes back to what opened it. */
function close(link) {
  const place = document.querySelector(link.dataset.close);
  const opener = document.querySelector(`[hx-target="${link.dataset.close}"]`);
  if (!place) return false;
  place.replaceChildren();
  opener?.focus();
  return true;
}

function offerPassage() {
  const offer = document.getElementById("passage-offer");
  const selection = getSelection();
  if (!offer || selection.isCollapsed) return;
  const range = selection.getRangeAt(0).cloneRange();
  const paragraph = range.startContainer.parentElement.closest(".story > *");
  let place = paragraph;
  while (place && !place.dataset.block) place = place.nextElementSibling;
  if (!place || place === paragraph) return;
  const { block } = place.dataset;
  const quote = String(selection);
  range.collapse(true);
  range.setStart(paragraph, 0);
  if (offer.hidden) say(offer.dataset.said);
  offer.hidden = false;
  const slot = document.getElementById(`${place.id}-slot`);
  // Moved, it would lose the focus.
  if (paragraph.nextSibling !== offer) paragraph.after(offer);
  if (!slot.firstChild) offer.after(slot);
  const link = offer.firstElementChild;
  link.search = new URLSearchParams({ block, quote, prefix: String(range).slice(-99) });
  link.setAttribute("hx-get", link.href);
  link.setAttribute("hx-target", `#${slot.id}`);
}

export function watchWriting() {
  document.addEventListener("selectionchange", offerPassage);
  document.addEventListener("input", (event) => {
    if (!event.target.matches?.("textarea")) return;
    grow(event.target);
    count(event.target);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-close]");
    if (link && close(link)) event.preventDefault();
  });
}
