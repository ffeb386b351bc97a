// A person's own pieces on a page that is the same for everyone: asked for only if a cookie without content says that there may be some.

export function fetchMine() {
  const place = document.querySelector("[data-mine-url]");
  if (!place || !/(^|;\s*)here=1(;|$)/.test(document.cookie)) return;
  window.htmx?.ajax("GET", place.dataset.mineUrl, { source: place, target: place, swap: "none" });
}
