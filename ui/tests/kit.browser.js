// The kit as a person meets it: axe in both languages, light, dark and with text of 200 %; keys, input methods, dialogs, tables,
// drawings with bad things in them, documents and their printing.
import { audit, browser, builtFake, served, settled, tally } from './chromium.js'

const { check, end } = tally('kit')
const built = await builtFake()
const server = await served(built.folder)
const chromium = await browser()
const address = (part, more = {}) => `${server.address}/tests/kit/index.html?${new URLSearchParams({ part, ...more })}`

try {
  for (const part of ['controls', 'signs', 'rows', 'documents'])
    for (const lang of ['ja', 'en'])
      for (const theme of ['light', 'dark'])
        for (const text of ['100', '200']) {
          const { page, wrong } = await chromium.page({ width: 1280, height: 720 })
          await page.goto(address(part, { lang, theme, text }))
          await settled(page)
          const where = `${part} ${lang} ${theme} ${text}%`
          for (const finding of await audit(page, wrong)) check(false, `${where}: ${finding}`)
          check(true, where)
          await page.close()
        }

  // The table: by keys alone, over 5,000,000 rows.
  {
    const { page, wrong } = await chromium.page()
    await page.goto(address('rows', { rows: '5000000' }))
    await settled(page)
    const grid = page.getByRole('grid')
    const chosen = () => grid.locator('[aria-selected=true]').getAttribute('aria-rowindex')
    await grid.focus()
    await page.keyboard.press('End')
    await page.waitForFunction(() => document.querySelector('[aria-selected=true]:not([aria-busy])'))
    check((await chosen()) === '5000001', 'End reaches row 5,000,000')
    check((await grid.getAttribute('aria-rowcount')) === '5000001', 'the number of rows is told')
    check((await page.evaluate(() => document.querySelectorAll('[role=row]').length)) < 80, 'the pool stays small')
    const active = await grid.getAttribute('aria-activedescendant')
    check(active !== null && (await page.locator(`[id="${active}"]`).count()) === 1, 'the active row is in the page')
    const seen = await page.evaluate(() => {
      const row = document.querySelector('[aria-selected=true]').getBoundingClientRect()
      const body = document.querySelector('.body').getBoundingClientRect()
      return row.bottom <= body.bottom + 1 && row.top >= body.top
    })
    check(seen, 'the last row is seen whole')
    await page.keyboard.press('Home')
    check((await chosen()) === '2', 'Home reaches the first')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('j')
    check((await chosen()) === '4', 'arrow and j go down')
    await page.keyboard.press('k')
    await page.keyboard.press('PageDown')
    check(Number(await chosen()) > 20, 'PageDown goes down a page')
    // The bar follows and its echo does not move the rows.
    await page.keyboard.press('End')
    await page.waitForTimeout(200)
    const first = await page.evaluate(() => Math.min(...[...document.querySelectorAll('.body [role=row]')].map((row) => Number(row.ariaRowIndex))))
    await page.waitForTimeout(300)
    check(first === (await page.evaluate(() => Math.min(...[...document.querySelectorAll('.body [role=row]')].map((row) => Number(row.ariaRowIndex))))), 'the echo of the bar moves nothing')
    const bar = await page.evaluate(() => {
      const bar = document.querySelector('.bar')
      return bar.scrollTop + bar.clientHeight >= bar.scrollHeight - 1
    })
    check(bar, 'the bar stands at its end')
    // Sorting by the head, hiding and widths by keys.
    await page.getByRole('columnheader', { name: '順位' }).getByRole('button').press('Enter')
    await page.waitForTimeout(200)
    check((await page.getByRole('columnheader', { name: '順位' }).getAttribute('aria-sort')) === 'descending', 'a press on the head sorts')
    const width = () => page.getByRole('columnheader', { name: '遺伝子' }).evaluate((head) => head.offsetWidth)
    const before = await width()
    await page.getByRole('columnheader', { name: '順位' }).getByRole('button').press('Alt+ArrowRight')
    await page.getByRole('button', { name: '列の表示' }).click()
    await page.getByLabel('疾患', { exact: true }).uncheck()
    await page.keyboard.press('Escape')
    check((await page.getByRole('columnheader', { name: '疾患' }).count()) === 0, 'a column can be hidden')
    check((await width()) === before, 'the width of another column stays')
    await page.reload()
    await settled(page)
    check((await page.getByRole('columnheader', { name: '疾患' }).count()) === 0, 'the choice of columns is remembered')
    check(wrong.length === 0, `no message from the table: ${wrong.join(' ')}`)
    await page.close()
  }

  // Keys and the input method.
  {
    const { page } = await chromium.page()
    await page.goto(address('rows'))
    await settled(page)
    const chosen = () => page.locator('[aria-selected=true]').getAttribute('aria-rowindex')
    const cdp = await page.context().newCDPSession(page)
    await cdp.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', code: 'KeyJ', key: 'Process', windowsVirtualKeyCode: 229 })
    check((await chosen()) === '2', 'j is silent while an input method composes')
    await cdp.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', code: 'KeyJ', key: 'ま', windowsVirtualKeyCode: 74 })
    check((await chosen()) === '3', 'the place of j counts, not what it prints')
    await page.close()
  }

  // The dialog keeps the focus, Escape closes it, the focus comes back.
  {
    const { page } = await chromium.page()
    await page.goto(address('controls'))
    await settled(page)
    const opener = page.getByRole('button', { name: '報告書を確定する' })
    await opener.focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog')
    check(await dialog.isVisible(), 'the dialog opens by key')
    for (let at = 0; at < 8; at++) {
      await page.keyboard.press('Tab')
      check(await page.evaluate(() => document.activeElement === document.body || document.activeElement.closest('dialog') !== null), 'Tab stays in the dialog')
    }
    await page.keyboard.press('Escape')
    check((await dialog.count()) === 0, 'Escape closes the dialog')
    check(await opener.evaluate((button) => document.activeElement === button), 'the focus comes back')
    await page.close()
  }

  // A drawing that would do harm.
  {
    const { page } = await chromium.page()
    await page.goto(address('drawing'))
    await settled(page)
    const left = await page.locator('#drawn').evaluate((host) => host.innerHTML)
    for (const bad of ['script', 'onload', 'onclick', '<style', 'style=', 'foreignObject', '<a', '<image', 'javascript:', 'example.org', 'animate', '<iframe', 'xml-stylesheet'])
      check(!left.toLowerCase().includes(bad.toLowerCase()), `a drawing loses ${bad}`)
    check(left.includes('<rect') && left.includes('data-id="mother"') && left.includes('url(#inner)') && left.includes('href="#part"'), 'a drawing keeps what it draws')
    check((await page.evaluate(() => window.harmed)) === undefined, 'nothing of it ran')
    check((await page.locator('#broken').evaluate((host) => host.childElementCount)) === 0, 'what is no drawing is not shown')
    await page.close()
  }

  // A document: its text can be read, and printing shows its pages alone.
  {
    const { page, wrong } = await chromium.page()
    await page.goto(address('documents'))
    await page.getByText('Report 2026-03-05, page 1').waitFor({ state: 'attached', timeout: 10_000 })
    check(await page.getByText('遺伝学的検査の結果報告書').count() === 1, 'the text of a document can be read and searched, Japanese without embedded fonts, too')
    await page.evaluate(() => {
      window.print = () => (window.printed = true)
    })
    await page.getByRole('button', { name: '印刷' }).click()
    await page.waitForFunction(() => window.printed)
    await page.emulateMedia({ media: 'print' })
    check((await page.locator('.print-sheet canvas').count()) === 2, 'both pages are printed')
    check(!(await page.locator('#app').isVisible()) && (await page.locator('.print-sheet').isVisible()), 'nothing else is printed')
    await page.evaluate(() => dispatchEvent(new Event('afterprint')))
    await page.waitForTimeout(100)
    check((await page.locator('.print-sheet').count()) === 0, 'the pages leave the window after printing')
    check(wrong.length === 0, `no message from the document: ${wrong.join(' ')}`)
    await page.close()
  }
} finally {
  await chromium.close()
  await server.close()
  built.remove()
}
end()
