// A ZIP file's entries, read one at a time without unpacking anything to disk.
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { reasonOf, StartFailure } from '../lib/failure.ts';

export type Zip = {
  entries: { name: string; packed: number }[];
  /** The entry as UTF-8 text. */
  text: (name: string) => Promise<string>;
  close: () => void;
};

/** A file inside claims to be small and is not, or is too big to be read at once. */
const largestEntry = 256 * 1024 * 1024;
const mostEntries = 500_000;

/** Throws `StartFailure` when it is damaged. Names that lead out of the archive count as damage. */
export async function openZip(path: string): Promise<Zip> {
  const file = await openOrExplain(path);
  const entries = new Map<string, Entry>();
  try {
    for await (const entry of file.eachEntry()) {
      if (entries.size === mostEntries) throw new Error(`it has over ${mostEntries} files`);
      if (!entry.fileName.endsWith('/')) entries.set(entry.fileName, entry);
    }
  } catch (error) {
    file.close();
    throw damaged(path, error);
  }
  return {
    entries: [...entries.values()].map(({ fileName, compressedSize }) => ({
      name: fileName,
      packed: compressedSize,
    })),
    text: async (name) => {
      const entry = entries.get(name);
      if (!entry) throw new StartFailure(`${path} has no ${name}.`);
      try {
        return await textOf(file, entry);
      } catch (error) {
        throw damaged(`${name} in ${path}`, error);
      }
    },
    close: () => file.close(),
  };
}

async function openOrExplain(path: string): Promise<ZipFile> {
  try {
    return await openPromise(path, { autoClose: false, lazyEntries: true });
  } catch (error) {
    throw damaged(path, error);
  }
}

async function textOf(file: ZipFile, entry: Entry): Promise<string> {
  if (entry.uncompressedSize > largestEntry) throw new Error('it is over 256 MB');
  const parts: Buffer[] = [];
  for await (const part of await file.openReadStreamPromise(entry)) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

function damaged(what: string, error: unknown): StartFailure {
  return new StartFailure(`${what} cannot be read as ZIP: ${reasonOf(error)}. Download it again.`);
}
