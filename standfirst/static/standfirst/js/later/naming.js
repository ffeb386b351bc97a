// Whoever types @ is offered the names of this discussion, in a list below the field (a list box of the ARIA
// pattern, chosen from by keys, mouse or touch). Nothing is chosen by itself: typing a name goes on as ever.

const MOST = 6;
// as the server reads a mention: no word before the @, and names of several words
const BEGUN = /(^|[^\w@./+-])@([^\n@]{0,60})$/;

const nobody = { label: "", names: [] };
// For ears alone: who sees the list needs no words that cover the buttons below it.
const line = Object.assign(document.createElement("p"), { className: "unseen" });
line.setAttribute("role", "status");
document.body.append(line);

let known;
let field;
let list;
let chosen = -1;

async function ask() {
  const address = document.getElementById("comments")?.dataset.people;
  const answer = address && (await fetch(address).catch(() => null));
  return answer?.ok ? answer.json() : nobody;
}

const begun = () => BEGUN.exec(field.value.slice(0, field.selectionStart))?.[2];

function take() {
  list?.remove();
  list = undefined;
  chosen = -1;
  for (const name of ["aria-controls", "aria-activedescendant", "aria-haspopup"]) field?.removeAttribute(name);
}

function close() {
  take();
  line.textContent = "";
}

function choose(option) {
  const end = field.selectionStart;
  const start = end - begun().length;
  field.setRangeText(`${option.textContent} `, start, end, "end");
  close();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function point(step) {
  const options = [...list.children];
  chosen = (chosen + step + options.length + (chosen < 0 && step < 0 ? 1 : 0)) % options.length;
  for (const [place, option] of options.entries()) option.setAttribute("aria-selected", place === chosen);
  field.setAttribute("aria-activedescendant", options[chosen].id);
  options[chosen].scrollIntoView({ block: "nearest" });
}

function open(label, names) {
  // Once for each list, not at every letter that makes it shorter.
  if (!list) line.textContent = `${label}: ${names.join(", ")}`;
  take();
  list = Object.assign(document.createElement("ul"), { id: `${field.id}-names`, className: "names" });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", label);
  for (const [place, name] of names.entries()) {
    const option = Object.assign(document.createElement("li"), { id: `${list.id}-${place}`, textContent: name, dir: "auto" });
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    list.append(option);
  }
  // A press would take the focus out of the field before it is a click.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => event.target.closest("li") && choose(event.target));
  field.after(list);
  field.setAttribute("aria-haspopup", "listbox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
}

async function offer(target) {
  if (target !== field) close();
  field = target;
  if (begun() === undefined) return close();
  const { label, names } = await (known ??= ask());
  const part = begun()?.toLowerCase();
  if (part === undefined || document.activeElement !== field) return close();
  const fitting = names.filter((name) => name.toLowerCase().startsWith(part) && name.toLowerCase() !== part.trimEnd());
  if (fitting.length) open(label, fitting.slice(0, MOST));
  else close();
}

const isField = (target) => target.matches?.("[data-draft] textarea");

document.addEventListener("input", ({ target }) => isField(target) && offer(target));
document.addEventListener("focusout", close);
document.addEventListener("keydown", (event) => {
  if (!list || event.isComposing) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) point(step);
  else if (event.key === "Escape") close();
  else if (event.key === "Enter" && chosen >= 0) choose(list.children[chosen]);
  else return;
  event.preventDefault();
});

// The first letter was typed before this was here.
if (isField(document.activeElement)) offer(document.activeElement);
