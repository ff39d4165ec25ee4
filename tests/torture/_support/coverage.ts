/** How much of a folder some inputs have run. */
export interface Covered {
  readonly folder: string;
  readonly lines: readonly [run: number, all: number];
  readonly branches: readonly [run: number, all: number];
}

type Counts = Record<"LH" | "LF" | "BRH" | "BRF", number>;

/** What an LCOV report says of each folder below `root`, and of all together. */
export function coverageOf(lcov: string, root: string): readonly Covered[] {
  const folders = new Map<string, Counts>();
  for (const report of lcov.split("end_of_record\n")) {
    const path = /^SF:(.*)$/m.exec(report)?.[1] ?? "";
    const start = path.indexOf(`/${root}/`);
    if (start < 0) continue;
    const inside = path.slice(start + 1);
    const folder = inside.slice(0, inside.lastIndexOf("/"));
    for (const name of [folder, "all"]) {
      folders.set(name, added(folders.get(name), report));
    }
  }
  return [...folders].sort(([a], [b]) =>
    a === "all" ? 1 : b === "all" ? -1 : a.localeCompare(b)
  ).map(([folder, { LH, LF, BRH, BRF }]) => ({
    ...{ folder, lines: [LH, LF], branches: [BRH, BRF] },
  }));
}

function added(before: Counts | undefined, report: string): Counts {
  const { LH, LF, BRH, BRF } = before ?? { LH: 0, LF: 0, BRH: 0, BRF: 0 };
  const count = (key: string) =>
    Number(new RegExp(`^${key}:(\\d+)$`, "m").exec(report)?.[1] ?? 0);
  return {
    ...{ LH: LH + count("LH"), LF: LF + count("LF") },
    ...{ BRH: BRH + count("BRH"), BRF: BRF + count("BRF") },
  };
}
