// Part of /embed/discussion.js. Asking the paper, without cookies: a guest's key is kept by this page.

const KEPT_AS = `standfirst-guest:${KNOWN.at}`;
let guestKey = "";
let keeps = true;
try {
  guestKey = localStorage.getItem(KEPT_AS) ?? "";
} catch {
  keeps = false;
}

function keepKey(key) {
  guestKey = key;
  try {
    localStorage.setItem(KEPT_AS, key);
  } catch {
    keeps = false;
  }
}

function said(word, values = {}) {
  return KNOWN.words[word].replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

class Refused extends Error {
  constructor(problem) {
    super(problem.detail ?? said("failed"));
    this.reason = problem.reason ?? "";
  }
}

async function ask(method, path, body) {
  const address = new URL(path.startsWith("http") ? path : `${KNOWN.at}/api/v1${path}`);
  if (address.origin !== new URL(KNOWN.at).origin) throw new Refused({});
  const headers = {};
  if (body) headers["Content-Type"] = "application/json";
  if (guestKey) headers.Authorization = `Guest ${guestKey}`;
  const options = { method, headers, credentials: "omit", body: body && JSON.stringify(body) };
  const response = await fetch(address, options);
  const key = response.headers.get("Standfirst-Guest");
  if (key) keepKey(key);
  const answer = response.status === 204 ? {} : await response.json();
  if (response.ok) return answer;
  if (answer.reason === "token_wrong" && guestKey) {
    // The key has ended: whoever writes now is somebody new.
    keepKey("");
    return ask(method, path, body);
  }
  throw new Refused(answer);
}

// A page whose rules want Trusted Types has to allow this name (docs/embedding.md).
const policy = window.trustedTypes?.createPolicy("standfirst-embed", { createHTML: (html) => html });

// Comments come cleaned; parsed as a document of its own, nothing in them runs or loads.
function parsed(html) {
  const page = new DOMParser().parseFromString(policy ? policy.createHTML(html) : html, "text/html");
  return [...page.body.childNodes].map((node) => document.importNode(node, true));
}

function make(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(key, value);
    else if (value !== false && value !== null) node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}
