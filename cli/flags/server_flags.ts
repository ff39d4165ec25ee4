/**
 * The options of oml2-server(1).
 *
 * @module
 */
import type { Command } from "commander";
import {
  addInfoOptions,
  INFO_GROUP,
  newCommand,
  newProgram,
} from "../options/command.ts";
import {
  type AccessFlags,
  accessFlags,
  addAccessFlags,
} from "./access_flags.ts";
import {
  addClientFlags,
  type ClientFlags,
  clientFlags,
} from "./client_flags.ts";
import { addLimitFlags, type LimitFlags, limitFlags } from "./limit_flags.ts";
import { addHttpFlags, type HttpFlags, httpFlags } from "./http_flags.ts";
import type { LogFlags } from "../log/open_log.ts";
import { addLogFlags, logFlags } from "./log_flags.ts";
import { addOmlFlags, type OmlFlags, omlFlags } from "./oml_flags.ts";
import { addServerPeers, serverPeers } from "./peer_flags.ts";
import {
  addPostgresFlags,
  type PostgresFlags,
  postgresFlags,
} from "./postgres_flags.ts";
import {
  addProcessFlags,
  type ProcessFlags,
  processFlags,
} from "./process_flags.ts";
import {
  addStorageFlags,
  type StorageFlags,
  storageFlags,
} from "./storage_flags.ts";
import {
  addTlsDomainFlags,
  addTlsFlags,
  type TlsFlags,
  tlsFlags,
} from "./tls_flags.ts";
import type { RemoteEndpoint } from "../options/endpoint.ts";
import { parseCommand, type Parsed } from "../options/parse_command.ts";
import { SERVER_MANUAL } from "./server_manual.ts";

/** The server's options. */
export interface ServerFlags
  extends
    StorageFlags,
    PostgresFlags,
    ClientFlags,
    AccessFlags,
    TlsFlags,
    LimitFlags,
    ProcessFlags,
    LogFlags,
    OmlFlags {
  /** Where HTTP is served; unset if it is not. */
  readonly http: HttpFlags | undefined;
  /** Where the other servers of its group serve HTTP. */
  readonly peers: readonly RemoteEndpoint[];
  /** Whether to check only if the server could start. */
  readonly check: boolean;
}

/**
 * Parses the command line of the server.
 *
 * @throws {OptionsError} with the option, its value and the remedy.
 */
export function parseServerFlags(
  args: readonly string[],
  program: string,
): Parsed<ServerFlags> {
  const command = serverCommand(program);
  const print = parseCommand(command, args);
  if (print !== undefined) return { print };
  const options = command.opts();
  if (options.omlHelp) return { print: omlHelp(program) };
  return { flags: toFlags(options) };
}

/** The command with its options. */
export function serverCommand(program: string): Command {
  const command = newProgram(program, SERVER_MANUAL);
  addStorageFlags(command);
  addClientFlags(command);
  addAccessFlags(command);
  addTlsFlags(command);
  addTlsDomainFlags(command);
  addLimitFlags(command);
  addPostgresFlags(command);
  addProcessFlags(command);
  addHttpFlags(command);
  addServerPeers(command);
  addLogFlags(command, "-");
  addOmlFlags(command);
  command.optionsGroup(INFO_GROUP)
    .option(
      "--check",
      "check whether the server could start, and exit (oml2 check)",
    );
  return addInfoOptions(command);
}

function toFlags(options: Record<string, unknown>): ServerFlags {
  return {
    ...storageFlags(options),
    ...postgresFlags(options),
    ...clientFlags(options),
    ...accessFlags(options),
    ...tlsFlags(options),
    ...limitFlags(options),
    ...processFlags(options),
    ...httpFlags(options),
    peers: serverPeers(options),
    ...logFlags(options),
    ...omlFlags(options),
    check: options.check === true,
  };
}

function omlHelp(program: string): string {
  const command = newCommand(program, "[--oml-OPTION...]").helpOption(false);
  addOmlFlags(command);
  return command.helpInformation();
}
