/**
 * Collects garbage while a program is idle, or has little to do. V8 collects
 * when new objects need room, so a program that has become idle keeps what its
 * last clients left: 100 MB in a server. It gives that back by itself after a
 * minute or more, on Node only in part.
 *
 * @module
 */
import { clearInterval, setInterval } from "node:timers";
import process from "node:process";
import v8 from "node:v8";
import {
  type Gc,
  gcFunction,
  type GcOptions,
  LAST_RESORT,
} from "./garbage_collector.ts";

/** Milliseconds between two looks. */
const LOOK_MS = 2_000;

/** The share of one processor that an idle program uses at most. */
const IDLE_SHARE = 0.1;

/**
 * The share up to which a program has little to do: room for new objects that a
 * burst has left is then given up as well.
 */
const LITTLE_SHARE = 0.5;

/** Bytes of room for new objects that are worth a collection. */
const LARGE_ROOM = 4 * 1024 * 1024;

/** Minimum milliseconds between two collections of a program that is not idle. */
const LEAST_PAUSE_MS = 8_000;

/** The same as a multiple of the CPU time that the last collection took. */
const PAUSE_SHARE = 30;

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

/**
 * Connections beyond which garbage is left to V8, which collects it step by
 * step: collecting it at once takes 50 µs for each.
 */
const MANY_CONNECTIONS = 1_500;

/** What an {@linkcode IdleCollector} looks at. */
export interface Heap {
  /** Bytes in use, garbage included. */
  used(): number;
  /** Bytes reserved for new objects. */
  room(): number;
  /** Whether there are so many clients that a collection holds them up. */
  isCrowded(): boolean;
  /** Collects all garbage of this thread. */
  collect(): void;
  /** The same, and gives up the room for new objects; takes twice as long. */
  shrink(): void;
  /**
   * All garbage is collected, and what the program did before that is over: it
   * has been idle for a while, or has little to do after a burst.
   */
  settled(): void;
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
  /** When a program that is not idle may collect again. */
  #mayCollectAt: number;

  /** Collects the garbage of `heap`. */
  constructor(heap: Heap) {
    this.#heap = heap;
    this.#least = heap.used();
    this.#cpu = heap.cpu();
    this.#lookedAt = heap.now();
    this.#mayCollectAt = this.#lookedAt + LEAST_PAUSE_MS;
  }

  /**
   * Collects if that is due, and the program was idle since the last call, or
   * had little to do and has much room for new objects.
   * Returns whether it must be called again if nothing happens.
   */
  look(): boolean {
    const hasGarbage = this.#hasGarbage();
    const share = this.#share();
    if (this.#heap.isCrowded()) return true;
    if (share > IDLE_SHARE) {
      if (share <= LITTLE_SHARE) this.#giveUpRoom();
      return true;
    }
    if (this.#due.length === 0 && hasGarbage) this.#due = [...PAUSES];
    if (this.#due.length === 0) return false;
    if (this.#due[0]-- > 0) return true;
    this.#due.shift();
    this.collect();
    if (this.#due.length === 0) this.#heap.settled();
    return true;
  }

  /** Collects. */
  collect(): void {
    this.#heap.collect();
    this.keep();
  }

  /** Takes all that is in use now for needed: it is not worth a collection. */
  keep(): void {
    this.#least = this.#heap.used();
  }

  #hasGarbage(): boolean {
    const used = this.#heap.used();
    this.#least = Math.min(this.#least, used);
    const enough = Math.max(WORTHWHILE, WORTHWHILE_SHARE * this.#least);
    return used - this.#least >= enough;
  }

  /** Gives up the room for new objects, but not often. */
  #giveUpRoom(): void {
    const heap = this.#heap;
    if (heap.now() < this.#mayCollectAt || heap.room() < LARGE_ROOM) return;
    const before = heap.cpu();
    heap.shrink();
    this.keep();
    heap.settled();
    // What it still used then is garbage once it is idle.
    this.#due = [...PAUSES];
    const pause = PAUSE_SHARE * (heap.cpu() - before);
    this.#mayCollectAt = heap.now() + Math.max(LEAST_PAUSE_MS, pause);
  }

  /** The share of one processor that the program used since the last call. */
  #share(): number {
    const cpu = this.#heap.cpu();
    const now = this.#heap.now();
    const share = (cpu - this.#cpu) / (now - this.#lookedAt);
    this.#cpu = cpu;
    this.#lookedAt = now;
    return share;
  }
}

/** The program whose garbage is collected. */
export interface IdleProgram {
  /** Called before each collection, to drop what is only kept for reuse. */
  readonly collecting?: () => void;
  /** Called after each collection. */
  readonly collected?: () => void;
  /** Called after collections that end what it did before, as a burst. */
  readonly settled?: () => void;
  /** Whether it makes garbage; if not given, it always may. */
  readonly isInUse?: () => boolean;
  /** Its connections; if not given, it has none. */
  readonly connections?: () => number;
}

/** Collects the garbage of this thread whenever the program is idle. */
export class GarbageWatch {
  readonly #collector: IdleCollector;
  readonly #isInUse: () => boolean;
  #timer: NodeJS.Timeout | undefined;

  /** Watches `program`, until it is not in use any more. */
  constructor(program: IdleProgram = {}) {
    const { collecting, collected, connections = () => 0 } = program;
    let gc: Gc | undefined;
    const collect = (options: GcOptions) => {
      gc ??= gcFunction();
      collecting?.();
      gc(options);
      collected?.();
    };
    this.#isInUse = program.isInUse ?? (() => true);
    this.#collector = new IdleCollector({
      used: usedBytes,
      room: roomBytes,
      isCrowded: () => connections() > MANY_CONNECTIONS,
      collect: () => collect({ type: "major" }),
      shrink: () => collect(LAST_RESORT),
      settled: () => program.settled?.(),
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

  /** Leaves what the program did at first to a later collection. */
  keep(): void {
    this.#collector.keep();
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

function roomBytes(): number {
  const spaces = v8.getHeapSpaceStatistics();
  const room = spaces.find(({ space_name }) => space_name === "new_space");
  return room?.physical_space_size ?? 0;
}
