import type {
  ColumnShape,
  ExperimentDescription,
} from "../../../../archive/archive.ts";
import type { Series, Spectra } from "../../../../archive/plots.ts";
import type { CellValue, Rows } from "../../../../archive/rows.ts";
import type { TailRows } from "../../../../web/plots/live/tail.ts";
import type { PlotHost } from "../../../../web/plots/session/plot_host.ts";

/** The start of the experiment, UNIX seconds. */
export const START = 1_700_000_000;

export const COLUMNS: readonly ColumnShape[] = [
  { name: "v", type: "double", kind: "number" },
  { name: "psd", type: "[double]", kind: "vector" },
  { name: "note", type: "string", kind: "text" },
];

export const DESCRIPTION: ExperimentDescription = {
  name: "exp",
  startTime: START,
  senders: [{ id: 1, name: "n1" }, { id: 2, name: "n2" }],
  tables: [{ name: "t", rows: 3, columns: COLUMNS }],
  metadata: [],
};

export const TABLE = { experiment: "exp", table: "t" } as const;

/** New rows: their sender, time and value of `v`. */
export function rowsOf(
  rows: readonly (readonly [string, number, CellValue])[],
  firstId = 1,
): Rows {
  return {
    ids: rows.map((_, at) => firstId + at),
    senders: rows.map(([sender]) => sender),
    seqs: rows.map((_, at) => at),
    client: rows.map(([, time]) => time),
    server: rows.map(([, time]) => time),
    values: {
      v: rows.map(([, , value]) => value),
      psd: rows.map(() => [1, 2]),
      note: rows.map(([sender]) => `from ${sender}`),
    },
    lastId: firstId + rows.length - 1,
    more: false,
  };
}

/** A browser and a server whose time passes when a test says so. */
export class FakePlot {
  /** Paths that were asked for. */
  readonly asked: string[] = [];
  /** Tails, by their paths. */
  readonly tails: FakeTail[] = [];
  /** What fails from now on. */
  failure: Error | undefined;
  /** The share of the rows that answers cover. */
  covered = 1;
  /** The time of the latest stored row. */
  latest = 100;
  now = 1_000;
  serverTime = START + 101;
  isStill = false;
  #timers: { at: number; call: () => void }[] = [];
  #frame: (() => void) | undefined;

  get host(): PlotHost {
    return {
      get: (path) => {
        this.asked.push(path);
        if (this.failure !== undefined) return Promise.reject(this.failure);
        return Promise.resolve(this.#answer(path)) as Promise<never>;
      },
      openEvents: (path) => {
        const tail = new FakeTail(path);
        this.tails.push(tail);
        return tail;
      },
      now: () => this.now,
      serverTime: () => this.serverTime,
      later: (ms, call) => {
        const timer = { at: this.now + ms / 1_000, call };
        this.#timers.push(timer);
        return () => this.#timers = this.#timers.filter((one) => one !== timer);
      },
      nextFrame: (call) => {
        this.#frame = call;
        return () => this.#frame = undefined;
      },
      pixelRatio: () => 1,
      isStill: () => this.isStill,
    };
  }

  /** Lets time pass, and everything that is due then happen. */
  async pass(seconds: number): Promise<void> {
    this.now += seconds;
    const due = this.#timers.filter(({ at }) => at <= this.now);
    this.#timers = this.#timers.filter(({ at }) => at > this.now);
    for (const { call } of due) call();
    await settled();
  }

  /** The next frame of the browser. */
  frame(): void {
    const call = this.#frame;
    this.#frame = undefined;
    call?.();
  }

  #answer(path: string): Series | Spectra | Rows {
    const query = new URLSearchParams(path.split("?")[1]);
    const from = Number(query.get("from") ?? 0);
    const to = Number(query.get("to") ?? this.latest);
    const shared = {
      clock: "server",
      from,
      to,
      covered: this.covered,
    } as const;
    const times = [from, (from + to) / 2, to];
    if (path.includes("/series")) {
      const lines = ["n1", "n2"].map((sender) => ({
        sender,
        column: "v",
        times,
        min: [1, 2, 3],
        max: [1, 4, 3],
      }));
      return { ...shared, lastId: 3, lines };
    }
    if (path.includes("/spectra")) {
      const values = times.map(() => [1, 2]);
      return { ...shared, lastId: 2, length: 2, times, values };
    }
    return rowsOf([["n1", this.latest, 3]], 3);
  }
}

/** Server-sent events that a test sends. */
export class FakeTail {
  readyState = 1;
  isClosed = false;
  onopen: ((event: never) => void) | null = null;
  onerror: ((event: never) => void) | null = null;
  readonly path: string;
  #listener: ((event: { readonly data: string }) => void) | undefined;

  constructor(path: string) {
    this.path = path;
  }

  addEventListener(
    _: string,
    listener: (event: { readonly data: string }) => void,
  ): void {
    this.#listener = listener;
  }

  send(rows: TailRows): void {
    this.#listener?.({ data: JSON.stringify(rows) });
  }

  breakOff(): void {
    this.onerror?.(undefined as never);
  }

  close(): void {
    this.isClosed = true;
  }
}

/** Waits until promises that are kept have called back. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}
