/**
 * Progress of the resumable streams of an experiment.
 *
 * @module
 */
import type { Outcome, Progress } from "../rows/store.ts";

/** The session that receives a resumable stream. */
export interface StreamHolder {
  /** Everything up to this offset is committed. */
  committed(offset: number): void;
  /**
   * The stream continues over another connection: store nothing more of this
   * one.
   */
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

  /** Assigns a stream to a session, and fences the session that had it. */
  claim(stream: string, holder: StreamHolder): void {
    this.#holders.get(stream)?.fence();
    this.#holders.set(stream, holder);
  }

  /** The session has ended. */
  release(stream: string, holder: StreamHolder): void {
    if (this.#holders.get(stream) === holder) this.#holders.delete(stream);
  }

  /** Records the progress of a stream. */
  add(progress: Progress): void {
    this.#waiting.set(progress.stream, progress);
  }

  /** Returns and removes everything waiting. */
  take(): readonly Progress[] {
    const taken = [...this.#waiting.values()];
    this.#waiting = new Map();
    return taken;
  }

  /** Notifies the sessions of the outcome for progress that was taken. */
  report(stored: readonly Progress[], { fenced }: Outcome): void {
    for (const { stream, offset } of stored) {
      const holder = this.#holders.get(stream);
      if (fenced.includes(stream)) holder?.fence();
      else holder?.committed(offset);
    }
  }
}
