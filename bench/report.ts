/**
 * Formats the results as tables.
 *
 * @module
 */
import {
  type BenchResults,
  type Figure,
  medianRatio,
  type Rates,
} from "./results.ts";
import {
  BY_CONNECTIONS,
  BY_EXPERIMENTS,
  HEADLINES,
  longer,
  type Scenario,
  scenarioKey,
} from "./scenarios.ts";

type Row = readonly string[];

/** The results as Markdown. */
export function formatResults(results: BenchResults): string {
  const { machine, tuples, rounds } = results;
  return [
    "# Results",
    "Written by `deno task bench`; [performance.md](performance.md) explains " +
    "it.",
    table(["", "measured with"], [
      ["machine", machine.hardware],
      ["system", machine.system],
      ["runtimes", machine.versions],
      ["commit, date", `${machine.commit}, ${machine.date}`],
      [
        "runs",
        `${tuples.toLocaleString("en-US")} tuples, median of ${rounds}`,
      ],
    ]),
    "## Yardsticks",
    table(
      ["rows/s of the same table", "thousand/s"],
      results.yardsticks.map(({ name, rate }) => [name, thousand(rate)]),
    ),
    "## Full speed",
    headlines(results),
    "## By connections, into one experiment",
    sweep(results, "connections", BY_CONNECTIONS),
    "## By experiments, of 100 connections",
    sweep(results, "experiments", BY_EXPERIMENTS),
    "## Slow connections",
    trickles(results),
    ...results.faults.length === 0
      ? ["Every run was checked: nothing is missing, doubled or changed."]
      : ["## Faults", results.faults.map((fault) => `- ${fault}`).join("\n")],
  ].join("\n\n") + "\n";
}

/** Each figure as a ratio to each yardstick, and to the other contestants. */
function headlines(results: BenchResults): string {
  const { yardsticks, figures } = results;
  const names = contestants(results);
  const heads = [
    ...["", "thousand tuples/s"],
    ...yardsticks.map(({ name }) => `x ${name}`),
    ...names.slice(1).map((name) => `x ${name}`),
    ...["CPU s / million", "peak MB"],
  ];
  const rows = HEADLINES.flatMap((scenario) =>
    names.map((name) => {
      const figure = find(figures, scenario, name);
      return [
        `${title(scenario)}, ${name}`,
        thousand(figure?.rate),
        ...yardsticks.map((yardstick) => ratio(figure, yardstick)),
        ...names.slice(1).map((other) =>
          ratio(figure, find(figures, scenario, other))
        ),
        fixed(figure?.cpuPerMillion, 2),
        megabytes(figure?.peakBytes),
      ];
    })
  );
  return table(heads, rows);
}

function sweep(
  results: BenchResults,
  axis: "connections" | "experiments",
  scenarios: readonly Scenario[],
): string {
  const names = contestants(results);
  const heads = [
    axis,
    ...names.map((name) => `${name}: thousand/s`),
    ...names.map((name) => `${name}: peak MB`),
  ];
  const rows = scenarios.map((scenario) => {
    const found = names.map((name) => find(results.figures, scenario, name));
    return [
      String(scenario[axis]),
      ...found.map((figure) => thousand(figure?.rate)),
      ...found.map((figure) => megabytes(figure?.peakBytes)),
    ];
  });
  return table(heads, rows);
}

function trickles({ trickles }: BenchResults): string {
  return table(
    ["", "CPU % of a core", "peak MB", "visible p50 ms", "p99 ms", "max ms"],
    trickles.map((figure) => [
      `${figure.connections} connections, ${figure.rate}/s each, into ` +
      `${figure.experiments} experiments, ${figure.contestant}`,
      fixed(figure.cpuPercent, 1),
      megabytes(figure.peakBytes),
      fixed(figure.latency?.p50, 0),
      fixed(figure.latency?.p99, 0),
      fixed(figure.latency?.max, 0),
    ]),
  );
}

/** Names of the contestants, in order. */
export function contestants({ figures }: BenchResults): string[] {
  return [...new Set(figures.map(({ contestant }) => contestant))];
}

/** The figure of a contestant in a scenario. */
export function find(
  figures: readonly Figure[],
  scenario: Scenario,
  contestant: string,
): Figure | undefined {
  const key = scenarioKey(scenario);
  return figures.find((figure) =>
    figure.contestant === contestant && scenarioKey(figure) === key
  );
}

function title(scenario: Scenario): string {
  const { content, connections, experiments } = scenario;
  const many = (count: number, what: string) =>
    `${count} ${what}${count === 1 ? "" : "s"}`;
  return `${content}, ${many(connections, "connection")} into ` +
    many(experiments, "experiment") + longer(scenario);
}

function table(heads: Row, rows: readonly Row[]): string {
  const line = (cells: Row) => `| ${cells.join(" | ")} |`;
  const isText = (i: number) => rows.some((row) => !/^[-.\d]*$/.test(row[i]));
  const rule = heads.map((_, i) => isText(i) ? "---" : "--:");
  return [heads, rule, ...rows].map(line).join("\n");
}

function thousand(rate: number | undefined): string {
  return fixed(rate && rate / 1000, 0);
}

function megabytes(bytes: number | undefined): string {
  return fixed(bytes && bytes / 1e6, 0);
}

/** The ratio of two entries with rates. */
function ratio(
  one: { readonly rates: Rates } | undefined,
  other: { readonly rates: Rates } | undefined,
): string {
  return fixed(one && other && medianRatio(one.rates, other.rates), 2);
}

function fixed(value: number | undefined, digits: number): string {
  return value === undefined ? "-" : value.toFixed(digits);
}
