// Pages hold absolute times. A comment's becomes "5 minutes ago" for its first day; the exact one stays as a title.

const UNITS = [["minute", 60], ["hour", 3600]];
const DAY = 86400;

function relative(time, now, words) {
  const seconds = (now - new Date(time.dateTime)) / 1000;
  if (!(seconds >= 0 && seconds < DAY)) return null;
  const [unit, size] = UNITS.findLast(([, length]) => seconds >= length) ?? UNITS[0];
  return words.format(-Math.floor(seconds / size), unit);
}

function refresh(root) {
  const words = new Intl.RelativeTimeFormat(document.documentElement.lang || "en", { numeric: "auto" });
  for (const time of root.querySelectorAll("time[data-relative]")) {
    time.dataset.exact ??= time.textContent;
    const text = relative(time, Date.now(), words);
    time.textContent = text ?? time.dataset.exact;
    if (text) time.title = time.dataset.exact;
  }
}

/** The masthead's date is that of the day on which the page is read, in the paper's own zone. */
function today() {
  const time = document.querySelector("time[data-today]");
  if (!time) return;
  const zone = time.dataset.zone ? { timeZone: time.dataset.zone } : {};
  const now = new Date();
  // Swedish dates are ISO dates
  if (new Intl.DateTimeFormat("sv", zone).format(now) === time.dateTime) return;
  const spoken = time.dataset.locale ?? document.documentElement.lang ?? "en";
  // our English dates begin with the day, as all that the server writes
  const locale = spoken === "en" ? "en-GB" : spoken;
  const form = { weekday: "long", day: "numeric", month: "long", year: "numeric", ...zone };
  time.textContent = new Intl.DateTimeFormat(locale, form).format(now);
}

export function watchTimes() {
  today();
  refresh(document);
  document.addEventListener("htmx:after:swap", () => refresh(document));
  setInterval(() => refresh(document), 60000);
}
