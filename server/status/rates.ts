/**
 * Derives rates from the counts of a server at two points in time.
 *
 * @module
 */
import type {
  ClientStatus,
  ExperimentStatus,
  ServerStatus,
} from "./server_status.ts";

/** A client with its rates. */
export interface RatedClient extends ClientStatus {
  /** Tuples/s. */
  readonly tupleRate: number;
  /** Bytes/s. */
  readonly byteRate: number;
}

/** An experiment with its rate. */
export interface RatedExperiment extends ExperimentStatus {
  /** Rows/s. */
  readonly rowRate: number;
}

/** The status of a server with rates. */
export interface RatedStatus extends ServerStatus {
  /** Tuples/s of all clients. */
  readonly tupleRate: number;
  readonly clients: readonly RatedClient[];
  readonly experiments: readonly RatedExperiment[];
}

/** `after` with the rates since `before`. */
export function withRates(
  before: ServerStatus,
  after: ServerStatus,
): RatedStatus {
  // Not from the timestamps: the server's clock may have been set.
  const passed = upTime(after) - upTime(before);
  const seconds = Math.max(passed, 1) / 1000;
  const rate = (now: number, then = 0) =>
    Math.max(0, Math.round((now - then) / seconds));
  const clients = new Map(before.clients.map((each) => [each.address, each]));
  const experiments = new Map(
    before.experiments.map((each) => [each.domain, each]),
  );
  return {
    ...after,
    tupleRate: rate(after.total.tuples, before.total.tuples),
    clients: after.clients.map((now) => {
      const then = clients.get(now.address);
      return {
        ...now,
        tupleRate: rate(now.tuples, then?.tuples),
        byteRate: rate(now.bytes, then?.bytes),
      };
    }),
    experiments: after.experiments.map((now) => {
      const then = experiments.get(now.domain);
      return { ...now, rowRate: rate(now.storedRows, then?.storedRows) };
    }),
  };
}

function upTime({ time, since }: ServerStatus): number {
  return time - since;
}
