// Before each test file: see quick-imports.ts.
import { quickenImports } from '../src/lib/quick-imports.ts';

quickenImports();
