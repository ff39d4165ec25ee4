/**
 * How far the resumable streams of an experiment have come.
 *
 * @module
 */
import type { Outcome, Progress } from "../rows/store.ts";

/** The session that a resumable stream comes over. */
export interface StreamHolder {
  /** Everything up to this offset is committed. */
  committed(offset: number): void;
  /** The stream goes on over another connection: store nothing more of it. */
  fence(): void;
}

/** Keeps each stream's latest offset until it is stored with its rows. */
export class ProgressLog {
  readonly #holders = new Map<string, StreamHolder>();
  #waiting = new Map<string, Progress>();

  /** Whether nothing waits. */
  get empty(): boolean {
    return this.#waiting.size === 0;
  }

  /** Gives a stream to a session, and takes it from the one that had it. */
  claim(stream: string, holder: StreamHolder): void {
    this.#holders.get(stream)?.fence();
    this.#holders.set(stream, holder);
  }

  /** The session has ended. */
  release(stream: string, holder: StreamHolder): void {
    if (this.#holders.get(stream) === holder) this.#holders.delete(stream);
  }

  /** Notes how far a stream has come. */
  add(progress: Progress): void {
    this.#waiting.set(progress.stream, progress);
  }

  /** Hands over what waits. */
  take(): readonly Progress[] {
    const taken = [...this.#waiting.values()];
    this.#waiting = new Map();
    return taken;
  }

  /** Tells the sessions what became of what they were handed over for. */
  tell(stored: readonly Progress[], { fenced }: Outcome): void {
    for (const { stream, offset } of stored) {
      const holder = this.#holders.get(stream);
      if (fenced.includes(stream)) holder?.fence();
      else holder?.committed(offset);
    }
  }
}
