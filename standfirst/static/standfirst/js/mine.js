// A person's own pieces on a page that is the same for everyone: asked for only if a cookie without content says that there may be some.

const PLACES = ["masthead-account", "menu-account"];

function discussion() {
  return document.querySelector("[data-mine-url]");
}

function isHere() {
  return /(^|;\s*)here=1(;|$)/.test(document.cookie);
}

/** What is one's own in a discussion, and with it the links in the page's head. */
export function fetchMine() {
  const place = discussion();
  if (!place || !isHere()) return;
  window.htmx?.ajax("GET", place.dataset.mineUrl, { source: place, target: place, swap: "none" });
}

/** The links in the head of a page without a discussion: to one's account, and for an editor to the page. */
export async function fetchLinks() {
  if (discussion() || !isHere()) return;
  const answer = await fetch(`/account/here/?${new URLSearchParams({ at: location.pathname })}`).catch(() => null);
  const links = answer?.ok ? (await answer.json()).links : [];
  if (!links.length) return;
  for (const id of PLACES) {
    const made = links.map(({ address, words }) => Object.assign(document.createElement("a"), { href: address, textContent: words }));
    document.getElementById(id)?.replaceChildren(...made);
  }
}
