// The fake and the real calls have one shape; views speak to Rust through one file; nothing of the gallery is shipped.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as fake from '../gallery/fake-ipc';

type Real = typeof import('../src/lib/ipc');
// Fails the type check when a call is missing or has another shape.
const same: Real = fake;

const files = (dir: string): string[] =>
  readdirSync(dir, { withFileTypes: true }).flatMap((e) => (e.isDirectory() ? files(join(dir, e.name)) : [join(dir, e.name)]));
const root = join(import.meta.dirname, '../src');
const sources = files(root).map((f) => [f.slice(root.length + 1), readFileSync(f, 'utf8')] as const);

test('every call has a fake', () => {
  const ipc = readFileSync(join(root, 'lib/ipc.ts'), 'utf8');
  const names = [...ipc.matchAll(/^export const (\w+)/gm)].map((m) => m[1] ?? '');
  expect(names.length).toBeGreaterThan(40);
  expect(names.filter((n) => !(n in same))).toEqual([]);
});

test('only ipc.ts speaks to Rust', () => {
  expect(sources.filter(([f, s]) => f !== 'lib/ipc.ts' && /@tauri-apps|\binvoke\(/.test(s)).map(([f]) => f)).toEqual([]);
});

test('no markup is ever built from text, and no style from markup', () => {
  const bad = /\{@html|innerHTML|outerHTML|insertAdjacentHTML|document\.write|style=|style:|<style|\beval\(/;
  expect(sources.filter(([f, s]) => /\.(svelte|ts)$/.test(f) && !f.includes('generated') && bad.test(s)).map(([f]) => f)).toEqual([]);
});

test('nothing of the gallery is named by the product', () => {
  expect(sources.filter(([, s]) => /gallery|fake-ipc/.test(s)).map(([f]) => f)).toEqual([]);
});

test('no style asks for what the web view dies of', () => {
  // WebKitGTK 2.50 ends its process where such lines meet a long word (bugs.webkit.org 302553, 306377): the window is blank.
  const asks = /text-wrap(-style)?:\s*(pretty|balance)/;
  expect(sources.filter(([f, s]) => f.endsWith('.css') && asks.test(s.replace(/\/\*[^]*?\*\//g, ''))).map(([f]) => f)).toEqual([]);
});
