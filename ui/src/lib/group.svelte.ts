// The group administrator's desk, as every view shares it: the roster as it was, what waits, and what asks the court now.
// The PIN never comes here.

import type { DeliveredView } from './generated/DeliveredView';
import type { DeliveryProgress } from './generated/DeliveryProgress';
import type { GroupView } from './generated/GroupView';
import type { OutboxView } from './generated/OutboxView';
import type { Problem } from './generated/Problem';
import type { UserStatusView } from './generated/UserStatusView';
import * as ipc from './ipc';
import { asProblem } from './problem';

/** What the court is being asked now. */
export type Asking = 'reading' | 'sending' | 'settling' | 'pin';

class Group {
  view = $state.raw<GroupView | null>(null);
  outbox = $state.raw<OutboxView | null>(null);
  /** Why this computer's own copy could not be read. */
  problem = $state.raw<Problem | null>(null);
  asking = $state<Asking | null>(null);
  /** Why the last asking did not work, or stopped before its end, and which it was. */
  stopped = $state.raw<Problem | null>(null);
  stoppedIn = $state<Asking | null>(null);
  progress = $state.raw<DeliveryProgress | null>(null);
  /** What the last delivery, or the last settling, came to. */
  delivered = $state.raw<DeliveredView | null>(null);
  /** A sign-in was begun from here: its end leads back. */
  leftForSignIn = $state(false);
  /** How many views show the roster. Without one, a change is only counted: a roster can be long. */
  watched = 0;
  #reading: Promise<void> | null = null;
  #again = false;
  #world = 0;

  /** What needs a person's decision. */
  get toDecide(): number {
    const o = this.outbox;
    return o ? o.conflicts + o.uncertain + o.to_review + o.new_users : 0;
  }
  /** How somebody stands by the court's list, as it was read last. */
  statusOf(user: string): UserStatusView | null {
    return this.view?.users.find((u) => u.user_name === user)?.status ?? null;
  }
  /** What waits and is not in effect. */
  get waiting(): number {
    return this.outbox?.waiting.length ?? 0;
  }

  /** Reads the copy again. While a reading is under way another is done after it, never beside it. */
  load(): Promise<void> {
    if (this.#reading) {
      this.#again = true;
      return this.#reading;
    }
    this.#reading = this.#readUntilQuiet().finally(() => (this.#reading = null));
    return this.#reading;
  }

  /** Reads the copy before anybody looks at it: a long list is then drawn at once. What goes wrong is told when somebody looks. */
  async readAhead(): Promise<void> {
    if (this.view !== null || this.#reading) return;
    await this.load();
    if (this.watched === 0) this.problem = null;
  }

  async #readUntilQuiet(): Promise<void> {
    const world = this.#world;
    do {
      this.#again = false;
      try {
        const view = await ipc.group();
        if (world !== this.#world) return;
        this.#keep(view);
        this.problem = null;
      } catch (thrown) {
        if (world === this.#world) this.problem = asProblem(thrown);
      }
    } while (this.#again && world === this.#world);
  }

  #keep(view: GroupView): void {
    this.view = view;
    this.outbox = view.outbox;
    this.progress = view.outbox.delivering;
  }

  /** Counts what waits, for the rail and the status bar. */
  async count(): Promise<void> {
    const world = this.#world;
    try {
      const outbox = await ipc.outbox();
      if (world === this.#world) this.outbox = outbox;
    } catch {
      // The rail keeps what it said; the Group page says what went wrong.
    }
  }

  /** While the court is being asked only the outbox is read again: each click of a delivery tells of a change. */
  hear(): Promise<void> {
    return this.watched > 0 && this.asking === null ? this.load() : this.count();
  }

  take(progress: DeliveryProgress): void {
    this.progress = progress.step === 'ended' ? null : progress;
  }

  /** Asks the court, one thing at a time; the copy is read again whatever comes of it. */
  async #ask(what: Asking, run: () => Promise<void>): Promise<boolean> {
    if (this.asking) return false;
    this.asking = what;
    this.stoppedIn = what;
    this.stopped = null;
    this.delivered = null;
    try {
      await run();
      return this.stopped === null;
    } catch (thrown) {
      this.stopped = asProblem(thrown);
      return false;
    } finally {
      this.asking = null;
      this.progress = null;
      await this.load();
    }
  }

  refresh = () => this.#ask('reading', async () => this.#keep(await ipc.refreshGroup()));
  send = () => this.#ask('sending', async () => this.#came(await ipc.deliverOutbox()));
  settle = () => this.#ask('settling', async () => this.#came(await ipc.settleUncertain()));
  changePin = (run: () => Promise<unknown>) => this.#ask('pin', async () => void (await run()));

  #came(delivered: DeliveredView): void {
    this.delivered = delivered;
    this.stopped = delivered.problem;
  }

  /** For tests and a window that begins anew. */
  clear(): void {
    this.#world += 1;
    this.#reading = null;
    this.view = null;
    this.outbox = null;
    this.problem = null;
    this.asking = null;
    this.stopped = null;
    this.progress = null;
    this.delivered = null;
    this.leftForSignIn = false;
    this.watched = 0;
  }
}

export const group = new Group();
