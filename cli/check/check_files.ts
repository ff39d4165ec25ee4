/**
 * Checks whether enough files may be open at the same time.
 *
 * @module
 */
import type { Runtime } from "../../ports/runtime.ts";
import {
  moreFiles,
  openFilesLimit,
  shareFiles,
  shortage,
} from "../process/open_files.ts";
import { serverFileNeeds } from "../server/server_files.ts";
import type { ServerFlags } from "../flags/server_flags.ts";
import { type Finding, problem } from "./finding.ts";

const SUBJECT = "open files";

/** Compares what the limits may need with what the system allows. */
export function checkFiles(runtime: Runtime, flags: ServerFlags): Finding {
  const needs = serverFileNeeds(runtime, flags);
  try {
    const files = shareFiles(needs, openFilesLimit());
    const { allowed, needed } = files;
    if (allowed === undefined) {
      const text = `the limit is unknown; up to ${needed} are needed`;
      return { state: "unchecked", subject: SUBJECT, text };
    }
    const fewer = shortage(needs, files);
    if (fewer === undefined) {
      const text = `${allowed} allowed, up to ${needed} needed`;
      return { state: "ok", subject: SUBJECT, text };
    }
    const remedy = moreFiles(files);
    return { state: "warning", subject: SUBJECT, text: fewer, remedy };
  } catch (error) {
    return problem(SUBJECT, error);
  }
}
