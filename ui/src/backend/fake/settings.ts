import type { Commands } from '../backend'
import type { AuditEntry, FaultCode, RoleName } from '../bindings'
import { BackendError } from '../error'
import { people } from './people'
import { asked } from './wire'

// ?state=unsound (the ledger does not verify) | empty (nothing fits) | many (more events than one search shows).
const KINDS = ['case_imported', 'case_shared', 'consent_recorded', 'consent_withdrawn', 'decision', 'device_accepted', 'document_viewed', 'doubt_answered', 'eligibility_recorded', 'kinship_viewed', 'panel_chosen', 'panel_decision', 'payload_erased', 'recovered', 'report_released', 'sign_recorded', 'source_recorded', 'unlocked', 'user_added', 'user_disabled', 'variant_viewed', 'variants_viewed']
const OF_CASE: Record<string, RoleName[]> = {
  case_imported: ['coordinator', 'data_manager'],
  case_shared: ['geneticist'],
  consent_recorded: ['counsellor'],
  consent_withdrawn: ['counsellor'],
  decision: ['geneticist', 'chair'],
  doubt_answered: ['geneticist', 'data_manager'],
  eligibility_recorded: ['counsellor'],
  kinship_viewed: ['geneticist', 'data_manager'],
  panel_chosen: ['geneticist'],
  panel_decision: ['chair'],
  payload_erased: ['data_manager'],
  report_released: ['geneticist'],
  sign_recorded: ['counsellor'],
  source_recorded: ['coordinator'],
  variant_viewed: ['geneticist', 'panel_member'],
  variants_viewed: ['geneticist', 'panel_member'],
}
const ANY: RoleName[] = people.map((user) => user.role)
const NEWEST = Date.parse('2026-11-16T06:42:00Z')

/** Always the same events: a small generator, so that pictures stay comparable. */
function events(count: number): AuditEntry[] {
  let seed = 20261116
  const next = (below: number): number => {
    seed = (seed * 1103515245 + 12345) % 2147483648
    return Math.floor((seed / 2147483648) * below)
  }
  let time = NEWEST
  return Array.from({ length: count }, (_, at) => {
    const first = at === count - 1
    const kind = first ? 'device_accepted' : at % 6 === 5 ? 'unlocked' : (KINDS[next(KINDS.length)] ?? 'unlocked')
    const roles = OF_CASE[kind] ?? (['user_added', 'user_disabled', 'device_accepted'].includes(kind) ? (['administrator'] as RoleName[]) : ANY)
    const role = roles[next(roles.length)] ?? 'geneticist'
    time -= (3 + next(400)) * 60_000
    return {
      id: `0199${(count - at).toString(16).padStart(4, '0')}-7c2e-7${(at * 37 + 256).toString(16).slice(-3).padStart(3, '0')}-9b1a-5d0b6f2e${(at + 4096).toString(16)}`,
      seq: count - at,
      kind,
      author: people.find((user) => user.role === role)?.user ?? 'aoki',
      role,
      case: kind in OF_CASE ? `SHI-000${1 + next(3)}` : null,
      time: new Date(time).toISOString(),
    }
  })
}
const all = events(asked === 'many' ? 4213 : 184)
const MOST = 1000

const fault = (code: FaultCode, detail: string): BackendError => new BackendError({ code, message_key: `fault_${code}`, args: { detail } })

export const fake: Partial<Commands> = {
  async addUser({ user, name, role }) {
    if (user === 'full') throw fault('machine', '/home/aoki/.local/share/shirube/users.json: No space left on device (os error 28)')
    const at = people.findIndex((other) => other.user === user)
    if (at >= 0 && people[at]?.disabled !== true) throw fault('bad_input', `${user}: there is such a user already`)
    if (at >= 0) people.splice(at, 1)
    people.push({ user, name, role, disabled: false })
    return null
  },
  async disableUser(user) {
    const found = people.find((other) => other.user === user)
    if (found === undefined) throw fault('bad_input', `${user}: no such user`)
    if (found.role === 'administrator' && people.filter((other) => other.role === 'administrator' && !other.disabled).length === 1) throw fault('bad_input', `${user} is the last administrator: add another one first`)
    found.disabled = true
    return null
  },
  async searchAudit({ case: id, user, kind, from, to }) {
    if (asked === 'failing') throw fault('machine', '/home/aoki/.local/share/shirube/shirube.db: disk I/O error')
    const day = (time: string): string => new Date(Date.parse(time) + 9 * 3_600_000).toISOString().slice(0, 10)
    const found = asked === 'empty' ? [] : all.filter((event) => (id === null || event.case === id) && (user === null || event.author === user) && (kind === null || event.kind === kind) && (from === null || day(event.time) >= from) && (to === null || day(event.time) <= to))
    return {
      events: found.slice(0, MOST),
      total: found.length,
      verified: asked !== 'unsound',
      findings: asked === 'unsound' ? ['event 57 of device b0b7c5de-7f0e-4c1c-9a34-0d5f7d4f3a11: its signature does not fit', 'event 58 of device b0b7c5de-7f0e-4c1c-9a34-0d5f7d4f3a11: it does not follow the event before it'] : [],
      kinds: [...new Set(all.map((event) => event.kind))].sort(),
    }
  },
}
