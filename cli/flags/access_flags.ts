/**
 * Options that limit who may connect, and what clients may write.
 *
 * @module
 */
import { type Command, Option } from "commander";
import { filled } from "../options/values.ts";

/** Who may connect to the program. */
export interface AddressFlags {
  /** Ranges of addresses that may connect; all if there are none. */
  readonly allow: readonly string[];
}

/** Who may connect to the server, and what they may write. */
export interface AccessFlags extends AddressFlags {
  /** Patterns of domains that are accepted; all if there are none. */
  readonly allowDomain: readonly string[];
}

const GROUP = "Access (docs/security.md):";

/** Adds the option that both programs have. */
export function addAddressFlags(command: Command): void {
  command.optionsGroup(GROUP).addOption(
    new Option(
      "--allow <cidr...>",
      "accept connections from these addresses or ranges only, e.g. " +
        "10.0.0.0/8 2001:db8::/32 (default: all)",
    ).argParser(several("write e.g. 10.0.0.0/8")),
  );
}

/** Adds the options to `command`. */
export function addAccessFlags(command: Command): void {
  addAddressFlags(command);
  command.optionsGroup(GROUP).addOption(
    new Option(
      "--allow-domain <pattern...>",
      "accept only domains that match, with * for any characters and ? for " +
        "one (default: all)",
    ).argParser(several("write e.g. lab-*")),
  );
}

/** The value of the option that both programs have. */
export function addressFlags(options: Record<string, unknown>): AddressFlags {
  return { allow: (options.allow ?? []) as readonly string[] };
}

/** The values of the options. */
export function accessFlags(options: Record<string, unknown>): AccessFlags {
  return {
    ...addressFlags(options),
    allowDomain: (options.allowDomain ?? []) as readonly string[],
  };
}

/** Collects the values of an option that takes several. */
function several(remedy: string) {
  const parse = filled(remedy);
  return (text: string, before: readonly string[] = []): readonly string[] => [
    ...before,
    parse(text),
  ];
}
