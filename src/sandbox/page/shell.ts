// The empty page the browser code fills.

const styleSheets = ['base', 'layout', 'messages', 'blocks', 'forms', 'overlays', 'tracker'];

export const shell = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Workspace</title>
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <link rel="icon" href="/favicon.svg" type="image/svg+xml">
${styleSheets.map((name) => `    <link rel="stylesheet" href="/styles/${name}.css">`).join('\n')}
    <script type="module" src="/start.js"></script>
  </head>
  <body>
    <div id="app"><p class="boot">Loading the workspace…</p></div>
    <noscript>This page needs JavaScript.</noscript>
  </body>
</html>
`;

/** Importing a module does nothing; this alone starts the page. */
export const startScript = `import { start } from '/browser/main.ts';\nstart(document.getElementById('app'));\n`;

export const favicon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#233a5e"/><path d="M11 13a5.5 5.5 0 0 1 11 0c0 4-3.5 4.6-3.5 8a3 3 0 0 1-5.6 1.5M14 13.3a2.5 2.5 0 0 1 5 0c0 1.5-1.2 1.9-1.9 3" fill="none" stroke="#ffd58a" stroke-width="2" stroke-linecap="round"/></svg>`;
