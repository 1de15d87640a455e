// A journey in the window: a page of it, and a person at the keyboard.
import { screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect } from 'vitest';
import { journeyAt } from '../gallery/account-samples';
import type { JourneyKindView } from '../src/lib/generated/JourneyKindView';
import { open, settle } from './help';

export const field = (label: string | RegExp) => screen.getByLabelText(label, { selector: 'input, select' });
export const press = async (testid: string) => {
  await userEvent.click(screen.getByTestId(testid));
  await settle();
};
export const at = (kind: JourneyKindView, step: string, more: Parameters<typeof journeyAt>[2] = {}) =>
  open('#/journey', 'full', (w) => (w.journey = journeyAt(kind, step, more)));
export const heading = () => screen.getByRole('heading', { level: 1 });
/** The Tab key, as often as it takes. */
export async function tabTo(what: HTMLElement) {
  for (let i = 0; i < 80 && document.activeElement !== what; i += 1) await userEvent.tab();
  expect(what, 'reached by Tab alone').toHaveFocus();
}
export const typeInto = async (label: string | RegExp, words: string) => {
  await tabTo(field(label));
  await userEvent.keyboard(words.replace(/[{[]/g, '$&$&'));
};
export const enter = async () => {
  await userEvent.keyboard('{Enter}');
  await settle();
};
