// A picture's link to its full size becomes a dialog. Without this the link simply opens the picture.

function part(name, className, text = "") {
  const element = document.createElement(name);
  element.className = className;
  element.textContent = text;
  return element;
}

function viewer(link) {
  const picture = link.querySelector("img");
  const caption = link.parentElement.querySelector(".figure-caption");
  const dialog = part("dialog", "viewer");
  dialog.setAttribute("aria-label", picture.alt || caption?.textContent.trim() || link.textContent.trim());
  const bar = part("form", "viewer-bar");
  bar.method = "dialog";
  bar.append(part("button", "viewer-close", document.documentElement.dataset.close ?? "Close"));
  const large = document.createElement("img");
  large.alt = picture.alt;
  large.width = picture.width;
  large.height = picture.height;
  large.src = link.href;
  const room = part("div", "viewer-picture");
  room.append(large);
  dialog.append(bar, room);
  if (caption) {
    const words = part("div", "viewer-caption");
    words.append(...[...caption.childNodes].map((node) => node.cloneNode(true)));
    dialog.append(words);
  }
  // a press beside the picture closes, as Esc does
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    link.focus({ preventScroll: true });
  });
  return dialog;
}

export function watchFigures() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-figure]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    const dialog = viewer(link);
    document.body.append(dialog);
    dialog.showModal();
  });
}
