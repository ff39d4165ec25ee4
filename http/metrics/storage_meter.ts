/**
 * Counts what a server stores and rejects.
 *
 * @module
 */
import { Histogram } from "prom-client";
import type { CommitFacts, StorageObserver } from "../../server/observer.ts";
import type { Metrics } from "./metrics.ts";
import { REJECT_CLASSES, rejectClass } from "./reject_classes.ts";

/** Seconds. */
const BUCKETS = [
  ...[0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  30,
];

/** Notified by the server of each commit and each rejected sample. */
export class StorageMeter implements StorageObserver {
  readonly #durations = new Histogram({
    name: "oml_server_commit_duration_seconds",
    help: "Time from the start of a commit until its rows are stored.",
    buckets: BUCKETS,
    registers: [],
  });
  readonly #rejected = new Map<string, number>(
    REJECT_CLASSES.map((name) => [name, 0]),
  );
  #stored = 0;
  #failures = 0;

  committed({ rows, ms, isStored }: CommitFacts): void {
    if (!isStored) {
      this.#failures++;
      return;
    }
    this.#stored += rows;
    this.#durations.observe(ms / 1_000);
  }

  rejected(reason: string): void {
    const name = rejectClass(reason);
    this.#rejected.set(name, (this.#rejected.get(name) ?? 0) + 1);
  }

  /** Adds its counts. */
  addTo(metrics: Metrics): void {
    metrics.add(this.#durations);
    metrics.counter({
      name: "oml_server_commit_failures_total",
      help: "Commits that failed: their experiments' clients are closed.",
    }, () => this.#failures);
    metrics.counter({
      name: "oml_server_stored_rows_total",
      help: "Rows stored in databases.",
    }, () => this.#stored);
    metrics.counter({
      name: "oml_server_rejected_samples_total",
      help: "Samples that could not be stored, by the class of the reason.",
      labels: ["reason"],
    }, () => [...this.#rejected].map(([reason, count]) => [{ reason }, count]));
  }
}
