// What `npm run migration` compares the tables with. Its SQL lands in migrations/ and is never edited afterwards.
import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: './src/db/tables/*.ts',
  out: './migrations',
  schemaFilter: ['app'],
});
