// The keys of the desk on the list of names and texts, whose forms load pages. A key that is pressed twice
// sends its form once: else whoever decides would read that somebody else was faster.

import { listen } from "./keys.js";

document.addEventListener("submit", (event) => {
  if ("sent" in event.target.dataset) event.preventDefault();
  else event.target.dataset.sent = "";
});
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});
listen(() => {});
