/**
 * Measurements of a program in Prometheus' text format.
 *
 * @module
 */
import { Counter, Gauge, type Metric, Registry } from "prom-client";

/** A value with the values of its labels. */
export type Sample = readonly [
  labels: Readonly<Record<string, string>>,
  value: number,
];

/** Name and meaning of a measurement. */
export interface Meaning {
  /** Its name, by Prometheus' conventions. */
  readonly name: string;
  /** What it counts. */
  readonly help: string;
  /** The names of its labels, which have few values. */
  readonly labels?: readonly string[];
}

/**
 * Measurements that are read when they are asked for. They have a registry of
 * their own: the package's global one would mix the programs of a process.
 */
export class Metrics {
  readonly #registry = new Registry();
  readonly #refresh: (() => void)[] = [];

  /** Reads a total that only grows. */
  counter(meaning: Meaning, read: () => number | readonly Sample[]): void {
    const metric = new Counter({ ...configOf(meaning), registers: [] });
    this.#registry.registerMetric(metric);
    this.#refresh.push(() => {
      metric.reset();
      for (const [labels, value] of samples(read())) metric.inc(labels, value);
    });
  }

  /** Reads a value that grows and shrinks; `undefined` if it is unknown. */
  gauge(
    meaning: Meaning,
    read: () => number | readonly Sample[] | undefined,
  ): void {
    const metric = new Gauge({ ...configOf(meaning), registers: [] });
    this.#registry.registerMetric(metric);
    this.#refresh.push(() => {
      metric.reset();
      const value = read();
      if (value === undefined) return metric.remove();
      for (const [labels, one] of samples(value)) metric.set(labels, one);
    });
  }

  /** Adds measurements that are kept elsewhere. */
  add(metric: Metric): void {
    this.#registry.registerMetric(metric);
  }

  /** Their present values as text. */
  text(): Promise<string> {
    for (const refresh of this.#refresh) refresh();
    return this.#registry.metrics();
  }
}

function configOf({ name, help, labels = [] }: Meaning) {
  return { name, help, labelNames: [...labels] };
}

function samples(value: number | readonly Sample[]): readonly Sample[] {
  return typeof value === "number" ? [[{}, value]] : value;
}
