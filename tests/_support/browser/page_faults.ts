import type { Page } from "playwright-core";

/** Failures of requests that a page has given up by itself. */
const GIVEN_UP = /net::ERR_ABORTED/;

/**
 * What must not happen in a page: errors and warnings of its console (faults
 * of the content security policy are among them), exceptions, failed requests,
 * and requests to another host.
 */
export class PageFaults {
  readonly #origin: string;
  readonly #seen: string[] = [];
  readonly #expected: RegExp[] = [];

  /** Watches a page that may ask `origin` only. */
  constructor(page: Page, origin: string) {
    this.#origin = origin;
    page.on("console", (message) => {
      if (!/^(error|warning)$/.test(message.type())) return;
      const { url } = message.location();
      this.#add(`console ${message.type()}: ${message.text()} (${url})`);
    });
    page.on("pageerror", (error) => {
      this.#add(`exception: ${error.stack ?? error.message}`);
    });
    page.on("requestfailed", (request) => {
      const why = request.failure()?.errorText ?? "";
      if (GIVEN_UP.test(why)) return;
      this.#add(`failed request: ${request.url()}: ${why}`);
    });
    page.on("request", (request) => this.#judge(request.url()));
    page.on("websocket", (socket) => this.#judge(socket.url()));
  }

  /** Faults that match are expected, from now on. */
  expect(what: RegExp): void {
    this.#expected.push(what);
  }

  /** The faults so far. */
  all(): readonly string[] {
    return this.#seen;
  }

  #judge(url: string): void {
    const { protocol, origin } = new URL(url);
    if (protocol === "data:" || protocol === "blob:") return;
    if (origin !== this.#origin) this.#add(`request to another host: ${url}`);
  }

  #add(fault: string): void {
    if (!this.#expected.some((what) => what.test(fault))) {
      this.#seen.push(fault);
    }
  }
}
