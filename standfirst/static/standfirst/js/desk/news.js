// What others decide, or look at, while a list of the desk is open: asked for now and then, and when somebody
// comes back to the window. Nothing that has the focus is taken away.

import { current } from "./keys.js";

const EVERY = 15_000; // milliseconds between two looks

const itemsOf = (list) => [...list.querySelectorAll("[data-item]")];

/** Mark a comment that others decided on while somebody is at it: it stays until they leave it. */
function markGone(item, list, say) {
  if ("gone" in item.dataset) return;
  item.dataset.gone = "";
  item.querySelector("[data-claim]").textContent = list.dataset.saidGone;
  for (const button of item.querySelectorAll("form[data-decision] button")) button.disabled = true;
  say(list.dataset.saidGone);
}

function applyNews({ gone, claims, lengths }, list, say) {
  for (const [name, length] of Object.entries(lengths)) {
    const place = document.querySelector(`[data-length="${name}"]`);
    if (place) place.textContent = length;
  }
  let left = 0;
  for (const item of itemsOf(list)) {
    const id = Number(item.dataset.item);
    if (gone.includes(id) && (item.contains(document.activeElement) || item === current())) markGone(item, list, say);
    else if (gone.includes(id)) {
      item.remove();
      left += 1;
    } else item.querySelector("[data-claim]").textContent = claims[id] ?? "";
  }
  if (left) say(list.dataset.saidElsewhere);
}

async function look(list, say) {
  const ids = itemsOf(list).map((item) => item.dataset.item);
  if (document.hidden || ids.length === 0) return;
  try {
    const answer = await fetch(`${list.dataset.news}?ids=${ids.join(",")}`, { headers: { Accept: "application/json" } });
    if (answer.ok) applyNews(await answer.json(), list, say);
  } catch {
    // The next look will tell.
  }
}

/** Look from now on; `say` is told what happened. */
export function watch(list, say) {
  list.addEventListener("focusout", (event) => {
    const item = event.target.closest("[data-gone]");
    if (item && event.relatedTarget && !item.contains(event.relatedTarget)) item.remove();
  });
  window.addEventListener("focus", () => look(list, say));
  setInterval(() => look(list, say), EVERY);
}
