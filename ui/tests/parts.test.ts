import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';
import { head, oneLine, visible } from '../src/lib/court-text';
import { mergeKeeping } from '../src/lib/merge';
import { asProblem } from '../src/lib/problem';
import { parseHash } from '../src/lib/route.svelte';
import { size } from '../src/lib/size';
import Court from '../src/parts/Court.svelte';
import ProblemMessage from '../src/parts/ProblemMessage.svelte';
import Redline from '../src/parts/Redline.svelte';
import Words from '../src/parts/Words.svelte';
import HelpDesk from '../src/views/accounts/HelpDesk.svelte';

describe('text that the court wrote', () => {
  test.each([
    ['a right-to-left override', 'abc\u202Edef', 'abc‹U+202E›def'],
    ['an isolate', '\u2067x\u2069', '‹U+2067›x‹U+2069›'],
    ['a space without width', 'Mo\u200Btion\uFEFF', 'Mo‹U+200B›tion‹U+FEFF›'],
    ['joiners in a Latin word', 'paid\u200D\u200Cnot', 'paid‹U+200D›‹U+200C›not'],
    ['joiners where they shape letters stay', 'می\u200Cخواهم 👩\u200D⚖', 'می\u200Cخواهم 👩\u200D⚖'],
    ['entities, single and double', '&lt;script&gt; &amp;lt;b&amp;gt; &#8238;', '&lt;script&gt; &amp;lt;b&amp;gt; &#8238;'],
    ['a bell and an escape', '\u0007\u001b[0m', '‹U+0007›‹U+001B›[0m'],
    ['line breaks and tabs stay', 'a\n\tb', 'a\n\tb'],
    ['other alphabets stay', 'ñ 法 שלום', 'ñ 法 שלום'],
  ])('%s', (_, text, shown) => {
    expect(visible(text)).toBe(shown);
  });
  test('is never cut through the middle of a character', () => {
    expect(head('ab😀', 3)).toBe('ab');
    expect(oneLine('a\nb   c')).toBe('a b c');
  });
  test('markup and scripts are shown as text', () => {
    const text = '<img src=x onerror=alert(1)><script>alert(1)</script>&lt;b&gt;{@html 1}';
    const { container } = render(Court, { text });
    expect(container.querySelector('img, script, b')).toBeNull();
    expect(screen.getByText(text)).toBeInTheDocument();
  });
  test('direction marks of the court turn none of our words', () => {
    const { container } = render(Court, { text: 'begins \u202Edeined\u2067 ends' });
    const bdi = container.querySelector('bdi');
    expect(bdi).toHaveTextContent('begins ‹U+202E›deined‹U+2067› ends');
    expect(bdi?.querySelector('*'), 'nothing of it became an element').toBeNull();
  });
  test('a megabyte is clamped until the person asks for all of it', async () => {
    const { container } = render(Court, { text: 'x'.repeat(1_048_576) });
    expect(container.textContent?.length).toBeLessThan(3000);
    await userEvent.click(screen.getByRole('button', { name: 'Show all (1,048,576 characters)' }));
    expect(container.textContent?.length).toBe(1_048_576);
  });
  test('a redline says in words what was added and removed', () => {
    const { container } = render(Redline, {
      pieces: [
        { kind: 'same', text: 'is ' },
        { kind: 'removed', text: 'denied' },
        { kind: 'added', text: '<b>sustained</b>' },
      ],
    });
    expect(container.querySelector('del')).toHaveTextContent('Removed: denied');
    expect(container.querySelector('ins')).toHaveTextContent('Added: <b>sustained</b>');
    expect(container.querySelector('b')).toBeNull();
  });
  test('a redline of a megabyte keeps its changes in sight', () => {
    const { container } = render(Redline, { pieces: [{ kind: 'same', text: 'y'.repeat(1_000_000) }, { kind: 'added', text: 'granted' }] });
    expect(container.textContent?.length).toBeLessThan(3000);
    expect(container.querySelector('ins')).toHaveTextContent('granted');
  });
});

describe('a telephone number', () => {
  const whole = (container: HTMLElement) => [...container.querySelectorAll('.nowrap')].map((n) => n.textContent);
  test('stays on one line, with the stop behind it, and its sentence is as it was', () => {
    const text = 'Call (573) 526-0062, or (573) 555-0100.\nNot 2026-11-21 (573).';
    const { container } = render(Words, { text });
    expect(whole(container)).toEqual(['(573) 526-0062,', '(573) 555-0100.']);
    expect(container.textContent).toBe(text);
  });
  test('in what went wrong and what to do', () => {
    const problem = { kind: 'locked', message: 'Locked.', hint: 'Wait, or call (573) 526-0062.', retry_at: null };
    expect(whole(render(ProblemMessage, { problem }).container)).toEqual(['(573) 526-0062.']);
  });
  test('in the help desk’s own panel', () => {
    expect(whole(render(HelpDesk).container)).toEqual(['(573) 526-0062.']);
  });
});

describe('a list that is read again while a person works in it', () => {
  const key = (x: { id: number }) => x.id;
  const ids = (list: { id: number }[]) => list.map(key);
  const of = (...list: number[]) => list.map((id) => ({ id }));
  test.each([
    ['rows that left are dropped', of(1, 2, 3), of(1, 3), [], [1, 3]],
    ['rows just dealt with stay in their place', of(1, 2, 3), of(1, 3), [2], [1, 2, 3]],
    ['a new row stands after its neighbour', of(1, 2), of(1, 9, 2), [], [1, 9, 2]],
    ['a new first row comes first', of(1, 2), of(9, 1, 2), [], [9, 1, 2]],
    ['the order that is on screen stays', of(2, 1), of(1, 2), [], [2, 1]],
    ['an empty screen takes the list as it is', [], of(3, 1, 2), [], [3, 1, 2]],
  ])('%s', (_, before, now, keep, want) => {
    expect(ids(mergeKeeping(before, now, (x) => (keep as number[]).includes(x.id), key))).toEqual(want);
  });
});

describe('small things', () => {
  test('addresses', () => {
    expect(parseHash('').steps).toEqual(['today']);
    const route = parseHash('#/case/7?entry=27&change=2');
    expect(route.steps).toEqual(['case', '7']);
    expect(route.query.get('entry')).toBe('27');
    expect(parseHash('#/%E0%A4%A').steps).toEqual(['%E0%A4%A']);
  });
  test('whatever is thrown becomes a problem in plain words', () => {
    expect(asProblem({ kind: 'locked', message: 'Locked.', hint: 'Unlock it.' })).toEqual({ kind: 'locked', message: 'Locked.', hint: 'Unlock it.', retry_at: null });
    expect(asProblem(new Error('boom')).kind).toBe('internal');
    expect(asProblem('boom').hint).toContain('boom');
  });
  test('bytes', () => {
    expect(size(999)).toBe('999 bytes');
    expect(size(12_400_000)).toBe('12.4 MB');
  });
});
