// Passkeys: asks the server for options, the device for an answer, and tells the server. Markup:
//   data-passkey="address"   a button that signs in with a passkey and goes to that address; shown where the browser knows passkeys
//   data-passkey-says="id"   on it: where a refusal is told
//
//   add(name, proof)         adds a passkey to the account that is signed in; null, or { message, field } of why not

const base = document.baseURI;
// A passkey belongs to a name, never to a number.
const named = !/^[\d.]+$|:/.test(location.hostname);
const known = () => named && window.isSecureContext && typeof PublicKeyCredential?.parseRequestOptionsFromJSON === "function";
const nowhere = "This browser knows no passkeys here. Open the registry by its name and https, in a present browser.";

async function post(path, body) {
  const answer = await fetch(new URL(`account/passkeys/${path}`, base), {
    method: "POST", credentials: "same-origin", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body ?? {}),
  });
  if (answer.redirected) throw { message: "You are signed out. Sign in again.", field: null };
  const text = await answer.text();
  let read = {};
  try {
    read = text ? JSON.parse(text) : {};
  } catch {
    // A page instead of an answer: what is said below is all that is known.
  }
  if (!answer.ok) throw { message: read.detail ?? "The server did not accept this. Try again.", field: read.field ?? null };
  return read;
}

/** What the person gave up, or the device refused, in a sentence. */
function why(error) {
  if (error?.message && !(error instanceof Error) && !(error instanceof DOMException)) return error;
  const said = {
    NotAllowedError: "The device did not confirm it, or it took too long. Try again.",
    InvalidStateError: "This device has a passkey of this account already.",
    SecurityError: "Passkeys do not work under this address. Open the registry by its name and https.",
  };
  return { message: said[error?.name] ?? "The device made no passkey. Try again, or take another device.", field: null };
}

export async function add(name, proof) {
  try {
    if (!known()) throw { message: nowhere, field: null };
    const { ceremony, options } = await post("creation-options", { name, proof });
    const credential = await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) });
    await post("add", { ceremony, credential: credential.toJSON() });
    return null;
  } catch (error) {
    return why(error);
  }
}

async function signIn(button) {
  const place = document.getElementById(button.dataset.passkeySays);
  place.textContent = "";
  button.disabled = true;
  try {
    const { ceremony, options } = await post("request-options");
    const credential = await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
    await post("sign-in", { ceremony, credential: credential.toJSON() });
    location.assign(button.dataset.passkey);
  } catch (error) {
    place.textContent = why(error).message;
    button.disabled = false;
  }
}

for (const button of document.querySelectorAll("[data-passkey]")) {
  button.hidden = !known();
  button.addEventListener("click", () => signIn(button));
}
