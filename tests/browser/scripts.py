"""What runs inside a page to measure it. Each check gives a list of faults, in words."""

WATCH_SHIFTS = """
window.shifted = 0; window.shifts = [];
const box = ({ x, y, width, height }) => [x, y, width, height].map(Math.round).join(" ");
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    if (entry.hadRecentInput) continue;
    window.shifted += entry.value;
    for (const source of entry.sources ?? []) {
      const node = source.node;
      const words = (node?.outerHTML ?? node?.textContent ?? "?").slice(0, 80);
      window.shifts.push(`${box(source.previousRect)} -> ${box(source.currentRect)} ${words}`);
    }
  }
}).observe({ type: "layout-shift", buffered: true });
"""

# Two frames: the first has been painted when the second begins.
PAINTED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"

STORED = """async () => {
  const kept = [];
  if (document.cookie) kept.push(`cookie ${document.cookie}`);
  for (const store of [localStorage, sessionStorage]) {
    for (const key of Object.keys(store)) kept.push(`storage ${key}`);
  }
  for (const { name } of await indexedDB.databases()) kept.push(`indexedDB ${name}`);
  for (const name of await caches.keys()) kept.push(`cache ${name}`);
  return kept;
}"""

TOO_WIDE = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const wide = [...document.body.querySelectorAll("*")].filter((node) => {
    const box = node.getBoundingClientRect();
    return box.width && (box.right > room + 1 || box.left < -1);
  });
  return [`${document.documentElement.scrollWidth} px in ${room}`,
    ...wide.slice(0, 4).map((node) => node.outerHTML.slice(0, 120))];
}"""

# Besides the page itself, words in a box that hides what does not fit.
WITH_LARGE_TEXT = f"""() => {{
  document.documentElement.style.fontSize = "200%";
  const faults = ({TOO_WIDE})();
  for (const node of document.body.querySelectorAll("*")) {{
    const style = getComputedStyle(node);
    if (style.clipPath !== "none" || !node.textContent.trim()) continue;
    const cut = (way, room, need) => ["hidden", "clip"].includes(way) && need > room + 1;
    if (cut(style.overflowX, node.clientWidth, node.scrollWidth)
      || cut(style.overflowY, node.clientHeight, node.scrollHeight)) {{
      faults.push(`cut off: ${{node.outerHTML.slice(0, 120)}}`);
    }}
  }}
  document.documentElement.style.fontSize = "";
  return faults;
}}"""

# A ring may stand on what holds the control, as around a card whose link fills it.
FOCUS = """() => {
  const faults = [];
  const tell = (what, node) => faults.push(`${what}: ${node.outerHTML.slice(0, 120)}`);
  const ring = (node) => {
    const style = getComputedStyle(node);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  const stops = "a[href], button, input:not([type=hidden]), textarea, select, summary, iframe, [tabindex]";
  for (const node of document.querySelectorAll(stops)) {
    if (node.tabIndex > 0) tell("out of order", node);
    if (node.tabIndex < 0 || node.disabled || !node.checkVisibility({ visibilityProperty: true })) continue;
    node.focus();
    if (document.activeElement !== node) continue;
    const holders = [node, node.parentElement, node.parentElement?.parentElement, node.parentElement?.parentElement?.parentElement];
    if (!holders.some((holder) => holder && ring(holder))) tell("no focus to be seen", node);
    const seen = [...node.getClientRects()].some((box) => {
      // the middle of what is in the window: a stop may be longer than that
      const x = (Math.max(0, box.left) + Math.min(innerWidth, box.right)) / 2;
      const y = (Math.max(0, box.top) + Math.min(innerHeight, box.bottom)) / 2;
      const top = document.elementFromPoint(x, y);
      return top && (node.contains(top) || node.labels?.[0]?.contains(top));
    });
    if (!seen) tell("covered", node);
  }
  document.activeElement?.blur();
  scrollTo(0, 0);
  return faults;
}"""

MOTION = """(most) => {
  const faults = [];
  const seconds = (list) => Math.max(...list.split(",").map((each) => parseFloat(each)));
  for (const node of document.querySelectorAll("*")) {
    for (const part of [null, "::before", "::after"]) {
      const style = getComputedStyle(node, part);
      const length = Math.max(seconds(style.transitionDuration), style.animationName === "none" ? 0 : seconds(style.animationDuration));
      if (!length) continue;
      const calm = style.transitionProperty.split(",").every((each) => ["opacity", "transform", "none"].includes(each.trim()));
      if (length > most || !calm) faults.push(`moves for ${length} s: ${node.outerHTML.slice(0, 80)}`);
    }
  }
  return faults.slice(0, 5);
}"""
