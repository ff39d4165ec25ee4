// @ts-types="./parse_prometheus.d.ts"
import parse, { type Family } from "parse-prometheus-text-format";

/** Metrics as a parser of Prometheus' text format reads them. */
export class ParsedMetrics {
  readonly #families: ReadonlyMap<string, Family>;

  /** Parses the answer of `/metrics`. */
  constructor(text: string) {
    this.#families = new Map(parse(text).map((one) => [one.name, one]));
  }

  /** The names of all metrics. */
  get names(): string[] {
    return [...this.#families.keys()];
  }

  /** The type of a metric, such as `COUNTER`. */
  type(name: string): string | undefined {
    return this.#families.get(name)?.type;
  }

  /** The sum of a metric's values that have these labels. */
  value(name: string, labels: Readonly<Record<string, string>> = {}): number {
    const values = this.#family(name).metrics.filter((metric) =>
      Object.entries(labels).every(([key, value]) =>
        metric.labels?.[key] === value
      )
    ).map(({ value }) => Number(value));
    return values.reduce((sum, value) => sum + value, 0);
  }

  /** Number and sum of a histogram's observations. */
  histogram(name: string): { readonly count: number; readonly sum: number } {
    const [{ count, sum }] = this.#family(name).metrics;
    return { count: Number(count), sum: Number(sum) };
  }

  /** The number of a histogram's observations above the bound of a bucket. */
  above(name: string, bound: number): number {
    const [{ count, buckets }] = this.#family(name).metrics;
    const within = buckets?.[`${bound}`];
    if (within === undefined) throw new Error(`No bucket ends at ${bound}`);
    return Number(count) - Number(within);
  }

  #family(name: string): Family {
    const family = this.#families.get(name);
    if (family === undefined) throw new Error(`There is no metric ${name}`);
    return family;
  }
}
