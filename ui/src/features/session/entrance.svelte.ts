import type { Backend } from '$backend/backend'
import type { Fault, Me, RecoverRequest, SetUpRequest, Status } from '$backend/bindings'
import { cases } from '$shared/cases.svelte'
import type { Route } from '$shared/route.svelte'
import { session } from '$shared/session.svelte'
import { text } from '$shared/text'

/** Who was here last in this run of the window. Only the same person finds the screen again that was left. */
let last: string | undefined
/** Whether this window has let anybody in yet. */
let begun = false

/** How long the way in waits for the list, in milliseconds. */
const PATIENCE = 150

/** What was asked before there was a way in. */
let asked: Promise<Status> | undefined

/** Asks while the window is still reading its words: then its first picture is the way in itself. */
export function askAhead(backend: Backend): Promise<unknown> {
  asked = backend.status()
  // Whoever takes it hears of a failure.
  return asked.catch(() => undefined)
}

export type Door = 'unlock' | 'recover' | 'shares'

/** What is known before anybody has signed in, and the ways in. */
export class Entrance {
  status = $state.raw<Status>()
  failure = $state.raw<unknown>()
  door = $state<Door>('unlock')
  /** The recovery shares, for as long as they are on screen and no longer. */
  shares = $state.raw<readonly string[]>([])
  needed = $state(2)
  /** What of the set-up failed after the shares were made. */
  unfinished = $state.raw<Fault>()
  /** The request that made the store, for the words on the sheets and the name that signs in first. */
  made = $state.raw<{ facility: string; device: string; user: string }>()

  constructor(
    readonly backend: Backend,
    readonly route: Route,
  ) {}

  async load(): Promise<void> {
    this.failure = undefined
    try {
      const ahead = asked
      asked = undefined
      const status = await (ahead ?? this.backend.status())
      // A window that is drawn anew beside an open store goes on. One that has just locked does not: the store may still be closing.
      if (!begun && status.me !== null) await this.#enter(status.me)
      begun = true
      this.status = status
    } catch (thrown) {
      this.failure = thrown
    }
  }

  /** The user to offer first. */
  get first(): string | undefined {
    const users = this.status?.users ?? []
    return [this.made?.user, last, users[0]].find((user) => user !== undefined && users.includes(user))
  }

  /** The user for whom the screen that was left is kept. */
  get left(): string | undefined {
    return last
  }

  async unlock(user: string, passphrase: string): Promise<void> {
    await this.#enter(await this.backend.unlock({ user, passphrase }))
  }

  async recover(request: RecoverRequest): Promise<void> {
    await this.#enter(await this.backend.recover(request))
  }

  async setUp(request: SetUpRequest): Promise<void> {
    const reply = await this.backend.setUp(request)
    this.needed = reply.needed
    this.unfinished = reply.unfinished ?? undefined
    this.shares = reply.shares
    this.made = { facility: request.facility, device: request.device, user: request.first_user.user }
    this.door = 'shares'
  }

  /** The shares are with their people: they leave the window. */
  async handedOver(): Promise<void> {
    this.shares = []
    this.door = 'unlock'
    await this.load()
  }

  async #enter(me: Me): Promise<void> {
    begun = true
    const sees = me.may.includes('see_case')
    const another = last !== me.user
    const list = sees && (another || this.route.screen === 'worklist') ? this.backend.worklist() : undefined
    // The list is mostly there at once: then its screen is drawn with it, and not twice. Whoever takes the list hears of a failure.
    if (list !== undefined) await Promise.race([list.catch(() => undefined), new Promise((done) => setTimeout(done, PATIENCE))])
    if (another) this.route.close()
    last = me.user
    // Who sees no patient has nothing to look for in a list of them.
    if (!sees && this.route.screen !== 'settings' && this.route.screen !== 'knowledge') {
      this.route.close()
      this.route.go({ screen: 'settings' })
    }
    session.enter({ id: me.user, name: me.name, role: () => text(`shared_role_${me.role}`), may: me.may }, () => this.backend.lockNow())
    if (list !== undefined) cases.keep(list)
  }
}
