/**
 * How long the event loop is blocked.
 *
 * @module
 */
import { Histogram } from "prom-client";

/** Milliseconds between two looks: a longer delay is always seen. */
const LOOK_MS = 100;

/** Seconds. */
const BUCKETS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/**
 * Measures by how much a timer is late, the same way on all runtimes: Deno's
 * `monitorEventLoopDelay` does not see a blocked loop.
 */
export class EventLoopDelay {
  /** The delays. */
  readonly metric: Histogram = new Histogram({
    name: "oml_event_loop_delay_seconds",
    help: "Delay of a timer that is due ten times a second.",
    buckets: BUCKETS,
    registers: [],
  });
  readonly #timer: ReturnType<typeof setInterval>;

  /** Measures until {@linkcode EventLoopDelay.stop}. */
  constructor() {
    let last = performance.now();
    this.#timer = setInterval(() => {
      const now = performance.now();
      this.metric.observe(Math.max(0, now - last - LOOK_MS) / 1_000);
      last = now;
    }, LOOK_MS);
    this.#timer.unref();
  }

  /** Ends the measurement. */
  stop(): void {
    clearInterval(this.#timer);
  }
}
