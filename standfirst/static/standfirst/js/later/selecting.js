// What a reader selects: words of a story, to write to them, and words of a comment, to answer them.

import { say } from "../say.js";

const element = (node) => (node instanceof Element ? node : node?.parentElement);
let quoted;

/** Whoever selects words of a story is offered a link for them, below their paragraph. */
function offerPassage(selection) {
  const offer = document.getElementById("passage-offer");
  if (!offer) return;
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

/** Whoever selects words of a comment and replies to it finds them quoted. A press on the link ends a selection. */
function keepQuote(selection) {
  const comment = element(selection.anchorNode)?.closest(".comment-text")?.closest(".comment");
  if (comment && comment.contains(selection.focusNode)) quoted = { comment, words: String(selection).trim() };
}

function putQuote(field) {
  if (!field || !quoted) return;
  const lines = quoted.words.split(/\n+/).map((line) => `> ${line}`);
  const before = field.value && !field.value.endsWith("\n") ? `${field.value}\n\n` : field.value;
  field.value = `${before}${lines.join("\n")}\n\n`;
  quoted = undefined;
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function look() {
  const selection = getSelection();
  if (selection.isCollapsed) return;
  offerPassage(selection);
  keepQuote(selection);
}

document.addEventListener("selectionchange", look);
// Before htmx sees the press: a form that is open already is not fetched anew, nor what was typed in it lost.
document.addEventListener(
  "click",
  (event) => {
    const slot = event.target.closest?.("a[id$='-reply']")?.getAttribute("hx-target");
    if (!slot || !quoted) {
      if (!event.target.closest?.(".comment-slot")) quoted = undefined;
      return;
    }
    const place = document.querySelector(slot);
    if (place.closest(".comment") !== quoted.comment) quoted = undefined;
    const field = place.querySelector("form[id^='reply-'] textarea");
    if (!field || !quoted) return;
    event.preventDefault();
    event.stopPropagation();
    putQuote(field);
  },
  { capture: true },
);
document.addEventListener("htmx:after:settle", () => quoted && putQuote(quoted.comment.querySelector(`:scope > .comment-slot form[id^="reply-"] textarea`)));
look();
