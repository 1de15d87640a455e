// A value that is asked of Rust, kept while it is asked again. A late answer never replaces a newer one.

import type { Problem } from './generated/Problem';
import { asProblem } from './problem';

export class Loaded<T> {
  value = $state.raw<T | undefined>();
  problem = $state.raw<Problem | null>(null);
  busy = $state(false);
  #turn = 0;
  readonly #ask: () => Promise<T>;

  constructor(ask: () => Promise<T>) {
    this.#ask = ask;
  }

  /** Asks again; what is shown stays until the answer is here. */
  async load(): Promise<void> {
    const turn = ++this.#turn;
    this.busy = true;
    try {
      const value = await this.#ask();
      if (turn !== this.#turn) return;
      this.value = value;
      this.problem = null;
    } catch (thrown) {
      if (turn === this.#turn) this.problem = asProblem(thrown);
    } finally {
      if (turn === this.#turn) this.busy = false;
    }
  }

  /** Forgets the value, for a view that turns to another subject. */
  clear(): void {
    this.#turn += 1;
    this.value = undefined;
    this.problem = null;
    this.busy = false;
  }
}
