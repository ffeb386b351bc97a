// The keys of the desk: one letter, alone, outside of fields. Each presses what stands on the page with that
// key (`data-key`), so whatever a key does, a link or button does too. They can be switched off (WCAG 2.1.4).

const SWITCH = "standfirst-desk-keys";
const FIELDS = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog, [role=menu]";

const items = () => [...document.querySelectorAll("[data-item]")];
const isOn = () => localStorage.getItem(SWITCH) !== "off";

/** The comment that keys speak of: the one with the focus, or that had it last. */
export function current() {
  return document.activeElement?.closest("[data-item]") ?? document.querySelector("[data-item][data-current]");
}

/** Make a comment the one that keys speak of, and let it be read out. */
export function goTo(item) {
  for (const other of document.querySelectorAll("[data-current]")) delete other.dataset.current;
  if (!item) return;
  item.dataset.current = "";
  item.focus({ preventScroll: true });
  item.scrollIntoView({ block: "nearest" });
}

/** The comment behind this one, or the one before where it is the last. */
export function neighbour(item) {
  const all = items();
  const place = all.indexOf(item);
  return all[place + 1] ?? all[place - 1];
}

function step(by) {
  const all = items();
  const here = current();
  const next = here ? all[all.indexOf(here) + by] : all[0];
  if (next) goTo(next);
  else if (by > 0) document.querySelector("a[rel=next]")?.click();
}

function openReason(summary) {
  const details = summary.parentElement;
  details.open = true;
  details.querySelector("select, textarea")?.focus();
}

function press(key) {
  const place = current() ?? document.querySelector("[data-item]");
  const target = place?.querySelector(`[data-key="${key}"]`) ?? document.querySelector(`#desk-back[data-key="${key}"]`);
  if (!target) return false;
  if (place && !current()) goTo(place);
  if (target.tagName === "SUMMARY") openReason(target);
  else target.click();
  return true;
}

function showKeys() {
  const keys = document.getElementById("desk-keys");
  keys.open = !keys.open;
  if (keys.open) keys.querySelector("summary").focus();
}

/** Leave a field for its comment, and close the reason that it stands in. */
function leave(field) {
  const item = field.closest("[data-item]");
  const reason = field.closest("details");
  if (!item) return;
  if (reason) reason.open = false;
  goTo(item);
}

function inAField(event) {
  if (event.key === "Escape") leave(event.target);
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const send = event.target.closest("details")?.querySelector("[data-send]");
  if (send) event.preventDefault();
  send?.click();
}

/** Listen for keys; `undo` is called for u. */
export function listen(undo) {
  const keys = document.getElementById("desk-keys");
  const box = document.getElementById("desk-keys-on");
  keys.hidden = false;
  box.checked = isOn();
  box.addEventListener("change", () => localStorage.setItem(SWITCH, box.checked ? "on" : "off"));
  const does = { j: () => step(1), k: () => step(-1), u: undo, "?": showKeys };
  document.addEventListener("keydown", (event) => {
    if (event.target.closest?.(FIELDS)) return inAField(event);
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || !isOn()) return;
    const isKnown = event.key in does;
    if (isKnown) does[event.key]();
    if (isKnown || ("arebx".includes(event.key) && press(event.key))) event.preventDefault();
  });
  document.addEventListener("focusin", (event) => {
    const item = event.target.closest?.("[data-item]");
    if (!item || "current" in item.dataset) return;
    for (const other of document.querySelectorAll("[data-current]")) delete other.dataset.current;
    item.dataset.current = "";
  });
}
