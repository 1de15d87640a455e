// What a person's press sets off: one at a time, and what went wrong stays to be read until the next press.

import type { Problem } from './generated/Problem';
import { asProblem } from './problem';

export class Acting {
  problem = $state.raw<Problem | null>(null);
  busy = $state(false);

  /** Runs it, unless the press before it is still on its way. */
  async run(act: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.problem = null;
    this.busy = true;
    try {
      await act();
    } catch (thrown) {
      this.problem = asProblem(thrown);
    } finally {
      this.busy = false;
    }
  }
}
