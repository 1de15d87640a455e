import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // The window loads these files from the program itself, so addresses are relative.
  base: './',
  plugins: [svelte(), svelteTesting()],
  build: {
    outDir: 'dist',
    target: ['es2022', 'safari17'],
    // The content security policy allows no inline script or style; everything is a file of its own.
    assetsInlineLimit: 0,
    modulePreload: false,
    cssCodeSplit: false,
  },
  server: { port: 5173, strictPort: true },
  test: {
    environment: 'jsdom',
    globals: true,
    include: ['tests/**/*.test.ts'],
    // A docket of 3,000 entries takes its time in jsdom; a busy machine is no failure.
    testTimeout: 20_000,
    // One worker less than there are processors is vitest's habit while somebody types; nobody does here.
    maxWorkers: '100%',
    // One document for each worker and not for each file; `open` sets all that the window keeps back for each test.
    isolate: false,
    setupFiles: ['tests/setup.ts'],
    restoreMocks: false,
  },
});
