import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync(new URL('../../src/shared/tokens.css', import.meta.url), 'utf8')

function block(selector: string): Map<string, string> {
  const start = css.indexOf(`${selector} {`)
  const body = css.slice(start, css.indexOf('\n}', start))
  return new Map([...body.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map((match) => [match[1] ?? '', match[2] ?? '']))
}

const light = block(':root')
const dark = new Map([...light, ...block(":root[data-theme='dark']")])

/** Contrast after WCAG 2.2, 1 to 21. */
function contrast(one: string, other: string): number {
  const [a, b] = [one, other].map((hex) => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
      const share = parseInt(hex.slice(at, at + 2), 16) / 255
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  })
  return (Math.max(a ?? 0, b ?? 0) + 0.05) / (Math.min(a ?? 0, b ?? 0) + 0.05)
}

const grounds = ['ground', 'surface', 'raised', 'sunken', 'hover', 'selected']
const TEXT = [
  ...['text', 'text-quiet', 'accent'].flatMap((ink) => grounds.map((ground) => [ink, ground])),
  ...['ground', 'surface', 'raised', 'hover', 'selected'].map((ground) => ['text-faint', ground]),
  ...['p', 'lp', 'vus', 'lb', 'b'].map((name) => [`on-class-${name}`, `class-${name}`]),
  ...['good', 'warn', 'bad'].flatMap((tone) => [[tone, `${tone}-soft`], [tone, 'surface'], ['text', `${tone}-soft`], ['text-quiet', `${tone}-soft`]]),
  ['on-accent', 'accent'],
  ['on-accent', 'accent-strong'],
  ['text', 'accent-soft'],
]
const EDGES = ['line-strong', 'accent', 'bad'].flatMap((edge) => ['ground', 'surface', 'raised'].map((ground) => [edge, ground]))

describe.each([['light', light], ['dark', dark]] as const)('%s', (_, tokens) => {
  const colour = (name: string): string => {
    const value = tokens.get(`--${name}`)
    if (value === undefined || !/^#[0-9a-f]{6}$/.test(value)) throw new Error(`--${name} is ${value}`)
    return value
  }

  it.each(TEXT)('%s on %s is read by everybody (AA, 4.5:1)', (ink, ground) => {
    expect(contrast(colour(ink ?? ''), colour(ground ?? ''))).toBeGreaterThanOrEqual(4.5)
  })

  it.each(EDGES)('the edge %s on %s is seen (AA, 3:1)', (edge, ground) => {
    expect(contrast(colour(edge ?? ''), colour(ground ?? ''))).toBeGreaterThanOrEqual(3)
  })
})

it('keeps the colours of the classes', () => {
  expect(['p', 'lp', 'lb', 'b'].map((name) => light.get(`--class-${name}`))).toEqual(['#b92732', '#e48065', '#6bacd0', '#2971b1'])
})
