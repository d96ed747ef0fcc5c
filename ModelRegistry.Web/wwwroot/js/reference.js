// Sends a call of the API as whoever is signed in. The session cookie goes along; the server takes changes from its own pages only
// (Sec-Fetch-Site and Origin), so no token is needed. One message to the circuit must stay small: only the first part of an answer is shown.

const most = 8000;

export async function send(method, address, body) {
  const begun = performance.now();
  const answer = await fetch(new URL(address, document.baseURI), {
    method, body, credentials: "same-origin", redirect: "manual", headers: body === null ? {} : { "Content-Type": "application/json" }
  });
  const type = answer.headers.get("Content-Type") ?? "";
  const [text, cut] = /json|text/.test(type) ? await first(answer) : ["", false];
  if (!/json|text/.test(type)) {
    await answer.body?.cancel();
  }

  return { status: answer.status, type, text: text || (type && !/json|text/.test(type) ? "The answer is no text." : ""), cut,
    milliseconds: Math.round(performance.now() - begun) };
}

async function first(answer) {
  const reader = answer.body?.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (let read; reader && text.length <= most && !(read = await reader.read()).done;) {
    text += decoder.decode(read.value, { stream: true });
  }

  const cut = text.length > most;
  if (cut) {
    await reader.cancel();
    return [text.slice(0, most), true];
  }

  try {
    const laid = JSON.stringify(JSON.parse(text), null, 2);
    return [laid.slice(0, most), laid.length > most];
  } catch {
    return [text, false];
  }
}
