// Part of /embed/discussion.js. The form of a comment or a reply.

let forms = 0;

function formFor({ heading, send, cancel }) {
  const id = `f${(forms += 1)}`;
  const text = make("textarea", { id: `${id}-text`, rows: 4, maxlength: 4000, required: true, dir: "auto" });
  const name = make("input", { id: `${id}-name`, maxlength: 60, autocomplete: "name" });
  const problem = make("p", { id: `${id}-problem`, class: "problem", role: "alert" });
  const button = make("button", { type: "submit" }, said("post"));
  const form = make(
    "form",
    { part: "form", novalidate: true, "aria-labelledby": `${id}-heading` },
    make("h3", { id: `${id}-heading` }, heading),
    problem,
    make("label", { for: text.id }, said("comment")),
    text,
    make("label", { for: name.id }, said("name")),
    name,
    make("p", { class: "buttons" }, button),
  );
  if (cancel) {
    form.lastChild.append(make("button", { type: "button", class: "quiet", click: cancel }, said("cancel")));
  }
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.disabled) return;
    button.disabled = true;
    problem.textContent = "";
    text.removeAttribute("aria-invalid");
    try {
      await send({ text: text.value || " ", name: name.value });
      text.value = "";
    } catch (error) {
      problem.textContent = error instanceof Refused ? error.message : said("failed");
      text.setAttribute("aria-invalid", "true");
      text.setAttribute("aria-describedby", problem.id);
      text.focus();
    }
    button.disabled = false;
  });
  return form;
}

function aboutGuests(thread) {
  const place = thread.address;
  const words = make("p", { class: "about" }, said("guest"), " ");
  words.append(
    make("a", { href: place, target: "_blank", rel: "noopener" }, said("account", { name: KNOWN.paper })),
    ".",
  );
  if (!keeps) words.append(` ${said("forgets")}`);
  return words;
}
