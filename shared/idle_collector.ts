/**
 * Collects garbage while a program is idle. V8 collects when new objects need
 * room, so a program that has become idle keeps what its last clients left:
 * 100 MB in a server. It gives that back by itself after a minute or more, on
 * Node only in part.
 *
 * @module
 */
import { clearInterval, setInterval } from "node:timers";
import process from "node:process";
import v8 from "node:v8";
import vm from "node:vm";

/** Milliseconds between two looks. */
const LOOK_MS = 2_000;

/** The share of one processor that an idle program uses at most. */
const IDLE_SHARE = 0.1;

/** Bytes of garbage, or new data, that are worth a collection. */
const WORTHWHILE = 4 * 1024 * 1024;

/** The same as a share of what is in use: a large heap takes longer. */
const WORTHWHILE_SHARE = 1 / 4;

/**
 * Collections that follow each other, as idle looks to be let pass before each:
 * some, for clients may only make a pause. The first one frees objects, the
 * second one the room for new ones: V8 shrinks it where few were made since the
 * last collection. Pages go back to the system at the third, for V8 keeps them
 * for 8 s.
 */
const PAUSES: readonly number[] = [4, 0, 4];

/** What an {@linkcode IdleCollector} looks at. */
export interface Heap {
  /** Bytes in use, garbage included. */
  used(): number;
  /** Collects all garbage of this thread. */
  collect(): void;
  /** Milliseconds of CPU that the program has used so far, all threads. */
  cpu(): number;
  /** Now, in milliseconds. */
  now(): number;
}

/** Decides when to collect. */
export class IdleCollector {
  readonly #heap: Heap;
  /** Bytes in use when there was least garbage. */
  #least: number;
  #cpu: number;
  #lookedAt: number;
  /** The collections that are due, as in {@linkcode PAUSES}. */
  #due: number[] = [];

  /** Collects the garbage of `heap`. */
  constructor(heap: Heap) {
    this.#heap = heap;
    this.#least = heap.used();
    this.#cpu = heap.cpu();
    this.#lookedAt = heap.now();
  }

  /**
   * Collects if that is due, and the program was idle since the last call.
   * Returns whether it must be called again if nothing happens.
   */
  look(): boolean {
    const hasGarbage = this.#hasGarbage();
    if (!this.#wasIdle()) return true;
    if (this.#due.length === 0 && hasGarbage) this.#due = [...PAUSES];
    if (this.#due.length === 0) return false;
    if (this.#due[0]-- > 0) return true;
    this.#due.shift();
    this.collect();
    return true;
  }

  /** Collects. */
  collect(): void {
    this.#heap.collect();
    this.#least = this.#heap.used();
  }

  #hasGarbage(): boolean {
    const used = this.#heap.used();
    this.#least = Math.min(this.#least, used);
    const enough = Math.max(WORTHWHILE, WORTHWHILE_SHARE * this.#least);
    return used - this.#least >= enough;
  }

  #wasIdle(): boolean {
    const cpu = this.#heap.cpu();
    const now = this.#heap.now();
    const share = (cpu - this.#cpu) / (now - this.#lookedAt);
    this.#cpu = cpu;
    this.#lookedAt = now;
    return share <= IDLE_SHARE;
  }
}

/** The program whose garbage is collected. */
export interface IdleProgram {
  /** Called after each collection. */
  readonly collected?: () => void;
  /** Whether it makes garbage; if not given, it always may. */
  readonly isInUse?: () => boolean;
}

/** Collects the garbage of this thread whenever the program is idle. */
export class GarbageWatch {
  readonly #collector: IdleCollector;
  readonly #isInUse: () => boolean;
  #timer: NodeJS.Timeout | undefined;

  /** Watches `program`, until it is not in use any more. */
  constructor(
    { collected = () => undefined, isInUse = () => true }: IdleProgram = {},
  ) {
    let gc: (() => void) | undefined;
    this.#isInUse = isInUse;
    this.#collector = new IdleCollector({
      used: usedBytes,
      collect() {
        gc ??= collectFunction();
        gc();
        collected();
      },
      cpu: () => {
        const { user, system } = process.cpuUsage();
        return (user + system) / 1000;
      },
      now: () => performance.now(),
    });
    this.wake();
  }

  /** The program is in use again: watches it, if it does not already. */
  wake(): void {
    this.#timer ??= setInterval(() => this.#look(), LOOK_MS).unref();
  }

  /** Collects now: nothing of what the program did at first is needed again. */
  collect(): void {
    this.#collector.collect();
  }

  #look(): void {
    if (this.#collector.look() || this.#isInUse()) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

/** Buffers outside of the heap go with the objects that hold them. */
function usedBytes(): number {
  const { used_heap_size, external_memory } = v8.getHeapStatistics();
  return used_heap_size + external_memory;
}

/** V8 gives its `gc` only to contexts that are made behind the flag. */
function collectFunction(): () => void {
  v8.setFlagsFromString("--expose-gc");
  const gc: unknown = vm.runInNewContext("gc");
  if (typeof gc !== "function") throw new Error("V8 has no gc function");
  return () => gc();
}
