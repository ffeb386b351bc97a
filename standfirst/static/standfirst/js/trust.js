// What htmx may do here: make HTML by the one named Trusted Types policy, and nothing that could run.
// See docs/decisions/0005-htmx-and-trusted-types.md.

const ACTIVE = "script, style, link, meta, base, iframe, frame, object, embed, portal";

function neverFromText() {
  throw new TypeError("Text is not run as a program on this site.");
}

function policy() {
  if (!window.trustedTypes) return { createHTML: (html) => html, createScript: () => "" };
  return window.trustedTypes.createPolicy("standfirst", { createHTML: (html) => html, createScript: () => "" });
}

/** Take out of a parsed, not yet inserted fragment whatever could run, load or navigate by itself. */
export function disarm(fragment) {
  for (const element of fragment.querySelectorAll(ACTIVE)) element.remove();
  for (const template of fragment.querySelectorAll("template")) disarm(template.content);
  for (const element of fragment.querySelectorAll("*")) {
    for (const { name, value } of [...element.attributes]) {
      const address = ["href", "action", "formaction", "src", "xlink:href"].includes(name);
      if (/^(on|hx-on|style$|srcdoc$)/i.test(name) || (address && /^\s*(javascript|data|vbscript):/i.test(value))) {
        element.removeAttribute(name);
      }
    }
  }
}

window.htmx?.registerExtension("standfirst", {
  init(internal) {
    internal.initSecurity(policy(), neverFromText, neverFromText);
  },

  // no hx-on: attributes anywhere
  htmx_before_on_init: () => false,

  // neither a program for an address, nor another site
  htmx_config_request(element, detail) {
    const { action } = detail.ctx.request;
    return new URL(action, location.href).origin === location.origin;
  },

  // not a fragment: say so and keep what is there
  htmx_before_response(element, detail) {
    const { raw, status } = detail.ctx.response;
    const ours = new URL(raw.url).origin === location.origin;
    const html = (raw.headers.get("content-type") ?? "").startsWith("text/html");
    if (ours && html && status < 500) return true;
    element.dispatchEvent(new CustomEvent("standfirst:failed", { bubbles: true, detail: { status } }));
    return false;
  },

  htmx_before_swap(element, detail) {
    for (const task of detail.tasks) if (task.fragment) disarm(task.fragment);
  },
});
