/**
 * The headers of a connection (OMSP §Key/Value Parameters).
 *
 * @module
 */
import { ProtocolError } from "../errors.ts";
import { ARRIVALS_KEY } from "../values/arrivals.ts";
import type { Limits } from "../values/limits.ts";
import { quoteText } from "../values/quote.ts";
import { parseSchema, type Schema } from "../values/schema.ts";

/** The encoding of tuples. */
export type ContentMode = "text" | "binary";

/** A stream to be stored exactly once, whatever breaks. */
export interface ResumeRequest {
  /** Id of the stream: a UUID in lower case. */
  readonly stream: string;
  /** Its length in bytes without this header line, once it has ended. */
  readonly length: number | undefined;
}

/** The headers of a client. */
export interface SessionHeader {
  /** OMSP version, 1 to 5. */
  readonly protocol: number;
  /** The experiment, and thus the database. */
  readonly domain: string;
  /** The client's UNIX time in seconds at which its timestamps start. */
  readonly startTime: number | undefined;
  /** The sender. */
  readonly senderId: string | undefined;
  /** The application. */
  readonly appName: string | undefined;
  /** The encoding of tuples. */
  readonly content: ContentMode;
  /** How to resume an interrupted stream, if the client asks for it. */
  readonly resume: ResumeRequest | undefined;
  /** Index of the stream with the times of arrival, in a capture that has them. */
  readonly arrivals: number | undefined;
  /** The streams defined in the headers, in order. */
  readonly schemas: readonly Schema[];
  /** Whether lines end in CRLF. */
  readonly crlf: boolean;
  /** Unknown headers, for a warning; the first hundred. */
  readonly ignored: readonly string[];
}

const DOMAIN = /^[A-Za-z0-9_+:@=,~][A-Za-z0-9_.+:@=,~ -]{0,62}$/;
const DECIMAL = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;
const RESUME =
  /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?: ([0-9]{1,15}))?$/i;
const INDEX = /^[0-9]{1,9}$/;
const MAX_NAME_BYTES = 1024;
const NEWEST_VERSION = 5;
const MOST_IGNORED = 100;

/** The header that asks to resume a stream. */
export const RESUME_KEY = "oml2-resume";

/** The header with which some clients announce compression of the rest. */
const ENCAPSULATION_KEY = "encapsulation";

/** Collects header lines into a {@linkcode SessionHeader}. */
export class HeaderLines {
  readonly #limits: Limits;
  #protocol = NEWEST_VERSION;
  #domain: string | undefined;
  #startTime: number | undefined;
  #senderId: string | undefined;
  #appName: string | undefined;
  #content: ContentMode = "text";
  #resume: ResumeRequest | undefined;
  #arrivals: number | undefined;
  /** The announced compression of the stream after the headers. */
  #encapsulation: string | undefined;
  #crlf = true;
  readonly #schemas: Schema[] = [];
  readonly #ignored: string[] = [];

  /** Schemas have up to `limits.fields` fields. */
  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /**
   * Takes one line, without its newline.
   *
   * @throws {ProtocolError} if it violates a rule for headers.
   */
  line(line: string): void {
    if (!line.endsWith("\r")) this.#crlf = false;
    const colon = line.indexOf(":");
    if (colon < 0) {
      throw new ProtocolError(
        "header",
        "Cannot read header: it has no colon",
        quoteText(line),
      );
    }
    const value = line.slice(colon + 1).trim();
    this.#set(line.slice(0, colon), value, line);
  }

  /**
   * The headers, once the empty line has been received.
   *
   * @throws {ProtocolError} with code `"domain"` if the domain is missing.
   */
  finish(): SessionHeader {
    if (this.#domain === undefined) {
      throw new ProtocolError(
        "domain",
        this.#encapsulation === undefined
          ? "Cannot go on without a domain"
          : "Cannot read a stream in an encapsulation: have the client send it " +
            "as it is",
        this.#encapsulation,
      );
    }
    return {
      protocol: this.#protocol,
      domain: this.#domain,
      startTime: this.#startTime,
      senderId: this.#senderId,
      appName: this.#appName,
      content: this.#content,
      resume: this.#resume,
      arrivals: this.#arrivals,
      schemas: this.#schemas,
      crlf: this.#crlf,
      ignored: this.#ignored,
    };
  }

