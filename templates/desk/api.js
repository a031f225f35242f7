// The line to the program on this machine: calls, refusals, what changes on disk. Where the program has stopped, calls wait
// until it is back: a write says what it started from, so that it can be sent again.

/** What the program refuses: 403, 404, 409, 422, 423, 428, 500. */
export class Refusal extends Error {
  /**
   * @param {number} status
   * @param {any} body
   */
  constructor(status, body) {
    super(`${status}`);
    this.status = status;
    this.body = body;
  }
}

const AGAIN = 1000; // milliseconds between two tries to reach the program
const KEPT = "desk-token";

/** @typedef {"back" | "lost" | "stale"} Connection stale: the program was started anew, with another token */

export class Line {
  /** @type {Promise<void> | null} */
  #waiting = null;
  #lost = false;
  #known = "";

  /** @param {(connection: Connection) => void} said */
  constructor(said) {
    this.said = said;
    this.channel = new BroadcastChannel("desk");
    this.token = sessionStorage.getItem(KEPT) ?? "";
    this.channel.onmessage = ({ data }) => this.#renew(String(data));
    addEventListener("hashchange", () => this.#fromAddress());
    this.#fromAddress();
  }

  /**
   * The answer of a call; rejects with a Refusal.
   * @param {string} name
   * @param {object} body
   * @param {AbortSignal} [signal]
   * @returns {Promise<any>}
   */
  async call(name, body, signal) {
    const how = { method: "POST", headers: this.#headers(), body: JSON.stringify(body), signal };
    const response = await this.#reached(`/api/${name}`, how);
    if (!response) return this.call(name, body, signal);
    const answer = await response.json().catch(() => null);
    if (!response.ok) throw new Refusal(response.status, answer);
    this.#known = this.token;
    return answer;
  }

  /**
   * Tells the hashes of a place's files whenever something on disk has changed, for as long as the page is open.
   * @param {string} city
   * @param {(files: Record<string, string>) => void} told
   * @param {AbortSignal} signal
   */
  async follow(city, told, signal) {
    while (!signal.aborted) {
      const address = `/api/events?city=${encodeURIComponent(city)}`;
      const response = await this.#reached(address, { headers: this.#headers(), signal });
      if (response?.body) await lines(response.body, (line) => told(JSON.parse(line).files)).catch(() => null);
      if (!signal.aborted) await pause();
    }
  }

  #headers() {
    return { "Content-Type": "application/json", "X-Desk-Token": this.token };
  }

  /**
   * A response; null where the call is to be made again.
   * @param {string} address
   * @param {RequestInit} how
   */
  async #reached(address, how) {
    try {
      const response = await fetch(address, how);
      if (response.status === 403 && this.#known) return await this.#changed();
      this.#say("back");
      return response;
    } catch (error) {
      if (how.signal?.aborted) throw error;
      await this.#back();
      return null;
    }
  }

  /** Waits until the program answers at all. */
  #back() {
    this.#waiting ??= (async () => {
      this.#say("lost");
      while (!(await fetch("/desk/desk.css", { cache: "no-store" }).catch(() => null))) await pause();
      this.#waiting = null;
    })();
    return this.#waiting;
  }

  /** Waits for the token of a program that was started anew. */
  async #changed() {
    this.#say("stale");
    while (this.token === this.#known) await pause();
    return null;
  }

  /** @param {Connection} connection */
  #say(connection) {
    const lost = connection !== "back";
    if (lost || this.#lost) this.said(connection);
    this.#lost = lost;
  }

  #fromAddress() {
    const token = new URLSearchParams(location.hash.slice(1).replace(/^([^=&]+)(&|$)/, "token=$1$2")).get("token");
    if (!token) return;
    history.replaceState(null, "", location.pathname + location.search);
    this.#renew(token);
    this.channel.postMessage(token);
  }

  /** @param {string} token */
  #renew(token) {
    this.token = token;
    sessionStorage.setItem(KEPT, token);
  }
}

const pause = () => new Promise((done) => { setTimeout(done, AGAIN); });

/**
 * Each line of a stream that is not empty.
 * @param {ReadableStream<Uint8Array>} stream
 * @param {(line: string) => void} act
 */
async function lines(stream, act) {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const parts = (rest + decoder.decode(value, { stream: true })).split("\n");
    rest = parts.pop() ?? "";
    parts.filter((line) => line.trim()).forEach(act);
  }
}
