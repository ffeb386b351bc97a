// What somebody has begun to write survives a reload, a failed post and an expired session.
// Nothing is kept before the first key is pressed, and nothing after the post was taken or the text emptied.

const PREFIX = "draft:";
const DAYS_30 = 30 * 86400 * 1000;

const key = (form) => `${PREFIX}${location.pathname}:${form.dataset.draft}`;

function store(change) {
  // private windows and full disks refuse: then there is no draft, and writing goes on
  try {
    return change(localStorage);
  } catch {
    return null;
  }
}

function restore(form) {
  const field = form.elements.text;
  const kept = store((drafts) => JSON.parse(drafts.getItem(key(form))));
  if (!kept || !field || field.value) return;
  if (Date.now() - kept.at > DAYS_30) store((drafts) => drafts.removeItem(key(form)));
  else field.value = kept.text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function forget(marker) {
  const form = marker.closest("[data-draft]") ?? marker;
  const ident = form.dataset.draft ?? form.dataset.posted;
  if (ident) store((drafts) => drafts.removeItem(`${PREFIX}${location.pathname}:${ident}`));
}

export function watchDrafts() {
  for (const marker of document.querySelectorAll("[data-posted]")) forget(marker);
  for (const form of document.querySelectorAll("form[data-draft]")) restore(form);
  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("form[data-draft]");
    if (!form || event.target !== form.elements.text || !event.isTrusted) return;
    const text = event.target.value;
    store((drafts) => (text ? drafts.setItem(key(form), JSON.stringify({ text, at: Date.now() })) : drafts.removeItem(key(form))));
  });
  document.addEventListener("htmx:after:settle", (event) => {
    for (const node of event.detail.newContent ?? []) {
      if (!(node instanceof Element)) continue;
      for (const marker of [node, ...node.querySelectorAll("[data-posted]")]) if (marker.matches("[data-posted]")) forget(marker);
      for (const form of [node, ...node.querySelectorAll("form[data-draft]")]) if (form.matches("form[data-draft]")) restore(form);
    }
  });
}
