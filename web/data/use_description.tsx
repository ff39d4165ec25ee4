/**
 * The description of a table's experiment.
 *
 * @module
 */
import { useEffect, useState } from "preact/hooks";
import type { ExperimentDescription } from "../../archive/archive.ts";
import { ApiError } from "../api/api_error.ts";
import { Poller } from "../live/poller.ts";
import { usePage } from "../parts/context.tsx";

/** What is known of a table. */
export interface TableDescription {
  /** Its experiment, once it has the table. */
  readonly description?: ExperimentDescription;
  /** What the server said instead. */
  readonly error?: ApiError;
  /** Whether the experiment does not have the table (yet). */
  readonly isMissing: boolean;
}

/** Milliseconds before it is asked again for a table that is missing. */
const EVERY = 2_000;

/** Asks for the experiment until it has the table. */
export function useDescription(
  experiment: string,
  table: string,
): TableDescription {
  const { api } = usePage();
  const [state, setState] = useState<TableDescription>({ isMissing: false });
  useEffect(() => {
    const poller = new Poller<ExperimentDescription>({
      ask: (signal) => api.describe(experiment, signal),
      every: EVERY,
      onAnswer: (description) => {
        if (!description.tables.some(({ name }) => name === table)) {
          return setState({ isMissing: true });
        }
        poller.stop();
        setState({ description, isMissing: false });
      },
      onError: (error) => {
        if (error instanceof ApiError) setState({ error, isMissing: false });
      },
    });
    return () => poller.stop();
  }, [experiment, table]);
  return state;
}
