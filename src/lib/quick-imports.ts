// Starts in a fraction of the time and memory. To learn that a file is an ES module, Node 24 reads the package.json
// above it, and parses it again for every file. That of drizzle-orm has 180 KB, and drizzle-orm has hundreds of files:
// two seconds and 200 MB each time a process starts.
import { registerHooks } from 'node:module';

const files = '/node_modules/drizzle-orm/';

/** Answers for drizzle-orm's own files that they are ES modules, as they are. To be called before it is imported. */
export function quickenImports(): void {
  registerHooks({
    resolve(specifier, context, next) {
      const within = specifier.startsWith('.') && context.parentURL?.includes(files);
      if (!within || !specifier.endsWith('.js')) return next(specifier, context);
      return { url: new URL(specifier, context.parentURL).href, format: 'module', shortCircuit: true };
    },
  });
}
