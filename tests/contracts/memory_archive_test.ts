import { MemoryArchive } from "../_support/memory_archive.ts";
import { memoryExperiment } from "../_support/memory_seed.ts";
import { testArchive } from "./archive_contract.ts";

testArchive("memory", () => {
  const archive = new MemoryArchive([]);
  const { contents } = archive;
  return Promise.resolve({
    archive,
    store: (seed) => {
      const at = contents.findIndex(({ name }) => name === seed.name);
      const experiment = memoryExperiment(seed, contents[at]);
      contents[at === -1 ? contents.length : at] = experiment;
      return Promise.resolve();
    },
    [Symbol.asyncDispose]: () => archive.close(),
  });
});
