/**
 * Creates and removes the views of an SQLite file.
 *
 * @module
 */
import { errorText } from "../../shared/error_text.ts";
import {
  createFileViews,
  dropFileViews,
} from "../../server/rows/sqlite/file_views.ts";
import { isBusy, isDiskFault } from "../../server/rows/sqlite/sqlite_errors.ts";
import { StartError } from "../options/options_error.ts";
import type {
  ViewedDatabase,
  ViewFault,
  ViewsOutcome,
} from "./viewed_database.ts";

/** The file of an experiment. */
export class SqliteFile implements ViewedDatabase {
  readonly name: string;
  readonly #path: string;

  /** Opens nothing yet. */
  constructor(name: string, path: string) {
    this.name = name;
    this.#path = path;
  }

  change(drop: boolean): Promise<ViewsOutcome> {
    return Promise.try(() => this.#change(drop));
  }

  #change(drop: boolean): ViewsOutcome {
    try {
      return drop
        ? { views: dropFileViews(this.#path), faults: [] }
        : this.#create();
    } catch (cause) {
      throw new StartError(
        `Cannot ${drop ? "remove" : "create"} views in ${this.#path}: ${
          errorText(cause)
        }${remedy(cause)}`,
        { cause },
      );
    }
  }

  #create(): ViewsOutcome {
    const faults: ViewFault[] = [];
    const views = createFileViews(this.#path, {
      domain: this.name,
      failed: (view, reason) => faults.push({ view, reason }),
    });
    return { views, faults };
  }
}

function remedy(error: unknown): string {
  if (isBusy(error)) {
    return "; another program is writing to it: try again later (an " +
      "oml2-server of 2.11 or older locks it as long as it has clients)";
  }
  return isDiskFault(error)
    ? "; check the disk, and the permissions of the file and its directory"
    : "";
}
