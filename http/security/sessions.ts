/**
 * Sessions of browsers: a cookie proves that the token was given.
 *
 * @module
 */
import { unixTime } from "../../shared/unix_time.ts";
import { derive, isSameSecret } from "./secrets.ts";

/** Seconds that a session lasts. */
const SESSION_S = 30 * 24 * 60 * 60;

/** Characters of the token's digest in the name of the cookie. */
const NAME_LENGTH = 8;

/**
 * Sessions without memory: the cookie has the time of its end, signed with the
 * token. So they outlast a restart, and end when the token changes.
 */
export class Sessions {
  /**
   * Name of the cookie. Cookies of a host do not depend on the port, so sites
   * with different tokens need different names.
   */
  readonly cookie: string;
  readonly #token: string;
  readonly #now: () => number;

  /** `now` returns UNIX milliseconds. */
  constructor(
    token: string,
    now: () => number = () => unixTime(performance.now()),
  ) {
    this.#token = token;
    this.#now = now;
    const digest = derive(token, "cookie name").replace(/[^a-zA-Z0-9]/g, "");
    this.cookie = `oml2_${digest.slice(0, NAME_LENGTH)}`;
  }

  /** The header `Set-Cookie` that starts a session. */
  start(): string {
    const end = Math.floor(this.#now() / 1_000) + SESSION_S;
    const value = `${end}.${this.#sign(end)}`;
    return `${this.cookie}=${value}; Path=/; Max-Age=${SESSION_S}; ` +
      "HttpOnly; SameSite=Strict";
  }

  /** The header `Set-Cookie` that ends a session. */
  end(): string {
    return `${this.cookie}=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict`;
  }

  /** Whether a header `Cookie` has a session that has not ended. */
  has(header: string | null): boolean {
    const values = (header ?? "").split(";").map((pair) => pair.trim())
      .filter((pair) => pair.startsWith(`${this.cookie}=`))
      .map((pair) => pair.slice(this.cookie.length + 1));
    return values.some((value) => this.#isValid(value));
  }

  #isValid(value: string): boolean {
    const [, end, signature] = /^([0-9]{1,12})\.([\w-]+)$/.exec(value) ?? [];
    if (end === undefined) return false;
    return isSameSecret(signature, this.#sign(Number(end))) &&
      Number(end) * 1_000 > this.#now();
  }

  #sign(end: number): string {
    return derive(this.#token, `session until ${end}`);
  }
}
