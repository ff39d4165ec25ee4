/**
 * The page of a running program.
 *
 * @module
 */
import process from "node:process";
import type { Archive } from "../../archive/archive.ts";
import config from "../../deno.json" with { type: "json" };
import type { Site } from "../../http/site.ts";
import type { HttpService } from "../../http/start.ts";
import { settlesWithin } from "../../shared/settles_within.ts";
import { unixTime } from "../../shared/unix_time.ts";
import type { Log } from "../../shared/log.ts";
import { ReadyCheck } from "./ready_check.ts";

/** Milliseconds that a stop waits for the archive. */
const ARCHIVE_MS = 1_000;

/** Measurements, until they are stopped. */
export interface ShownMetrics {
  /** Returns the present ones, in Prometheus' text format. */
  readonly text: () => Promise<string>;
  /** Ends measuring. */
  readonly stop: () => void;
}

/** What a program shows. */
export interface Shown
  extends Pick<Site, "kind" | "server" | "proxy" | "archive" | "peers"> {
  /** Its measurements, if it has any. */
  readonly metrics?: ShownMetrics;
  /** Resolves to what keeps it from working, if anything; without paths. */
  readonly findFault: () => Promise<string | undefined>;
  /** Its log. */
  readonly log: Log;
}

/** A page that is shown. */
export class ShownPage {
  readonly #http: HttpService;
  readonly #archive: Archive | undefined;
  readonly #ready: ReadyCheck;
  readonly #metrics: ShownMetrics | undefined;
  #archiveClosed: Promise<unknown> | undefined;

  /** Shows a program, and logs the address. */
  constructor(http: HttpService, { findFault, log, metrics, ...shown }: Shown) {
    this.#http = http;
    this.#metrics = metrics;
    this.#archive = shown.archive;
    this.#ready = new ReadyCheck(findFault);
    http.show({
      ...shown,
      version: config.version,
      since: unixTime(performance.now() - 1_000 * process.uptime()) / 1_000,
      metrics: metrics?.text,
      isReady: () => this.#ready.check(),
      log,
    });
    log.info("page at {url}", { url: http.url });
  }

  /**
   * The program is stopping, and not ready any more. The archive is closed
   * now, before the store completes its files: a reader would keep their logs.
   */
  stop(): void {
    this.#ready.stop();
    this.#http.endStreams();
    this.#archiveClosed ??= settlesWithin(this.#closeArchive(), ARCHIVE_MS);
  }

  /** Closes HTTP; its faults do not matter any more. */
  async close(): Promise<void> {
    this.stop();
    this.#metrics?.stop();
    await this.#http.close().catch(() => undefined);
    await this.#archiveClosed;
  }

  async #closeArchive(): Promise<void> {
    await this.#archive?.close();
  }
}
