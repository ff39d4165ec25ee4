import { Command, Option } from "commander";
import {
  type CompletedCommand,
  toCompleted,
} from "../../../../cli/completions/completion.ts";

/** Subcommands with every kind of option. */
export const SAMPLE: readonly CompletedCommand[] = [
  toCompleted(
    { name: "server", program: "oml2-server", summary: "store what's sent" },
    new Command("oml2-server")
      .option("-D, --data-dir <dir>", "directory: [where] it's kept")
      .addOption(
        new Option("-b, --backend <name>", "what keeps it")
          .choices(["sqlite", "postgresql"]),
      )
      .option("--logfile <file>", "where to log")
      .option("--user <user>", "user to run as")
      .option("--group <group>", "which group")
      .option("--pg-host <host>", "its host")
      .option("-t, --timeout <seconds>", "idle time")
      .option("--no-rejects", "keep none")
      .addOption(new Option("--secret").hideHelp())
      .helpOption("-?, --help", "print this help"),
  ),
  toCompleted(
    { name: "man", program: "oml2 man", summary: "print a page" },
    new Command("oml2 man").helpOption(false)
      .addArgument(
        new Command().createArgument("<page>").choices(["server", "proxy"]),
      ),
  ),
  toCompleted(
    { name: "view", program: "oml2 view", summary: "show what is stored" },
    new Command("oml2 view").argument("<source...>").option("--open")
      .helpOption(false),
  ),
  toCompleted(
    { name: "status", program: "oml2 status", summary: "tell how it is" },
    undefined,
  ),
];
