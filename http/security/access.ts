/**
 * Who may use a site.
 *
 * @module
 */
import { randomBytes } from "node:crypto";
import { GuessLimit } from "./guess_limit.ts";
import { derive, isSameSecret } from "./secrets.ts";
import { Sessions } from "./sessions.ts";

/** Bytes of the secret of a site without a token. */
const SECRET_BYTES = 32;

/** The header of the token against forged requests. */
export const CSRF_HEADER = "x-oml-token";

/** The outcome of a check; `wait` is the number of seconds to wait. */
export type Verdict =
  | { readonly may: true; readonly isProgram: boolean }
  | { readonly may: false; readonly wait: number };

const PERSON: Verdict = { may: true, isProgram: false };

/** Checks tokens and sessions. Without a token, everyone may use the site. */
export class Access {
  /**
   * What a page must send with every request that changes something. Only a
   * page of the same origin can read it.
   */
  readonly csrf: string;
  /** The sessions; unset if no token is needed. */
  readonly sessions: Sessions | undefined;
  readonly #token: string | undefined;
  readonly #guesses: GuessLimit;

  /** Requires `token`, if given. */
  constructor(token?: string, guesses: GuessLimit = new GuessLimit()) {
    this.#token = token;
    this.#guesses = guesses;
    this.sessions = token === undefined ? undefined : new Sessions(token);
    const secret = token ?? randomBytes(SECRET_BYTES).toString("base64url");
    this.csrf = derive(secret, "csrf");
  }

  /** Whether a token is needed. */
  get needsToken(): boolean {
    return this.#token !== undefined;
  }

  /** Checks the session or the token in the headers of a request of `peer`. */
  check(headers: Headers, peer: string): Verdict {
    const [, given] = /^bearer +(\S+) *$/i
      .exec(headers.get("authorization") ?? "") ?? [];
    if (this.sessions === undefined) return PERSON;
    if (this.sessions.has(headers.get("cookie"))) return PERSON;
    if (given === undefined) return { may: false, wait: 0 };
    const verdict = this.checkToken(given, peer);
    return verdict.may ? { may: true, isProgram: true } : verdict;
  }

  /** Checks a token that `peer` has sent. */
  checkToken(given: string, peer: string): Verdict {
    if (this.#token === undefined) return PERSON;
    const wait = this.#guesses.wait(peer);
    if (wait > 0) return { may: false, wait };
    if (isSameSecret(given, this.#token)) return PERSON;
    this.#guesses.wrong(peer);
    return { may: false, wait: 0 };
  }

  /** Whether the headers have the token against forged requests. */
  hasCsrf(headers: Headers): boolean {
    return isSameSecret(headers.get(CSRF_HEADER) ?? "", this.csrf);
  }
}
