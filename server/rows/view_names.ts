/**
 * Names of the views that show measurement tables with the sender's name and
 * times in UTC, and of the columns that they add.
 *
 * @module
 */
import type { OmlType } from "../../codec/values/oml_type.ts";
import type { Log } from "../../shared/log.ts";

/** Prefix of the name of a view, before the name of its table. */
const PREFIX = "v_";

/** How the mark of a view begins, before the name of its table. */
const MARK = "oml2 view of ";

/** A column of a measurement table. */
export interface TableColumn {
  /** Its name. */
  readonly name: string;
  /** Its OML type, if it is recorded. */
  readonly type: OmlType | undefined;
}

/** A measurement table to make a view of. */
export interface ViewedTable {
  /** Its name in the database. */
  readonly table: string;
  /** The name of its schema, from which the view's name is made. */
  readonly name: string;
  /** All its columns, in order. */
  readonly columns: readonly TableColumn[];
}

/** The columns that a view adds in front of those of its table. */
export interface AddedColumns {
  /** The experiment's name. */
  readonly experiment: string;
  /** The sender's name. */
  readonly sender: string;
  /** The client's time in UTC. */
  readonly utcClient: string;
  /** The server's time in UTC. */
  readonly utcServer: string;
  /** The client's time in UNIX seconds. */
  readonly unixClient: string;
  /** The server's time in UNIX seconds. */
  readonly unixServer: string;
}

/**
 * The names of the added columns: `_` is appended to one that the table uses,
 * as often as necessary.
 */
export function addedColumns(columns: readonly TableColumn[]): AddedColumns {
  const used = new Set(columns.map(({ name }) => name.toLowerCase()));
  const free = (wanted: string): string =>
    used.has(wanted) ? free(`${wanted}_`) : wanted;
  return {
    experiment: free("oml_experiment"),
    sender: free("oml_sender"),
    utcClient: free("oml_utc_client"),
    utcServer: free("oml_utc_server"),
    unixClient: free("oml_unix_client"),
    unixServer: free("oml_unix_server"),
  };
}

/** The text in the database by which a view of `table` is recognized. */
export function viewMark(table: string): string {
  return MARK + encodeURIComponent(table);
}

/** The table of a view with this mark; `undefined` without a mark. */
export function markedTable(text: string): string | undefined {
  if (!text.startsWith(MARK)) return undefined;
  try {
    return decodeURIComponent(text.slice(MARK.length).split(/[ ,]/, 1)[0]);
  } catch {
    // Somebody else wrote it.
    return undefined;
  }
}

/** A name in a database. */
export interface NamedRelation {
  /** The name. */
  readonly name: string;
  /** The table of which it is a view, if it is one of ours. */
  readonly viewOf?: string;
}

/** The names in a database, and which of them are views of which tables. */
export class ViewNames {
  /** All names, in lower case. */
  readonly #taken: Set<string>;
  /** Our views by their names in lower case. */
  readonly #views = new Map<string, Required<NamedRelation>>();
  readonly #stored: (name: string) => string;

  /** `stored` returns the database's name for one of ours, if it differs. */
  constructor(
    relations: Iterable<NamedRelation>,
    stored: (name: string) => string = (name) => name,
  ) {
    this.#stored = stored;
    this.#taken = new Set();
    for (const { name, viewOf } of relations) {
      if (viewOf === undefined) this.take(name);
      else this.add(name, viewOf);
    }
  }

  /** Our views. */
  get all(): readonly Required<NamedRelation>[] {
    return [...this.#views.values()];
  }

  /** The view called `name`, in any case. */
  find(name: string): Required<NamedRelation> | undefined {
    return this.#views.get(name.toLowerCase());
  }

  /**
   * A name for a view of the table `name`: `v_<name>`, with `_` appended as
   * often as necessary if something else has that name.
   */
  free(name: string): string {
    for (let wanted = `${PREFIX}${name}`;; wanted += "_") {
      const stored = this.#stored(wanted);
      if (!this.#taken.has(stored.toLowerCase())) return stored;
    }
  }

  /** Records a name that is no view of ours. */
  take(name: string): void {
    this.#taken.add(name.toLowerCase());
  }

  /** Records a view of ours. */
  add(name: string, viewOf: string): void {
    this.take(name);
    this.#views.set(name.toLowerCase(), { name, viewOf });
  }

  /** Records that one of our views no longer exists. */
  remove(name: string): void {
    this.#taken.delete(name.toLowerCase());
    this.#views.delete(name.toLowerCase());
  }
}

/** Called with a view that can't be created, and why. */
export type ViewFailed = (view: string, reason: string) => void;

/** Logs only the first view of a database that can't be created. */
export function logFailedView(domain: string, log: Log): ViewFailed {
  let isLogged = false;
  return (view, reason) => {
    if (isLogged) return;
    isLogged = true;
    log.warn(
      "{domain}: cannot create the view {view}: {reason}; measurements are " +
        "stored all the same",
      { domain, view, reason },
    );
  };
}
