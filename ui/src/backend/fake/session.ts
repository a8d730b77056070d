import { BackendError } from '../error'
import type { Commands } from '../backend'
import type { FaultCode, Me, RoleName, Status } from '../bindings'
import { may } from './roles'
import { asked, send } from './wire'

// ?state=demo | first | file | keyring | in_use | disabled | away | failing. Else a hospital with its users.
const PASSPHRASE = 'shirube demonstration'
const LEAVES_AFTER_MS = 600

const HOSPITAL: Record<string, { name: string; role: RoleName }> = {
  aoki: { name: '青木 恵', role: 'geneticist' },
  kanri: { name: '情報システム部 山田', role: 'administrator' },
  mori: { name: '森 千晶', role: 'counsellor' },
  nishida: { name: '西田 隆之', role: 'chair' },
}
const DEMO: typeof HOSPITAL = {
  demo: { name: 'デモ 臨床遺伝専門医', role: 'geneticist' },
  'demo-admin': { name: 'デモ 管理者', role: 'administrator' },
}
const SHARES = [
  '04HM-6R2C-1T9V-XW3E-PZ0K-8QDY-5BNJ-GA7S-M2FH-4RC6-E1TX-9VKW-3PZ0-QD8Y-NJ5B-GA7S-H2MF-6CR4',
  '04HM-6R2C-2K8W-3PZ0-QDYN-JB5G-A7SM-FH24-RC61-TX9E-VKW3-PZ0Q-D8YN-J5BG-A7SH-2MF6-CR4T-1X9V',
  '04HM-6R2C-3DYQ-8NJ5-BGA7-SM2F-H4RC-6E1T-X9VK-W3PZ-0QD8-YNJ5-BGA7-SH2M-F6CR-4T1X-9VEK-WP3Z',
]

let users = asked === 'first' ? {} : asked === 'demo' ? DEMO : HOSPITAL
let me: Me | null = null

const fault = (code: FaultCode, detail: string, retry = true): BackendError => new BackendError({ code, message_key: `fault_${code}`, args: { detail }, retry })

function enter(user: string): Me {
  const { name, role } = users[user] ?? { name: user, role: 'geneticist' as const }
  me = { user, name, role, may: may(role) }
  if (asked === 'away') setTimeout(() => ((me = null), send('locked', null)), LEAVES_AFTER_MS)
  return me
}

export const fake: Partial<Commands> = {
  async status(): Promise<Status> {
    if (asked === 'failing') throw fault('machine', '/home/aoki/.local/share/shirube/users.json: Permission denied (os error 13)')
    return {
      version: '0.1.0',
      installed: Object.keys(users).length > 0,
      users: Object.keys(users).sort(),
      me,
      device_key: asked === 'file' ? 'file' : 'keyring',
      lock_after_minutes: 10,
      demonstration: asked === 'demo',
      demonstration_passphrase: asked === 'demo' ? PASSPHRASE : null,
    }
  },
  async unlock({ user, passphrase }) {
    await new Promise((done) => setTimeout(done, 120))
    if (asked === 'keyring' || asked === 'file') throw fault('device_key', 'the keyring is locked: unlock it and try again')
    if (asked === 'in_use') throw fault('in_use', 'the store in /home/aoki/.local/share/shirube is open already')
    if (asked === 'disabled') throw fault('no_such_user', `${user} is disabled`, false)
    if (passphrase !== PASSPHRASE) throw fault('wrong_passphrase', `the passphrase or the device key is wrong for ${user}`)
    return enter(user)
  },
  async recover({ user, shares }) {
    const known = SHARES.map((share) => share.replaceAll('-', ''))
    if (!shares.every((share) => known.includes(share))) throw fault('bad_input', 'share 2: the checksum does not fit: one of its digits was changed', false)
    return enter(user)
  },
  async setUp({ administrator, first_user }) {
    await new Promise((done) => setTimeout(done, 120))
    users = { [administrator.user]: { name: administrator.name, role: 'administrator' }, [first_user.user]: { name: first_user.name, role: first_user.role } }
    return { shares: SHARES, needed: 2, unfinished: null }
  },
  async lockNow() {
    me = null
    return null
  },
}
