/**
 * How much of a core the work in the background may take.
 *
 * @module
 */
import process from "node:process";

/** Share of a core while the process has little else to do. */
const IDLE_SHARE = 0.5;

/** The same while it has something to do. */
const BUSY_SHARE = 0.1;

/** The same while it is under load. */
const LOADED_SHARE = 0.02;

/** Shares of a core that others in the process use when it is busy, loaded. */
const BUSY = 0.15;
const LOADED = 0.5;

/** Bytes per second by which a file grows whose server is under load. */
const LOADED_BYTES = 1024 * 1024;

/** Milliseconds between two measurements. */
const PERIOD_MS = 250;

/** Measures what the other threads of the process do. */
export class SpareTime {
  #measuredAt = performance.now();
  #cpuMs = cpuMs();
  #ownMs = 0;
  #growth = 0;
  #share = BUSY_SHARE;

  /** The share of a core that may be used. */
  get share(): number {
    const now = performance.now();
    const elapsed = now - this.#measuredAt;
    if (elapsed < PERIOD_MS) return this.#share;
    const total = cpuMs();
    const others = (total - this.#cpuMs - this.#ownMs) / elapsed;
    const growth = this.#growth / elapsed * 1000;
    this.#share = shareBeside(others, growth);
    this.#measuredAt = now;
    this.#cpuMs = total;
    this.#ownMs = this.#growth = 0;
    return this.#share;
  }

  /** Whether the process is under load. */
  get isLoaded(): boolean {
    return this.share === LOADED_SHARE;
  }

  /** Reports work that is not that of others. */
  spent(ms: number): void {
    this.#ownMs += ms;
  }

  /** Reports that a file of a server, maybe another process, has grown. */
  grown(bytes: number): void {
    this.#growth += bytes;
  }
}

function shareBeside(others: number, growth: number): number {
  if (others > LOADED || growth > LOADED_BYTES) return LOADED_SHARE;
  return others > BUSY ? BUSY_SHARE : IDLE_SHARE;
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
