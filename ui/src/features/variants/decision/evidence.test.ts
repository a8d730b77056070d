import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { language } from '$shared/language.svelte'
import { strengthOf, withStrength } from './criterion'
import { sentence as written, steps } from './evidence'

const ui = join(dirname(fileURLToPath(import.meta.url)), '../../../..')
const crate = join(ui, '../src-tauri/crates/review/src')
/** What the review says without its tests. */
const rust = readdirSync(crate, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.rs'))
  .map((name) => readFileSync(join(crate, name), 'utf8').split('#[cfg(test)]')[0] ?? '')
  .join('\n')
const all = (pattern: RegExp, text: string): string[] => [...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? ''))].sort()
/** By their beginnings, and by where they are made, so that a new beginning is not passed over. */
const keys = [...new Set([...all(/"((?:evidence|missing|pvs1|ba1)_[a-z0-9_]+)"/g, rust), ...all(/(?:Message::new\(|not_asked\("[A-Z0-9]+", |missing\.push\(|vec!\[)"([a-z0-9_]+)"/g, rust)])]
const PREFIX = 'review_sentence_'
const messages = (of: string): Record<string, string> => JSON.parse(readFileSync(join(ui, `src/messages/review.${of}.json`), 'utf8')) as Record<string, string>

const sentence = (evidence: Parameters<typeof written>[0]): string => written(evidence).replaceAll('\u00a0', ' ')

afterEach(() => (language.current = 'ja'))

describe('what the review can say', () => {
  it('is found in its sources at all', () => {
    expect(keys.length).toBeGreaterThan(60)
  })

  it.each(['ja', 'en'])('has a message in %s for every key, and none for a key that is gone', (of) => {
    const said = Object.keys(messages(of)).filter((key) => key.startsWith(PREFIX)).map((key) => key.slice(PREFIX.length))
    expect(keys.filter((key) => !said.includes(key))).toEqual([])
    expect(said.filter((key) => key !== 'not_known' && !keys.includes(key))).toEqual([])
  })

  it.each(['ja', 'en'])('fills every gap of the messages in %s, because an argument by another name would print a hole', (of) => {
    const given = all(/\("([a-z]+)", /g, rust)
    const asked = Object.entries(messages(of)).filter(([key]) => key.startsWith(PREFIX)).flatMap(([, message]) => all(/\{(\w+)\}/g, message))
    expect(asked.filter((name) => !given.includes(name))).toEqual([])
  })

  it('has a word for every temperature', () => {
    const temperatures = all(/=> "([a-z_]+)"/g, readFileSync(join(crate, 'temperature.rs'), 'utf8'))
    expect(temperatures).toHaveLength(6)
    for (const of of ['ja', 'en']) expect(temperatures.filter((name) => !(`review_temperature_${name}` in messages(of)))).toEqual([])
  })
})

describe('a sentence', () => {
  it('writes numbers as the other screens do', () => {
    const args = { population: 'tommo', frequency: '0.000024000000848900527', limit: '0.0001' }
    expect(sentence({ key: 'evidence_pm2', args })).toBe('どの集団でも頻度は 1.0e-4 未満です。最も高いのはToMMo（日本人）の 2.4e-5 です。')
    expect(sentence({ key: 'evidence_pp3_spliceai', args: { spliceai: '0.31', limit: '0.2' } })).toContain('SpliceAI 0.310 は、スプライシングへの影響を予測する閾値 0.200 以上')
    expect(sentence({ key: 'evidence_pm5', args: { clinvar: '13028', residue: 'L' } })).toContain('Leuに変わる')
    expect(written({ key: 'evidence_bp1', args: { z: '-0.144', pli: '0.97', transcript: 'ENST00000378505.7' } })).toContain('Z\u00a0−0.14、pLI\u00a00.97')
    language.current = 'en'
    expect(sentence({ key: 'evidence_ba1', args: { ...args, population: 'gnomad_popmax', frequency: '0.12', limit: '0.05' } })).toBe('The frequency of 0.12 in gnomAD popmax is above 0.050.')
  })

  it('says what is not known, and never prints it as a number', () => {
    const evidence = { key: 'evidence_pvs1', args: { path: 'pvs1_stop_gained pvs1_nmd', validity: '-', pli: '-', loeuf: '0.35', removed: '-' } }
    expect(sentence(evidence)).toContain('（ClinGen）不明、pLI 不明、LOEUF 0.35、失われるタンパク質 不明')
    expect(steps(evidence)).toEqual(['ナンセンスバリアント', 'ナンセンス変異依存mRNA分解（NMD）を受けると予測される'])
    expect(steps({ key: 'evidence_bp3', args: {} })).toEqual([])
  })
})

describe('the strength of a criterion', () => {
  it('is what it says, else what its letters stand for', () => {
    expect(['PVS1', 'PS4', 'PM2', 'PP3', 'BA1', 'BS1', 'BP7', 'PM2_Supporting', 'BP4_VeryStrong'].map(strengthOf)).toEqual(['very_strong', 'strong', 'moderate', 'supporting', 'stand_alone', 'strong', 'supporting', 'supporting', 'very_strong'])
    const line = { code: 'PM2', pathogenic: true, strength: 'moderate', strengths: ['supporting', 'moderate'] }
    expect([withStrength(line, 'moderate'), withStrength(line, 'supporting')]).toEqual(['PM2', 'PM2_Supporting'])
  })
})
