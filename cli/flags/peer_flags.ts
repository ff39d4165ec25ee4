/**
 * The option for the servers of a group.
 *
 * @module
 */
import { type Command, Option } from "commander";
import { parseRemote, type RemoteEndpoint } from "../options/endpoint.ts";
import { OptionsError } from "../options/options_error.ts";
import { named } from "../options/parse_command.ts";

/** The option `--peer`, with several values, also separated by commas. */
export function peerOption(description: string): Option {
  return new Option("--peer <host:port...>", description).argParser(addPeers);
}

/** Adds the option of the server, to the group of `--http`. */
export function addServerPeers(command: Command): void {
  command.addOption(peerOption(
    "show these servers on the page as well, by host:port of their --http; " +
      "all need the same token, if any",
  ));
}

/**
 * The values of the server's option.
 *
 * @throws {OptionsError} if there is no page to show them.
 */
export function serverPeers(
  options: Record<string, unknown>,
): readonly RemoteEndpoint[] {
  const peers = peersOf(options);
  const [first] = peers;
  if (first === undefined || options.http !== undefined) return peers;
  throw new OptionsError(
    `option --peer: "${first.host}:${first.port}" is shown on the page, ` +
      "which is not served; add --http PORT",
  );
}

/** The values of the option, each once. */
export function peersOf(
  options: Record<string, unknown>,
): readonly RemoteEndpoint[] {
  const peers = (options.peer ?? []) as readonly RemoteEndpoint[];
  const distinct = new Map(
    peers.map((peer) => [`${peer.host} ${peer.port}`, peer]),
  );
  return [...distinct.values()];
}

function addPeers(
  text: string,
  before: readonly RemoteEndpoint[] = [],
): readonly RemoteEndpoint[] {
  const peers = text.split(",").map((one) =>
    named("option --peer: ", one, () => parseRemote(one))
  );
  return [...before, ...peers];
}
