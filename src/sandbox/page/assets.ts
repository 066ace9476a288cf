// Gives the browser this folder's TypeScript with its types stripped, and the style sheets. No build step.
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';

export type Asset = { body: string; type: string };

const folder = new URL('./', import.meta.url);
/** Below `browser/` and `styles/` alone; no dots besides the extension's, so no way out of the folder. */
const allowed = /^\/(browser\/(?:[a-z0-9-]+\/)*[a-z0-9-]+\.ts|styles\/[a-z0-9-]+\.css)$/;

/** Reads at every call: an edited file shows at the next reload. Undefined for anything that is not an asset. */
export function readAsset(path: string): Asset | undefined {
  if (!allowed.test(path)) return undefined;
  const source = readIfThere(new URL(`.${path}`, folder));
  if (source === undefined) return undefined;
  return path.endsWith('.css')
    ? { body: source, type: 'text/css; charset=utf-8' }
    : { body: stripTypes(source), type: 'text/javascript; charset=utf-8' };
}

function readIfThere(file: URL): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Node warns that this function is experimental; it is what runs every file of ours, so the warning says nothing new. */
function stripTypes(source: string): string {
  const { emitWarning } = process;
  process.emitWarning = () => undefined;
  try {
    return stripTypeScriptTypes(source);
  } finally {
    process.emitWarning = emitWarning;
  }
}
