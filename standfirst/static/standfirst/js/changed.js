// What the newsroom changed while the page was open: said with a link to it, never done under the reader's eyes.

export function watchChanges() {
  const places = document.querySelectorAll(".changed");
  for (const { firstElementChild: line } of places) line.querySelector("button").addEventListener("click", () => (line.hidden = true));
  document.addEventListener("standfirst:live", ({ detail }) => {
    for (const place of places) {
      const { live, revision } = place.dataset;
      const isNewer = detail.kind === "page.changed" && detail.topic === live && detail.value > Number(revision);
      if (isNewer || detail.kind === "reload") place.firstElementChild.hidden = false;
    }
  });
}
