// Calls of the server that served the page, and of no other.

/** An error of the server in its own words (RFC 9457); status 0 if it did not answer. */
export class Trouble extends Error {
  constructor({ status, title = "", detail = "" }) {
    super(detail || title);
    this.status = status;
    this.title = title;
    this.detail = detail;
  }
}

/** What the page may know of the session: {keys, asker}. */
export const session = () => call("GET", "/v1/session");

/** Begin a session with an API key. */
export const signIn = (key) => call("POST", "/v1/session", { key });

/** End the session. */
export const signOut = () => call("DELETE", "/v1/session");

/** Search, by an example where one is asked with; the signal gives up on what is not wanted. */
export const search = (body, signal) =>
  call("POST", body.moment ? "/v1/similar" : "/v1/search", body, signal);

/** A moment or a report by its id. */
export const one = (kind, id) => call("GET", `/v1/${kind}s/${encodeURIComponent(id)}`);

async function call(method, path, body, signal) {
  const asked = { method, signal, credentials: "same-origin", cache: "no-store" };
  if (body !== undefined) {
    asked.headers = { "Content-Type": "application/json" };
    asked.body = JSON.stringify(body);
  }
  const response = await reached(path, asked);
  if (!response.ok) throw new Trouble(await problem(response));
  return response.status === 204 ? null : response.json();
}

async function reached(path, asked) {
  try {
    return await fetch(path, asked);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Trouble({ status: 0 });
  }
}

async function problem(response) {
  try {
    const { title, detail } = await response.json();
    return { status: response.status, title, detail };
  } catch {
    return { status: response.status, title: response.statusText }; // a proxy's page, no problem
  }
}
