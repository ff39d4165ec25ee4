/**
 * Creates and removes the views of a PostgreSQL database.
 *
 * @module
 */
import { uriSegment } from "../../server/rows/database_uri.ts";
import { PostgresConnection } from "../../server/rows/postgres/postgres_connection.ts";
import {
  placeUri,
  type PostgresPlace,
} from "../../server/rows/postgres/postgres_place.ts";
import { PostgresSession } from "../../server/rows/postgres/postgres_session.ts";
import { errorText } from "../../shared/error_text.ts";
import { StartError } from "../options/options_error.ts";
import type {
  ViewedDatabase,
  ViewFault,
  ViewsOutcome,
} from "./viewed_database.ts";

/** The database of an experiment. */
export class PostgresExperiment implements ViewedDatabase {
  readonly name: string;
  readonly #server: PostgresPlace;

  /** Connects to nothing yet. */
  constructor(name: string, server: PostgresPlace) {
    this.name = name;
    this.#server = server;
  }

  async change(drop: boolean): Promise<ViewsOutcome> {
    try {
      return await this.#change(drop);
    } catch (cause) {
      const uri = `${placeUri(this.#server)}/${uriSegment(this.name)}`;
      throw new StartError(
        `Cannot ${drop ? "remove" : "create"} views in ${uri}: ${
          errorText(cause)
        }; check that the role ${this.#server.user} may connect and create`,
        { cause },
      );
    }
  }

  async #change(drop: boolean): Promise<ViewsOutcome> {
    const connection = await PostgresConnection.open(
      this.#server,
      this.name,
      new AbortController().signal,
    );
    try {
      const faults: ViewFault[] = [];
      const failed = (view: string, reason: string) => {
        faults.push({ view, reason });
      };
      const session = await PostgresSession.begin(connection, {
        database: this.name,
        views: { areMade: false, failed },
      });
      const views = drop
        ? await session.dropViews()
        : await session.makeViews();
      return { views, faults };
    } finally {
      await connection.close();
    }
  }
}
