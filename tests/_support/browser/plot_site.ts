import { setInterval } from "node:timers";
import type { ColumnShape } from "../../../archive/archive.ts";
import type { CellValue } from "../../../archive/rows.ts";
import { type HttpService, startHttp } from "../../../http/start.ts";
import {
  MemoryArchive,
  type MemoryRow,
  type MemoryTable,
} from "../memory_archive.ts";
import { MemoryLog } from "../memory_log.ts";
import { thisRuntime } from "../this_runtime.ts";

const CLIMATE: readonly ColumnShape[] = [
  { name: "temperature", type: "double", kind: "number", unit: "°C" },
  { name: "dew_point", type: "double", kind: "number", unit: "°C" },
  { name: "heating", type: "bool", kind: "boolean" },
];

const MIXED: readonly ColumnShape[] = [
  { name: "psd", type: "[double]", kind: "vector", unit: "dBm" },
  { name: "note", type: "string", kind: "text" },
  { name: "raw", type: "blob", kind: "blob" },
];

const STEP = 0.1;

/** A site with an experiment in memory, whose senders go on sending. */
export class PlotSite implements AsyncDisposable {
  readonly #http: HttpService;
  readonly #timer: ReturnType<typeof setInterval>;

  private constructor(
    http: HttpService,
    timer: ReturnType<typeof setInterval>,
  ) {
    this.#http = http;
    this.#timer = timer;
  }

  /** Starts with a minute of rows of some senders. */
  static async start(senders: number): Promise<PlotSite> {
    const names = Array.from({ length: senders }, (_, at) => `node-${at + 1}`);
    const climate: MemoryTable = {
      name: "climate",
      columns: CLIMATE,
      rows: [],
    };
    const mixed: MemoryTable = { name: "mixed", columns: MIXED, rows: [] };
    const startTime = Date.now() / 1_000 - 60;
    let time = 0;
    const send = (until: number) => {
      for (; time < until; time += STEP) {
        for (const [at, sender] of names.entries()) {
          add(climate, sender, time, climateAt(time, at));
          if (at < 2) add(mixed, sender, time, mixedAt(time, at));
        }
      }
    };
    send(60);
    const origin = performance.now() / 1_000 - 60;
    const timer = setInterval(
      () => send(performance.now() / 1_000 - origin),
      100,
    );
    const http = await startHttp(await thisRuntime(), {
      host: "127.0.0.1",
      port: 0,
    });
    http.show({
      kind: "view",
      version: "1.2.3",
      since: startTime,
      archive: new MemoryArchive([
        { name: "garden", startTime, senders: names, tables: [climate, mixed] },
      ]),
      isReady: () => Promise.resolve({ ready: true }),
      log: new MemoryLog(),
    });
    return new PlotSite(http, timer);
  }

  /** The origin of its addresses. */
  get origin(): string {
    return new URL(this.#http.url).origin;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    await this.#http.close();
  }
}

function add(
  { rows }: MemoryTable,
  sender: string,
  time: number,
  values: MemoryRow["values"],
): void {
  const id = rows.length + 1;
  rows.push({ id, sender, seq: id, client: time, server: time, values });
}

function climateAt(time: number, at: number): Record<string, CellValue> {
  const temperature = 18 + at + 2 * Math.sin(time / 5 + at);
  const heating = Math.sin(time / 3 + at) > 0;
  return { temperature, dew_point: temperature - 9, heating };
}

function mixedAt(time: number, at: number): Record<string, CellValue> {
  const centre = 16 + 10 * Math.sin(time / 8 + at);
  const psd = Array.from(
    { length: 32 },
    (_, bin) => -90 + 50 * Math.exp(-(((bin - centre) / 3) ** 2)),
  );
  return { psd, note: `beacon ${time.toFixed(1)}`, raw: "AQL/" };
}
