/**
 * What all routes work with.
 *
 * @module
 */
import type { Archive } from "../../archive/archive.ts";
import type { ProxyControl, Site } from "../site.ts";
import { NotOfferedError } from "./errors/api_errors.ts";
import { QueryGate } from "./queries/query_gate.ts";
import { Slots } from "./queries/slots.ts";
import { TailSources } from "./tail/tail_sources.ts";

/** Bounds of the API. */
export interface ApiLimits {
  /** Queries at the same time. */
  readonly runningQueries: number;
  /** Queries that wait. */
  readonly waitingQueries: number;
  /** Live tails at the same time. */
  readonly tails: number;
  /** Downloads at the same time. */
  readonly downloads: number;
  /** Milliseconds that a client may take to read a part of an answer. */
  readonly patienceMs: number;
  /** Milliseconds between two signs of life of a tail. */
  readonly pingMs: number;
}

/** The usual bounds. */
export const API_LIMITS: ApiLimits = {
  runningQueries: 4,
  waitingQueries: 32,
  tails: 64,
  downloads: 8,
  patienceMs: 60_000,
  pingMs: 10_000,
};

/** The site, and what bounds the work for it. */
export class ApiContext {
  readonly site: Site;
  readonly limits: ApiLimits;
  /** Live tails. */
  readonly tails: Slots;
  /** Downloads. */
  readonly downloads: Slots;
  /** What the live tails read. */
  readonly sources: TailSources;
  readonly #gate: QueryGate;

  /** Shows `site` within `limits`. */
  constructor(site: Site, limits: ApiLimits) {
    this.site = site;
    this.limits = limits;
    this.#gate = new QueryGate({
      running: limits.runningQueries,
      waiting: limits.waitingQueries,
    });
    this.tails = new Slots(limits.tails, "live views", "close some of them");
    this.downloads = new Slots(
      limits.downloads,
      "downloads",
      "wait until one of them is complete",
    );
    this.sources = new TailSources((read) => this.readPart(read));
  }

  /** The proxy. */
  get proxy(): ProxyControl {
    const { proxy } = this.site;
    if (proxy !== undefined) return proxy;
    throw new NotOfferedError("replay", "ask a proxy");
  }

  /**
   * The answer of the archive, in turn.
   *
   * @throws {TooBusyError} if too many queries wait.
   */
  query<T>(read: (archive: Archive) => Promise<T>): Promise<T> {
    const archive = this.#archive();
    return this.#gate.run(() => read(archive));
  }

  /** The same for parts of open streams, whose number is bounded. */
  readPart<T>(read: (archive: Archive) => Promise<T>): Promise<T> {
    const archive = this.#archive();
    return this.#gate.run(() => read(archive), true);
  }

  #archive(): Archive {
    const { archive } = this.site;
    if (archive !== undefined) return archive;
    throw new NotOfferedError(
      "stored experiments",
      "ask a server, or a view of stored data",
    );
  }
}
