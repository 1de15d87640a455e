import '@testing-library/jest-dom/vitest';
import { afterEach, vi } from 'vitest';

// What jsdom does not draw, the tests do not need.
HTMLDialogElement.prototype.showModal = function () {
  this.setAttribute('open', '');
  this.querySelector<HTMLElement>('input, button')?.focus();
};
HTMLDialogElement.prototype.close = function () {
  this.removeAttribute('open');
};
Element.prototype.scrollIntoView = () => undefined;
window.scrollTo = () => undefined;

afterEach(() => vi.useRealTimers());
