import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

export default {
  preprocess: vitePreprocess(),
  compilerOptions: {
    runes: true,
    // Where a narrow window turns table rows into blocks, only the explicit roles keep the table a table.
    warningFilter: (warning) => warning.code !== 'a11y_no_redundant_roles',
  },
};
