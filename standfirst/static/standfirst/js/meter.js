// Money comes in: a meter moves its bar and its numbers, by its own goal.

const SHARE = /\d+(?=\s*[%٪])/;

function replace(root, before, after) {
  const words = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) words.currentNode.nodeValue = words.currentNode.nodeValue.replace(before, () => after);
}

function stretch(meter, settled, matched, pledged, goal) {
  const share = (amount) => Math.min(Math.max(amount, 0) / goal, 1) * 100;
  const isMirrored = document.dir === "rtl";
  const x = (place) => `${isMirrored ? 100 - place : place}%`;
  const bar = meter.querySelector(".meter-settled");
  bar?.setAttribute("width", `${share(settled)}%`);
  bar?.setAttribute("x", isMirrored ? x(share(settled)) : "0");
  const draw = (name, from, length) => {
    const line = meter.querySelector(`.meter-${name}`);
    line?.setAttribute("x1", x(share(from)));
    line?.setAttribute("x2", x(share(from + Math.max(length, 0))));
  };
  draw("matched", settled, matched);
  draw("pledged", settled + matched, pledged);
}

function move(meter, { settled, matched = 0, pledged }) {
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
  const raised = settled + matched;
  number.textContent = words(raised);
  replace(amount, SHARE, Math.floor((Math.max(raised, 0) * 100) / goal));
  for (const [name, sum] of Object.entries({ settled, matched, pledged })) {
    const part = meter.querySelector(`[data-${name}]`);
    if (!part) continue;
    replace(part, part.dataset[name], words(sum));
    part.dataset[name] = words(sum);
    part.hidden = !sum && name !== "settled";
  }
  // what is newer than the page is not "as of" its making
  meter.querySelector("[data-as-of]")?.remove();
  stretch(meter, settled, matched, pledged, goal);
}

export function watchMeters() {
  document.addEventListener("standfirst:live", ({ detail }) => {
    if (detail.kind !== "meter") return;
    for (const meter of document.querySelectorAll(`.meter[data-live="${detail.topic}"]`)) move(meter, detail);
  });
}
