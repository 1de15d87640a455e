// The catalogue and the code name the same keys; nothing is shown as a key.
import { FluentResource } from '@fluent/bundle';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import en from '../locales/en.ftl?raw';
import { has, t } from '../src/lib/t';

const files = (dir: string): string[] =>
  readdirSync(dir, { withFileTypes: true }).flatMap((e) => (e.isDirectory() ? files(join(dir, e.name)) : [join(dir, e.name)]));
const source = files(join(import.meta.dirname, '../src'))
  .filter((f) => /\.(svelte|ts)$/.test(f) && !f.includes('generated'))
  .map((f) => readFileSync(f, 'utf8'))
  .join('\n');
const keys = [...en.matchAll(/^([a-z][\w-]*) =/gm)].map((m) => m[1] ?? '');

describe('the catalogue', () => {
  test('reads without a mistake and names each key once', () => {
    expect(new FluentResource(en).body.length).toBe(keys.length);
    expect(new Set(keys).size).toBe(keys.length);
  });
  test('has words for every key that the code names', () => {
    const asked = [...source.matchAll(/\bt\(\s*'([\w-]+)'/g)].map((m) => m[1] ?? '');
    expect(asked.length).toBeGreaterThan(200);
    expect(asked.filter((key) => !has(key))).toEqual([]);
  });
  test('holds no words that nobody says', () => {
    const stems = [...source.matchAll(/\bt\(`([\w-]+)\$\{/g)].map((m) => m[1] ?? '\0');
    const quoted = new Set([...source.matchAll(/'([a-z][\w-]+)'/g)].map((m) => m[1]));
    expect(keys.filter((key) => !quoted.has(key) && !stems.some((stem) => key.startsWith(stem)))).toEqual([]);
  });
  test('counts in English', () => {
    expect(t('mark-entries', { n: 2 })).toBe('Mark both entries reviewed');
    expect(t('mark-entries', { n: 4 })).toBe('Mark all 4 entries reviewed');
    expect(t('today-to-review', { n: 1 })).toBe('1 change to review');
    expect(t('paste-summary', { n: 8, ready: 4, already: 1, need: 3 })).toBe('8 lines: 4 ready, 1 followed already, 3 need you');
    expect(t('reviewed-by-at', { who: 'none', when: '9:36 a.m.' })).toBe('Reviewed at 9:36 a.m.');
  });
  test('never says "official" of itself', () => {
    const bad = en.split('\n').filter((l) => /official/i.test(l) && !/not (an |the )?official/i.test(l) && !/^not-official/.test(l));
    expect(bad).toEqual([]);
  });
});
