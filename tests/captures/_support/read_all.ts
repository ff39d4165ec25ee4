import type { FollowedCaptures } from "../../../captures/followed_captures.ts";

/** Reads files up to their present end, and closes their databases. */
export async function readAll(files: FollowedCaptures): Promise<void> {
  const stop = new AbortController();
  await files.follow(stop.signal, () => stop.abort());
  await files.close();
}
