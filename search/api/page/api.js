// Calls of the server that served the page, and of no other.

import { fileOf } from "./pictures.js";

/** An error of the server in its own words (RFC 9457); status 0 if it did not answer. */
export class Trouble extends Error {
  constructor({ status, title = "", detail = "", changes = [] }) {
    super(detail || title);
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.changes = changes;
  }
}

/** What the page may know of the session: {keys, asker}. */
export const session = () => call("GET", "/v1/session");

/** Begin a session with an API key. */
export const signIn = (key) => call("POST", "/v1/session", { key });

/** End the session. */
export const signOut = () => call("DELETE", "/v1/session");

/** Search, by an example where one is asked with; the signal gives up on what is not wanted. */
export const search = (body, signal) => {
  if (body.picture) return call("POST", "/v1/similar", form(body), signal);
  return call("POST", body.moment ? "/v1/similar" : "/v1/search", body, signal);
};

/** A search by a picture of one's own as a form: the file, and the rest of the request. */
function form({ picture, box, ...request }) {
  const parts = new FormData();
  parts.append("request", JSON.stringify(box ? { ...request, box } : request));
  parts.append("picture", fileOf(picture));
  return parts;
}

/** Follow a moment's vehicle, forward or backward in time. */
export const follow = (body) => call("POST", "/v1/follow", body);

/** A moment or a report by its id. */
export const one = (kind, id) => call("GET", `/v1/${kind}s/${encodeURIComponent(id)}`);

/** The latest cases. */
export const cases = () => call("GET", "/v1/cases");

/** The case of that name, or null. */
export async function caseNamed(name) {
  try {
    return (await call("GET", `/v1/cases?name=${encodeURIComponent(name)}`)).cases[0];
  } catch (error) {
    if (error.status === 404) return null;
    throw error;
  }
}

/** Make a case. */
export const makeCase = (name, title) => call("POST", "/v1/cases", { name, title });

/** A case and all it holds. */
export const board = (id) => call("GET", `/v1/cases/${id}`);

/** Who changed what in a case. */
export const changes = (id) => call("GET", `/v1/cases/${id}/changes`);

/** The latest searches made for the case of a name. */
export const searchesFor = (name) => call("GET", `/v1/searches?case=${encodeURIComponent(name)}`);

/** The watches of a case and how many hits no one has read: {watches, unread}. */
export const watching = (id) => call("GET", `/v1/cases/${id}/watches`);

/** What the watches of a case found, newest first. */
export const watched = (id) => call("GET", `/v1/cases/${id}/watches/hits?limit=50`);

/** The latest messages of a case's watches. */
export const deliveries = (id) => call("GET", `/v1/cases/${id}/watches/deliveries?limit=20`);

/** Add to a case: `what` is pins, notes or searches. */
export const add = (id, what, body) => call("POST", `/v1/cases/${id}/${what}`, body);

/** Change a case's title (`what` is empty) or one of its notes, as seen in a version. */
export const change = (id, what, body) => call("PATCH", `/v1/cases/${id}${what}`, body);

/** Take something of a case away, as seen in a version. */
export const remove = (id, what, version) =>
  call("DELETE", `/v1/cases/${id}${what}?version=${version}`);

async function call(method, path, body, signal) {
  const asked = { method, signal, credentials: "same-origin", cache: "no-store" };
  if (body instanceof FormData) {
    asked.body = body;
  } else if (body !== undefined) {
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
    const { title, detail, changes } = await response.json();
    return { status: response.status, title, detail, changes };
  } catch {
    return { status: response.status, title: response.statusText }; // a proxy's page, no problem
  }
}
