// The comment form: it grows with the text and tells the limit before it is reached. What few readers need, to
// mention and to quote somebody, is fetched when they begin.

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

export function watchWriting() {
  document.addEventListener("selectionchange", () => getSelection().isCollapsed || import("./later/selecting.js"));
  document.addEventListener("input", (event) => {
    if (!event.target.matches?.("textarea")) return;
    import("./later/keys.js");
    import("./later/naming.js");
    grow(event.target);
    count(event.target);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-close]");
    if (link && close(link)) event.preventDefault();
  });
}
