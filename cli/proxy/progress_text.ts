/**
 * The progress of a replay as text.
 *
 * @module
 */
import {
  formatFigures,
  formatProgress,
  type ReplayProgress,
} from "../../proxy/upstream/replay_progress.ts";
import type { ProgressText } from "../process/progress_line.ts";

/** The text for `progress`; none without it. */
export function progressText(
  progress: ReplayProgress | undefined,
): ProgressText | undefined {
  if (progress === undefined) return undefined;
  return { bar: formatProgress(progress), line: formatFigures(progress) };
}
