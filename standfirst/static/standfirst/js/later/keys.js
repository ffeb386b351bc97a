// A form with words has a key, so that it is stored once however often it is sent: pressed twice, or again after an
// answer that was lost. A form that comes back from the server is another one, and so is one from the history.

const SELECTOR = "form[data-draft]";

function newKey() {
  const bits = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bits, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function give(form) {
  if (form.elements.key) return;
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = "key";
  field.value = newKey();
  form.append(field);
}

document.addEventListener("submit", (event) => event.target.matches(SELECTOR) && give(event.target), { capture: true });
addEventListener("pageshow", (event) => {
  if (event.persisted) for (const field of document.querySelectorAll(`${SELECTOR} input[name="key"]`)) field.remove();
});
