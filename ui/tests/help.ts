import { cleanup, render, waitFor } from '@testing-library/svelte';
import axe from 'axe-core';
import { expect } from 'vitest';
import { build, world } from '../gallery/fake-ipc';
import { NOW } from '../gallery/samples';
import App from '../src/App.svelte';
import { accounts } from '../src/lib/accounts.svelte';
import { desk } from '../src/lib/desk.svelte';
import { group } from '../src/lib/group.svelte';
import { route } from '../src/lib/route.svelte';

export { world };

/** Opens the whole window in a world, at a place, and waits until it has stopped asking. */
export async function open(hash: string, kind: Parameters<typeof build>[0] = 'full', change?: (w: typeof world) => void) {
  cleanup();
  build(kind);
  change?.(world);
  desk.start = null;
  desk.startProblem = null;
  desk.status = null;
  desk.settings = null;
  desk.checkProblem = null;
  desk.checking = false;
  desk.said = '';
  desk.cases = 0;
  desk.welcome = false;
  accounts.clear();
  group.clear();
  desk.forgetUndo();
  desk.now = new Date(NOW);
  location.hash = hash;
  route.sync();
  const view = render(App);
  await settle();
  return view;
}

/** Until no call has been made for a moment. */
export async function settle() {
  let before = -1;
  await waitFor(
    async () => {
      const now = world.calls.length;
      const same = now === before;
      before = now;
      expect(same, 'still asking').toBe(true);
    },
    { interval: 30, timeout: 4000 },
  );
}

export async function go(hash: string) {
  location.hash = hash;
  route.sync();
  await settle();
}

export const calls = (name: string) => world.calls.filter(([n]) => n === name).map(([, args]) => args);

/** axe over the document. Colours need a real window; they are looked at in the gallery. */
export async function expectAccessible() {
  const { violations } = await axe.run(document, {
    rules: { 'color-contrast': { enabled: false }, 'html-has-lang': { enabled: false } },
    // Every rule runs; only what is wrong is described in full.
    resultTypes: ['violations'],
    preload: false,
    iframes: false,
  });
  expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 200)).join(' | ')}`)).toEqual([]);
}
