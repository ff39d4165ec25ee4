/**
 * Several archives as one.
 *
 * @module
 */
import { textWithHint } from "../shared/hint_error.ts";
import type { Activity } from "./activity.ts";
import type {
  Archive,
  ExperimentDescription,
  ExperimentSummary,
} from "./archive.ts";
import { NotFoundError } from "./errors.ts";
import type { Series, SeriesQuery, Spectra, SpectraQuery } from "./plots.ts";
import type { Rejects, RejectsQuery, Rows, RowsQuery } from "./rows.ts";

/** Where an experiment is. */
interface Whereabouts {
  readonly archive: Archive;
  /** Its name there. */
  readonly name: string;
}

/**
 * The experiments of several archives. If two have one of the same name, the
 * later archive's is called `NAME (2)`, and so on.
 */
export class JoinedArchive implements Archive {
  readonly place: string;
  readonly #archives: readonly Archive[];
  #known: ReadonlyMap<string, Whereabouts> = new Map();

  /** Joins `archives`, and owns them; `place` is the name of all of them. */
  constructor(
    archives: readonly Archive[],
    place: string = archives.map((archive) => archive.place).join(", "),
  ) {
    this.#archives = archives;
    this.place = place;
  }

  /** All experiments; an archive that can't be read is one with a fault. */
  async experiments(): Promise<readonly ExperimentSummary[]> {
    const lists = await Promise.all(this.#archives.map(list));
    const known = new Map<string, Whereabouts>();
    const joined: ExperimentSummary[] = [];
    for (const [i, summaries] of lists.entries()) {
      for (const summary of summaries) {
        const name = freeName(summary.name, known);
        known.set(name, { archive: this.#archives[i], name: summary.name });
        joined.push({ ...summary, name });
      }
    }
    this.#known = known;
    return joined.sort((a, b) => a.name < b.name ? -1 : 1);
  }

  async describe(experiment: string): Promise<ExperimentDescription> {
    const { archive, name } = await this.#find(experiment);
    return { ...await archive.describe(name), name: experiment };
  }

  async activity(experiment: string): Promise<Activity> {
    const { archive, name } = await this.#find(experiment);
    return await archive.activity(name);
  }

  async rows(
    experiment: string,
    table: string,
    query: RowsQuery,
  ): Promise<Rows> {
    const { archive, name } = await this.#find(experiment);
    return await archive.rows(name, table, query);
  }

  async series(
    experiment: string,
    table: string,
    query: SeriesQuery,
  ): Promise<Series> {
    const { archive, name } = await this.#find(experiment);
    return await archive.series(name, table, query);
  }

  async spectra(
    experiment: string,
    table: string,
    query: SpectraQuery,
  ): Promise<Spectra> {
    const { archive, name } = await this.#find(experiment);
    return await archive.spectra(name, table, query);
  }

  async rejects(experiment: string, query: RejectsQuery): Promise<Rejects> {
    const { archive, name } = await this.#find(experiment);
    return await archive.rejects(name, query);
  }

  async close(): Promise<void> {
    await Promise.all(this.#archives.map((archive) => archive.close()));
  }

  async #find(experiment: string): Promise<Whereabouts> {
    if (!this.#known.has(experiment)) await this.experiments();
    const found = this.#known.get(experiment);
    if (found === undefined) throw new NotFoundError("experiment", experiment);
    return found;
  }
}

async function list(archive: Archive): Promise<readonly ExperimentSummary[]> {
  try {
    return await archive.experiments();
  } catch (error) {
    const nothing = { tables: 0, senders: 0, rows: 0 };
    return [{ name: archive.place, ...nothing, fault: textWithHint(error) }];
  }
}

function freeName(
  name: string,
  taken: ReadonlyMap<string, unknown>,
): string {
  for (let n = 1;; n++) {
    const free = n === 1 ? name : `${name} (${n})`;
    if (!taken.has(free)) return free;
  }
}
