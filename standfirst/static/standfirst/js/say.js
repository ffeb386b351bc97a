// The page's one polite status line. Words come from the HTML, translated there.

let timer;

/** Say a sentence to everybody, screen readers included, and take it away after a while. */
export function say(words) {
  const line = document.getElementById("status");
  if (!line || !words) return;
  line.textContent = words;
  fade();
}

/** Start the time after which the line is empty again. */
export function fade() {
  clearTimeout(timer);
  timer = setTimeout(() => document.getElementById("status")?.replaceChildren(), 8000);
}
