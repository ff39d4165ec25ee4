/**
 * The programs that have a manual page.
 *
 * @module
 */
import type { Command } from "commander";
import type { Manual } from "../options/manual.ts";
import { lsCommand } from "../flags/ls_flags.ts";
import { LS_MANUAL } from "../flags/ls_manual.ts";
import { exportCommand } from "../flags/export_flags.ts";
import { EXPORT_MANUAL } from "../flags/export_manual.ts";
import { importCommand } from "../flags/import_flags.ts";
import { IMPORT_MANUAL } from "../flags/import_manual.ts";
import { mergeCommand } from "../flags/merge_flags.ts";
import { MERGE_MANUAL } from "../flags/merge_manual.ts";
import { proxyCommand } from "../flags/proxy_flags.ts";
import { PROXY_MANUAL } from "../flags/proxy_manual.ts";
import { reportCommand } from "../flags/report_flags.ts";
import { REPORT_MANUAL } from "../flags/report_manual.ts";
import { serverCommand } from "../flags/server_flags.ts";
import { SERVER_MANUAL } from "../flags/server_manual.ts";
import { verifyCommand } from "../flags/verify_flags.ts";
import { VERIFY_MANUAL } from "../flags/verify_manual.ts";
import { viewCommand } from "../flags/view_flags.ts";
import { VIEW_MANUAL } from "../flags/view_manual.ts";
import { viewsCommand } from "../flags/views_flags.ts";
import { VIEWS_MANUAL } from "../flags/views_manual.ts";

/** A program with its options. */
export interface Documented {
  /** The command with its options. */
  readonly command: Command;
  /** The rest of its manual. */
  readonly manual: Manual;
}

/** The programs by the name of their subcommand. */
export const PAGES: ReadonlyMap<string, Documented> = new Map([
  ["server", document(serverCommand, SERVER_MANUAL)],
  ["proxy", document(proxyCommand, PROXY_MANUAL)],
  ["ls", document(lsCommand, LS_MANUAL)],
  ["import", document(importCommand, IMPORT_MANUAL)],
  ["view", document(viewCommand, VIEW_MANUAL)],
  ["verify", document(verifyCommand, VERIFY_MANUAL)],
  ["merge", document(mergeCommand, MERGE_MANUAL)],
  ["views", document(viewsCommand, VIEWS_MANUAL)],
  ["report", document(reportCommand, REPORT_MANUAL)],
  ["export", document(exportCommand, EXPORT_MANUAL)],
]);

function document(
  make: (program: string) => Command,
  manual: Manual,
): Documented {
  return { command: make(manual.program), manual };
}
