// Passkeys and security keys (Web Authentication, Level 2): a form that one of them answers.
//
// What the server wants stands in the page, or is asked for at `data-options` on the press. The
// answer goes into the form's field `credential`, and the form is sent as any other.

const BUFFERS = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];

function toBytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}

function toText(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Ask the server, or the page, what it wants; its bytes as the browser takes them. */
async function wanted(form, isMade) {
  const address = form.dataset.options;
  const given = address
    ? await (await fetch(address, { headers: { Accept: "application/json" } })).json()
    : JSON.parse(document.getElementById("passkey-options").textContent);
  const { publicKey } = isMade ? given.creation_options : given.request_options;
  publicKey.challenge = toBytes(publicKey.challenge);
  if (publicKey.user) publicKey.user.id = toBytes(publicKey.user.id);
  for (const key of [...(publicKey.allowCredentials ?? []), ...(publicKey.excludeCredentials ?? [])]) {
    key.id = toBytes(key.id);
  }
  const alone = form.elements.passwordless;
  if (isMade && (alone?.checked || !alone)) {
    Object.assign(publicKey.authenticatorSelection, {
      residentKey: "required",
      requireResidentKey: true,
      userVerification: "required",
    });
  }
  return { publicKey };
}

function answer(credential) {
  const response = {};
  for (const name of BUFFERS) {
    if (credential.response[name]) response[name] = toText(credential.response[name]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return JSON.stringify({
    type: credential.type,
    id: credential.id,
    rawId: toText(credential.rawId),
    authenticatorAttachment: credential.authenticatorAttachment,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

async function ask(form) {
  const isMade = form.dataset.passkey === "create";
  const failed = form.querySelector("[data-passkey-failed]");
  failed.hidden = true;
  try {
    const options = await wanted(form, isMade);
    const credential = await (isMade ? navigator.credentials.create(options) : navigator.credentials.get(options));
    form.elements.credential.value = answer(credential);
    form.submit();
  } catch {
    // Given up, timed out, not on this device: browsers do not say which, so that no page learns it.
    failed.hidden = false;
  }
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) {
    form.hidden = form.classList.contains("needs-script");
  } else {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      ask(form);
    });
  }
}
