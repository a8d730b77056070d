// Walks over every screen of the built window on the fake, in both languages, light and dark: axe finds nothing, nothing is
// written to the console, nothing is wider than the window.
import { AxeBuilder } from '@axe-core/playwright'
import { browser, builtFake, served, settled } from './chromium.js'

const SCREENS = ['session', 'worklist', 'case', 'variants', 'consent', 'report', 'hub', 'knowledge', 'settings']
const OF_CASE = ['case', 'variants', 'consent', 'report']
const only = process.argv.slice(2)

const built = await builtFake()
const server = await served(built.folder)
const chromium = await browser()
const findings = []
let looked = 0
try {
  const { page, wrong } = await chromium.page()
  await page.goto(server.address)
  const caseId = await page.evaluate(() => document.documentElement.dataset.exampleCase ?? 'SHI-0001')
  for (const screen of SCREENS.filter((screen) => only.length === 0 || only.includes(screen)))
    for (const lang of ['ja', 'en'])
      for (const theme of ['light', 'dark']) {
        const where = `${screen} ${lang} ${theme}`
        wrong.length = 0
        const query = new URLSearchParams({ screen, lang, theme, ...(OF_CASE.includes(screen) ? { case: caseId } : {}) })
        await page.goto(`${server.address}/?${query}`)
        await settled(page)
        const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze()
        for (const violation of violations) for (const node of violation.nodes) findings.push(`${where}: ${violation.id} (${violation.impact}): ${node.target.join(' ')}: ${node.failureSummary?.split('\n').slice(1).join('; ')}`)
        for (const line of wrong) findings.push(`${where}: ${line}`)
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
        if (wide > 0) findings.push(`${where}: wider than the window by ${wide} px`)
        if ((await page.evaluate(() => document.documentElement.lang)) !== lang) findings.push(`${where}: the language of the page is another`)
        looked += 1
      }
} finally {
  await chromium.close()
  await server.close()
  built.remove()
}
for (const finding of findings) process.stdout.write(`${finding}\n`)
process.stdout.write(`${looked} looks, ${findings.length} findings\n`)
process.exit(findings.length === 0 && looked > 0 ? 0 : 1)
