import type { HubCaseLine, HubState, RefusedImport, SexName } from '../bindings'
import { installation } from './installation'
import { asked } from './wire'

/** A case at the hub of the fake. All people are invented. */
export interface HubCase {
  id: string
  name: string | null
  kana: string | null
  sex: SexName
  years: number | null
  ordered: string
  people: number
  bytes: number
  /** Wrong already in the listing. */
  fault?: string
  help?: string
  /** Turns out to be wrong while it is read. */
  refused?: RefusedImport
}

const NEW: readonly HubCase[] = [
  { id: 'SHI-0021', name: '水野 悠人', kana: 'みずの ゆうと', sex: 'male', years: 4, ordered: '脊髄性筋萎縮症', people: 3, bytes: 412_600_000 },
  { id: 'SHI-0022', name: '堀内 千夏', kana: 'ほりうち ちなつ', sex: 'female', years: 22, ordered: '若年発症成人型糖尿病', people: 3, bytes: 398_100_000 },
  {
    id: 'SHI-0023',
    name: '関 一真',
    kana: 'せき かずま',
    sex: 'male',
    years: 13,
    ordered: '肥大型心筋症',
    people: 4,
    bytes: 531_900_000,
    refused: {
      case: 'SHI-0023',
      fault: 'SHI-0023/family.vcf.gz: SHA-256 is 4be0643f1d98573b97caa1b4f17f3b1d5e4f2c7a9d6b8e0f1a2b3c4d5e6f7081, but 97ea684773727edfc7f1d134404a4b49d417112abb48e75b654d3bd022514517 is listed: changed on the way; get the case from the hub again',
      help: 'the file is not the one that the hub lists: fetch the folder again; nothing of this case was kept',
    },
  },
  { id: 'SHI-0024', name: '勅使河原 アレクサンドラ小百合', kana: 'てしがわら あれくさんどらさゆり', sex: 'female', years: 41, ordered: '遺伝性乳癌卵巣癌症候群', people: 12, bytes: 3_914_000_000 },
  {
    id: 'SHI-0025',
    name: null,
    kana: null,
    sex: 'unknown',
    years: null,
    ordered: '',
    people: 0,
    bytes: 0,
    fault: 'SHI-0025/bundle.json: entry[3].resource.birthDate: invalid date "2019-13-02" at line 84 column 31',
    help: 'mend what the message names and run the command again; nothing was changed',
  },
]
const HERE: readonly HubCase[] = [
  { id: 'SHI-0001', name: '佐々木 結衣', kana: 'ささき ゆい', sex: 'female', years: 9, ordered: '網膜色素変性', people: 3, bytes: 405_200_000 },
  { id: 'SHI-0004', name: '高木 蓮', kana: 'たかぎ れん', sex: 'male', years: 1, ordered: '先天性ミオパチー', people: 3, bytes: 388_000_000 },
  { id: 'SHI-0005', name: '小林 美月', kana: 'こばやし みつき', sex: 'female', years: 6, ordered: 'ドラベ症候群', people: 4, bytes: 472_300_000 },
]

const taken = new Set<string>()
const reads = (): boolean => installation.settings.hub_folder !== '/mnt/hub/aoba-2025'
const set = (): boolean => installation.settings.hub_folder !== null || asked === 'demo'

export const hubCases = (): readonly HubCase[] => (!set() || !reads() ? [] : asked === 'quiet' ? HERE : asked === 'waiting' ? NEW : [...NEW, ...HERE])
export const isHere = (one: HubCase): boolean => taken.has(one.id) || (HERE.includes(one) && asked !== 'waiting')
/** Cases that an import has brought in. */
export const arrived = (): readonly HubCase[] => NEW.filter((one) => taken.has(one.id))
export const take = (id: string): void => void taken.add(id)

export function hubState(): HubState {
  return {
    folder: installation.settings.hub_folder,
    demonstration: asked === 'demo' && installation.settings.hub_folder === null,
    waiting: hubCases().filter((one) => !isHere(one)).length,
    fault: reads() ? null : '/mnt/hub/aoba-2025: no hub.json: expected the folder of a hub (it holds hub.json and one folder per case)',
  }
}

export function hubLines(): HubCaseLine[] {
  const lines = hubCases().map((one) => ({ case: one.id, name: one.name, people: one.people, bytes: one.bytes, here: isHere(one), fault: one.fault ?? null, help: one.help ?? null }))
  return lines.sort((a, b) => Number(a.here) - Number(b.here))
}
