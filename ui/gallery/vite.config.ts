// The gallery: the same components over an invented world, to look at. Never part of the program.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { resolve } from 'node:path';
import { defineConfig } from 'vite';

const fake = resolve(import.meta.dirname, 'fake-ipc.ts');

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [
    {
      name: 'fake-ipc',
      enforce: 'pre',
      resolveId(source, importer) {
        return /\/ipc$/.test(source) && importer?.includes('/ui/src/') ? fake : null;
      },
    },
    svelte({ configFile: resolve(import.meta.dirname, '../svelte.config.js') }),
  ],
  build: { outDir: resolve(import.meta.dirname, '../node_modules/.gallery'), emptyOutDir: true, modulePreload: false, assetsInlineLimit: 0 },
  server: { port: 5174, fs: { allow: [resolve(import.meta.dirname, '..')] } },
});
