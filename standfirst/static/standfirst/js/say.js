// The page's one polite status line. Words come from the HTML, translated there.

const QUIET = 10_000;

let timer;
let waiting;
let last = -QUIET;

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

/** Say what happens by itself: at most once in ten seconds, and then only the newest. */
export function sayRarely(words) {
  clearTimeout(waiting);
  waiting = setTimeout(
    () => {
      last = performance.now();
      say(words);
    },
    Math.max(0, last + QUIET - performance.now()),
  );
}
