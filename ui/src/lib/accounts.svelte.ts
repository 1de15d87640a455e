// Accounts and the open journey, as every view shares them. Secrets never come here.

import type { Entry } from './entry';
import type { AccountsView } from './generated/AccountsView';
import type { AnswerView } from './generated/AnswerView';
import type { JourneyKindView } from './generated/JourneyKindView';
import type { JourneyView } from './generated/JourneyView';
import type { Problem } from './generated/Problem';
import * as ipc from './ipc';
import { asProblem } from './problem';

class Accounts {
  view = $state.raw<AccountsView | null>(null);
  journey = $state.raw<JourneyView | null>(null);
  problem = $state.raw<Problem | null>(null);
  /** A group's link that was opened from outside: looked at, never acted on. */
  offered = $state.raw<string | null>(null);
  /** What is typed on a step and not sent yet, in memory only. */
  typed: { step: string; question: string; entries: Entry[] } = { step: '', question: '', entries: [] };
  #turn = 0;

  /** The journey that still wants something; one that has ended does not. */
  get open(): JourneyView | null {
    return this.journey && !this.journey.outcome ? this.journey : (this.view?.open_journey ?? null);
  }

  /** All that want something: the open one first, then those that were left before their end. */
  get waiting(): JourneyView[] {
    const open = this.open;
    const left = [this.view?.open_journey ?? null, ...(this.view?.left_journeys ?? [])];
    return [open, ...left].filter((j, n, all): j is JourneyView => j !== null && all.findIndex((x) => x?.kind === j.kind) === n);
  }

  async load(): Promise<void> {
    const turn = ++this.#turn;
    try {
      const view = await ipc.accounts();
      if (turn !== this.#turn) return;
      this.view = view;
      // How a journey ended stays on the screen until the person leaves it.
      if (!this.journey?.outcome) this.journey = view.open_journey;
      this.problem = null;
    } catch (thrown) {
      if (turn === this.#turn) this.problem = asProblem(thrown);
    }
  }

  /** Takes what a command or the event said; an older reading that is still under way is then out of date. */
  take(journey: JourneyView): void {
    this.#turn += 1;
    this.journey = journey;
  }

  async start(kind: JourneyKindView, answers: AnswerView[] = []): Promise<void> {
    this.typed = { step: '', question: '', entries: [] };
    this.take(await ipc.startJourney(kind, answers));
  }

  async leave(): Promise<void> {
    await ipc.leaveJourney();
    this.dropSecrets();
    await this.load();
  }

  async forget(kind: JourneyKindView): Promise<void> {
    await ipc.forgetJourney(kind);
    if (this.journey?.kind === kind) {
      this.journey = null;
      this.typed = { step: '', question: '', entries: [] };
    }
    await this.load();
  }

  dropSecrets(): void {
    for (const entry of this.typed.entries) if (entry.fleeting) entry.value = '';
  }

  /** For tests and a window that begins anew. */
  clear(): void {
    this.#turn += 1;
    this.view = null;
    this.journey = null;
    this.problem = null;
    this.offered = null;
    this.typed = { step: '', question: '', entries: [] };
  }
}

export const accounts = new Accounts();
