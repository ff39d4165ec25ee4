/**
 * The entries of experiments in a list, read again only if files have changed.
 *
 * @module
 */
import { setTimeout as delay } from "node:timers/promises";
import type { ExperimentSummary } from "../archive.ts";
import { NotFoundError } from "../errors.ts";
import { errorText } from "../../shared/error_text.ts";
import type { StoredExperiment } from "./experiment.ts";
import { settledVersion } from "./same_answers.ts";

/**
 * Milliseconds for reading changed files: the others get their turn in the next
 * list. A page that shows hundreds of running experiments asks every second.
 */
const UPDATE_MS = 150;

/** Files that are read between two turns of other work. */
const AT_ONCE = 8;

/** What was read of an experiment, and when. */
interface Known {
  readonly summary: ExperimentSummary;
  /** The version of the file, if the summary is certainly of this version. */
  readonly version: string | undefined;
  readonly readAt: number;
}

/** Keeps the entries of an archive. */
export class Summaries {
  #known = new Map<string, Known>();

  /** The entries of `experiments`, the changed ones read again if time allows. */
  async of(
    experiments: readonly StoredExperiment[],
  ): Promise<ExperimentSummary[]> {
    const start = performance.now();
    const known = new Map<string, Known>();
    let read = 0;
    for (const experiment of this.#oldestFirst(experiments)) {
      const before = this.#known.get(experiment.path);
      const isLate = performance.now() - start >= UPDATE_MS;
      const isKept = before !== undefined &&
        (isLate || isUnchanged(experiment, before));
      const now = isKept ? before : await summaryOf(experiment);
      if (now !== undefined) known.set(experiment.path, now);
      if (!isKept && ++read % AT_ONCE === 0) await delay(0);
    }
    this.#known = known;
    return experiments.flatMap(({ path }) => known.get(path)?.summary ?? []);
  }

  #oldestFirst(experiments: readonly StoredExperiment[]): StoredExperiment[] {
    const age = ({ path }: StoredExperiment) =>
      this.#known.get(path)?.readAt ?? -Infinity;
    return experiments.toSorted((a, b) => age(a) - age(b) || 0);
  }
}

function isUnchanged(
  experiment: StoredExperiment,
  { version }: Known,
): boolean {
  try {
    return experiment.state()?.version === version;
  } catch {
    // Reading it reports why.
    return false;
  }
}

/** `undefined` if the experiment was removed. */
async function summaryOf(
  experiment: StoredExperiment,
): Promise<Known | undefined> {
  const { name } = experiment;
  const readAt = performance.now();
  try {
    const state = experiment.state();
    if (state === undefined) return undefined;
    const version = settledVersion(state);
    const summary = { ...await experiment.summary(), bytes: state.bytes };
    return { summary, version, readAt };
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    const fault = errorText(error);
    const summary = { name, tables: 0, senders: 0, rows: 0, fault };
    return { summary, version: undefined, readAt };
  }
}
