// How a text file is encoded: by its mark, else UTF-8 unless somebody knows better.
import { isUtf8 } from 'node:buffer';

const names = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type Encoding = (typeof names)[number];
export const encodings: readonly string[] = names;

export function encodingOf(start: Uint8Array, wanted: string | undefined): Encoding {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  return names.find((name) => name === wanted?.toLowerCase()) ?? 'utf-8';
}

/** Watches the bytes of a file for what is not UTF-8. */
export function makeUtf8Watch(): { see: (bytes: Uint8Array) => void; foundBad: () => boolean } {
  let tail = new Uint8Array();
  let bad = false;
  return {
    see(bytes) {
      if (bad) return;
      const all = tail.length > 0 ? Buffer.concat([tail, bytes]) : bytes;
      const end = all.length - unfinished(all);
      bad = !isUtf8(all.subarray(0, end));
      tail = Uint8Array.from(all.subarray(end));
    },
    foundBad: () => bad || (tail.length > 0 && !isUtf8(tail)),
  };
}

/** How many bytes at the end begin a character that the next portion ends. */
function unfinished(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? back : 0;
  }
  return 0;
}
