import { browser, builtFake, served, settled } from './chromium.js'
import { readFileSync } from 'node:fs'
const built = await builtFake(); const server = await served(built.folder); const chromium = await browser()
const source = readFileSync('node_modules/axe-core/axe.min.js', 'utf8')
for (const screen of ['variants', 'case', 'settings']) {
const { page } = await chromium.page({ width: 1280, height: 720 })
await page.goto(`${server.address}/?${new URLSearchParams({ lang: 'ja', screen, case: 'SHI-0001' })}`)
await settled(page)
let s = performance.now()
await page.evaluate(source)
const inject = performance.now() - s
const out = await page.evaluate(async () => {
  const s = performance.now()
  await axe.run(document, { resultTypes: ['violations'], preload: false, runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
  const all = performance.now() - s
  const r = {}
  for (const rule of axe.getRules(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])) {
    const s = performance.now()
    await axe.run(document, { resultTypes: ['violations'], preload: false, runOnly: { type: 'rule', values: [rule.ruleId] } })
    r[rule.ruleId] = Math.round(performance.now() - s)
  }
  return { all, nodes: document.querySelectorAll('*').length, top: Object.entries(r).sort((a, b) => b[1] - a[1]).slice(0, 8) }
})
console.log(screen, Math.round(inject), JSON.stringify(out))
}
process.exit(0)
