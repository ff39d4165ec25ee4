import type { Readiness, Site } from "../../../http/site.ts";
import { MemoryLog } from "../../_support/memory_log.ts";

/** A site with metrics, and nothing else. */
export class TestSite implements Site {
  readonly kind = "view";
  readonly version = "1.2.3";
  readonly since = 1_800_000_000;
  readonly log: MemoryLog = new MemoryLog();
  readonly stop: AbortController = new AbortController();
  /** What `isReady` returns. */
  readiness: Promise<Readiness> = Promise.resolve({ ready: true });

  get closing(): AbortSignal {
    return this.stop.signal;
  }

  readonly isReady = (): Promise<Readiness> => this.readiness;

  readonly metrics = (): Promise<string> => Promise.resolve("up 1\n");
}
