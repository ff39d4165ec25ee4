/**
 * Draws at most once a frame, and only when something changed.
 *
 * @module
 */

/** Calls back before the next frame; returns how to cancel that. */
export type NextFrame = (call: () => void) => () => void;

/** Frames in which something is drawn. */
export class Frames {
  readonly #next: NextFrame;
  readonly #draw: () => void;
  readonly #moves: () => boolean;
  #dirty = false;
  #cancel: (() => void) | undefined;
  #running = false;

  /**
   * Calls `draw` in the frame after a change; while `moves()` asked before each
   * frame is true, also without one.
   */
  constructor(next: NextFrame, draw: () => void, moves: () => boolean) {
    this.#next = next;
    this.#draw = draw;
    this.#moves = moves;
  }

  /** Something changed. */
  change(): void {
    this.#dirty = true;
    if (!this.#running) this.#wait();
  }

  /** Frames are looked at from now on, because things may move by themselves. */
  run(): void {
    this.#running = true;
    if (this.#cancel === undefined) this.#wait();
  }

  /** Only changes are drawn from now on. */
  rest(): void {
    this.#running = false;
  }

  /** Nothing is drawn any more. */
  stop(): void {
    this.#running = false;
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #wait(): void {
    if (this.#cancel !== undefined) return;
    this.#cancel = this.#next(() => {
      this.#cancel = undefined;
      if (this.#dirty || this.#running && this.#moves()) {
        this.#dirty = false;
        this.#draw();
      }
      if (this.#running) this.#wait();
    });
  }
}