  #set(key: string, value: string, line: string): void {
    switch (key) {
      case "protocol":
        this.#protocol = parseVersion(value);
        break;
      case "domain":
      case "experiment-id":
        this.#domain = parseDomain(value, this.#domain);
        break;
      case "start-time":
      case "start_time":
        this.#needDomain(key);
        this.#setStartTime(value, line);
        break;
      case "sender-id":
        this.#needDomain(key);
        this.#senderId = parseName(key, value);
        break;
      case "app-name":
        this.#appName = parseName(key, value);
        break;
      case "content":
        this.#content = parseContent(value);
        break;
      case "schema":
        this.#addSchema(value);
        break;
      case RESUME_KEY:
        this.#setResume(value, line);
        break;
      case ARRIVALS_KEY:
        if (INDEX.test(value)) this.#arrivals = Number(value);
        else this.#ignore(line);
        break;
      case ENCAPSULATION_KEY:
        this.#encapsulation = quoteText(value);
        this.#ignored.push(quoteText(line));
        break;
      default:
        this.#ignore(line);
    }
  }

  #ignore(line: string): void {
    if (this.#ignored.length === MOST_IGNORED) return;
    this.#ignored.push(quoteText(line));
  }

  #needDomain(key: string): void {
    if (this.#domain !== undefined) return;
    throw new ProtocolError("domain", `Cannot use ${key} before a domain`);
  }

  #setStartTime(value: string, line: string): void {
    const seconds = DECIMAL.test(value) ? Number(value) : NaN;
    if (Math.abs(seconds) <= Number.MAX_SAFE_INTEGER) this.#startTime = seconds;
    else this.#ignore(line);
  }

  #setResume(value: string, line: string): void {
    const request = parseResume(value);
    if (request === undefined) this.#ignore(line);
    else this.#resume = request;
  }

  #addSchema(value: string): void {
    this.#schemas.push(parseSchema(value, this.#limits.fields));
  }
}

/** The request of the header `oml2-resume`; `undefined` if it is malformed. */
export function parseResume(value: string): ResumeRequest | undefined {
  const [, stream, length] = RESUME.exec(value.trim()) ?? [];
  if (stream === undefined) return undefined;
  return {
    stream: stream.toLowerCase(),
    length: length === undefined ? undefined : Number(length),
  };
}

function parseVersion(value: string): number {
  const version = /^[0-9]+$/.test(value) ? Number(value) : NaN;
  if (version >= 1 && version <= NEWEST_VERSION) return version;
  throw new ProtocolError(
    "protocol-version",
    `Cannot speak this protocol version, must be 1 to ${NEWEST_VERSION}`,
    quoteText(value),
  );
}

/** Whether an experiment can have this name. */
export function isDomain(text: string): boolean {
  return DOMAIN.test(text);
}

function parseDomain(value: string, before: string | undefined): string {
  if (!isDomain(value)) {
    throw new ProtocolError(
      "domain",
      "Cannot use domain: it must be 1 to 63 ASCII letters, digits, blanks or " +
        "-_.+:@=,~ and not start with . or -",
      quoteText(value),
    );
  }
  if (before !== undefined && before !== value) {
    throw new ProtocolError(
      "domain",
      `Cannot change domain ${before}`,
      quoteText(value),
    );
  }
  return value;
}

function parseName(key: string, value: string): string | undefined {
  if (new TextEncoder().encode(value).length > MAX_NAME_BYTES) {
    throw new ProtocolError(
      key === "sender-id" ? "sender-id" : "header",
      `Cannot use ${key} of more than ${MAX_NAME_BYTES} bytes`,
      quoteText(value),
    );
  }
  return value === "" ? undefined : value;
}

function parseContent(value: string): ContentMode {
  if (value === "text" || value === "binary") return value;
  throw new ProtocolError(
    "content",
    "Cannot use content, must be text or binary",
    quoteText(value),
  );
}
