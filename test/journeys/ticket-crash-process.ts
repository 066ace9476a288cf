// The process that ticket-crash.test.ts kills: starts as quickly as Earshot itself does, then works.
import { quickenImports } from '../../src/lib/quick-imports.ts';

quickenImports();
await import('./ticket-crash-work.ts');
