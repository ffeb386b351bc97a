// Money comes in: a meter moves its bar and its numbers, by its own goal.

const SHARE = /\d+(?=\s*[%٪])/;

function replace(root, before, after) {
  const words = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) words.currentNode.nodeValue = words.currentNode.nodeValue.replace(before, () => after);
}

function stretch(meter, settled, pledged, goal) {
  const share = (amount) => Math.min(Math.max(amount, 0) / goal, 1) * 100;
  const isMirrored = document.dir === "rtl";
  const x = (place) => `${isMirrored ? 100 - place : place}%`;
  const bar = meter.querySelector(".meter-settled");
  bar?.setAttribute("width", `${share(settled)}%`);
  bar?.setAttribute("x", isMirrored ? x(share(settled)) : "0");
  const line = meter.querySelector(".meter-pledged");
  line?.setAttribute("x1", x(share(settled)));
  line?.setAttribute("x2", x(share(settled + Math.max(pledged, 0))));
}

function move(meter, { settled, pledged }) {
  const { goal, currency, digits } = meter.dataset;
  const unit = 10 ** digits;
  const words = (amount) =>
    new Intl.NumberFormat(document.documentElement.lang || "en", {
      style: "currency",
      currency,
      currencyDisplay: "narrowSymbol",
      minimumFractionDigits: amount % unit ? Number(digits) : 0,
    }).format(amount / unit).replace(/[A-Z]+\$/, "\u2068$&\u2069");
  const amount = meter.querySelector(".meter-amount");
  const number = amount?.querySelector("strong");
  if (!number) return;
  const note = meter.querySelector(".meter-note");
  if (note) replace(note, number.textContent, words(settled));
  number.textContent = words(settled);
  replace(amount, SHARE, Math.floor((Math.max(settled, 0) * 100) / goal));
  const promised = meter.querySelector("[data-pledged]");
  if (promised) {
    replace(promised, promised.dataset.pledged, words(pledged));
    promised.dataset.pledged = words(pledged);
    promised.hidden = !pledged;
  }
  // what is newer than the page is not "as of" its making
  meter.querySelector("[data-as-of]")?.remove();
  stretch(meter, settled, pledged, goal);
}

export function watchMeters() {
  document.addEventListener("standfirst:live", ({ detail }) => {
    if (detail.kind !== "meter") return;
    for (const meter of document.querySelectorAll(`.meter[data-live="${detail.topic}"]`)) move(meter, detail);
  });
}
