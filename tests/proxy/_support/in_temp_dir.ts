import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";

/** Calls `use` with a directory that is removed afterwards. */
export async function inTempDir(
  use: (directory: string) => Promise<void> | void,
): Promise<void> {
  const directory = makeTempDir();
  try {
    await use(directory);
  } finally {
    removeTempDir(directory);
  }
}
