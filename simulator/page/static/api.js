// The server's interface. A turn carries its id, so it may be sent again after an answer got lost.

const TIMEOUT_MS = 20_000;
const WAITS_MS = [400, 1200];

export class Gone extends Error {}
export class Refused extends Error {}
/** No answer came; the same request may be sent again. */
export class Unreachable extends Error {}

export const newId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");

async function once(path, body) {
  let response, data;
  try {
    response = await fetch(path, {
      method: body === undefined ? "GET" : "POST",
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    data = await response.json();
  } catch {
    throw new Unreachable("The stand-in does not answer.");
  }
  if (response.status === 404) throw new Gone(data.error);
  if (!response.ok) throw new Refused(data.error);
  return data;
}

/** Asks, and asks again where no answer comes. */
export async function ask(path, body) {
  for (const wait of WAITS_MS) {
    try {
      return await once(path, body);
    } catch (problem) {
      if (!(problem instanceof Unreachable)) throw problem;
      await new Promise((done) => setTimeout(done, wait));
    }
  }
  return once(path, body);
}
