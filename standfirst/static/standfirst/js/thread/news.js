// What is new to this reader on a thread's own page: marked, and gone through by a button or the key n.
// The key works outside of fields only, with no other key, and can be switched off beside the button.

const KEYS = "standfirst-key-n";
const FIELDS = "input, textarea, select, [contenteditable]";

let isNoted = false;

const news = () => document.querySelector("[data-new]");
const isOn = () => localStorage.getItem(KEYS) !== "off";

function mark(comment, word) {
  if (!comment || comment.classList.contains("comment-new")) return;
  comment.classList.add("comment-new");
  const label = Object.assign(document.createElement("span"), { className: "comment-mark", textContent: word });
  comment.querySelector(":scope > header")?.append(label);
}

/** The list may come anew, and the person's pieces come after it: both are looked at each time. */
function look() {
  const place = news();
  if (!place) return;
  for (const id of place.dataset.new.split(" ").filter(Boolean)) mark(document.getElementById(`comment-${id}`), place.dataset.word);
  const box = document.getElementById("new-key-on");
  if (box) {
    box.checked = isOn();
    box.parentElement.hidden = false;
  }
  if (isNoted) return;
  isNoted = true;
  fetch(place.dataset.visit, { method: "POST" }).catch(() => {});
}

/** Go to the next new comment behind the one with the focus, at the end to the first; say whether there is one. */
function goOn() {
  const all = [...document.querySelectorAll(".comment-new")];
  const here = document.activeElement?.closest(".comment-new");
  const next = all.find((comment) => here && here.compareDocumentPosition(comment) & Node.DOCUMENT_POSITION_FOLLOWING) ?? all[0];
  if (!next) return false;
  for (let fold = next.closest("details:not([open])"); fold; fold = next.closest("details:not([open])")) fold.open = true;
  next.tabIndex = -1;
  next.focus();
  return true;
}

document.addEventListener("click", (event) => {
  if (event.target.closest("#next-new") && goOn()) event.preventDefault();
});

document.addEventListener("change", (event) => {
  if (event.target.id === "new-key-on") localStorage.setItem(KEYS, event.target.checked ? "on" : "off");
});

document.addEventListener("keydown", (event) => {
  const isAlone = !(event.ctrlKey || event.altKey || event.metaKey || event.shiftKey);
  const link = document.getElementById("next-new");
  if (event.key !== "n" || !isAlone || !link || !isOn() || event.target.closest?.(FIELDS)) return;
  event.preventDefault();
  if (!goOn()) link.click();
});

document.addEventListener("htmx:after:swap", look);
look();
