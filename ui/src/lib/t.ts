// Docketbell's own words, from one Fluent catalogue. Court text never passes through here except as an argument.

import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle';
import en from '../../locales/en.ftl?raw';

// Our words and the court's are kept apart by <bdi> elements, so Fluent's own isolation marks are not needed; they
// would end up in titles and on the clipboard.
const bundle = new FluentBundle('en-US', { useIsolating: false });
const mistakes = bundle.addResource(new FluentResource(en));
if (mistakes.length > 0) throw mistakes[0];

/** The words for a key. A key without words shows itself, so that a gap is seen and never hides a fact. */
export function t(key: string, args?: Record<string, FluentVariable>): string {
  const message = bundle.getMessage(key);
  if (!message?.value) return key;
  return bundle.formatPattern(message.value, args ?? null, []);
}

/** Whether a key has words. */
export const has = (key: string): boolean => bundle.hasMessage(key);
