// Another site's video or map is fetched only when somebody asks for it.

export function watchEmbeds() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-embed-open]");
    const box = link?.closest("[data-embed]");
    if (!box || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const address = new URL(box.dataset.embed, location.href);
    if (address.protocol !== "https:") return;
    event.preventDefault();
    const frame = document.createElement("iframe");
    frame.title = box.dataset.embedTitle ?? "";
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    frame.allowFullscreen = true;
    frame.tabIndex = 0;
    frame.src = address.href;
    box.replaceChildren(frame);
    frame.focus();
  });
}
