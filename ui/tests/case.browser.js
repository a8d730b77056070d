// What a counsellor and a geneticist do on the page of a case, by key and by mouse, on the fake.
import { audit, browser, builtFake, served, settled, tally } from './chromium.js'

const { check, end } = tally('case')
const built = await builtFake()
const server = await served(built.folder)
const chromium = await browser()

async function open(query, size = {}) {
  const { page, wrong } = await chromium.page({ width: 1440, height: 900, ...size })
  await page.goto(`${server.address}/?${new URLSearchParams({ screen: 'case', case: 'SHI-0001', lang: 'ja', ...query })}`)
  await settled(page)
  return { page, wrong, see: (what) => page.getByText(what).first().waitFor({ timeout: 5000 }).then(() => true, () => false) }
}

async function clean(page, wrong, where) {
  for (const finding of await audit(page, wrong)) check(false, `${where}: ${finding}`)
}

/** The text of the group of signs with that heading. */
const group = (page, state) => page.locator('tbody').filter({ has: page.getByRole('rowheader', { name: new RegExp(`^${state} \\d`) }) }).innerText()
const focused = (page) => page.evaluate(() => document.activeElement?.getAttribute('role') ?? document.activeElement?.tagName)

async function signs() {
  const { page, wrong, see } = await open({})
  await page.keyboard.press('Slash')
  check((await focused(page)) === 'combobox', '/ leads to the search of signs')
  await page.keyboard.type('ｼｭｳﾒｲ')
  check(await see('該当する用語がありません'), 'a word that no term has says so')
  await page.getByRole('combobox').fill('')
  await page.keyboard.type('hp:0000613')
  await page.getByRole('option').first().waitFor()
  check((await page.getByRole('option').count()) === 1, 'an id finds its term')
  await page.getByRole('combobox').fill('けいれん')
  await page.getByRole('option').first().waitFor()
  check((await page.getByRole('option').first().innerText()).includes('けいれん'), 'hiragana find')
  await page.getByRole('combobox').fill('seizures')
  check(await see('「Seizures」で一致'), 'a synonym finds, and says by what')
  await page.keyboard.press('Enter')
  check(await see('徴候を記録'), 'Enter opens the form')
  await clean(page, wrong, 'form of a sign')
  check((await page.evaluate(() => document.activeElement?.type)) === 'radio', 'the form begins at the state')
  await page.getByRole('button', { name: '焦点性発作' }).click()
  check(await see('Focal-onset seizure'), 'a more specific term takes the place')
  await page.getByLabel('発症', { exact: true }).selectOption({ label: '年齢で入力' })
  check(await page.getByRole('button', { name: /記録する/ }).isDisabled(), 'an age that is missing cannot be recorded')
  await page.getByLabel('発症年齢（歳）').fill('３')
  await page.getByLabel('発症年齢（か月）').fill('6')
  await page.getByLabel('重症度').selectOption({ label: '軽度' })
  await page.getByLabel('備考').fill('fail')
  await page.keyboard.press('Control+Enter')
  check(await see('入力した内容はこの画面に残っています'), 'a refusal keeps what was entered')
  await page.getByLabel('備考').fill('発熱時に一度。')
  await page.keyboard.press('Control+Enter')
  check(await see('「焦点性発作」を記録しました'), 'what was recorded is said')
  const present = await group(page, 'あり')
  check(present.includes('焦点性発作') && present.includes('3歳6か月') && present.includes('軽度'), 'the sign stands among those that are there')
  check((await focused(page)) === 'combobox', 'the focus is back in the search')

  await page.getByRole('button', { name: '「焦点性発作」を変更' }).click()
  await page.getByText('消失', { exact: true }).last().click()
  await page.keyboard.press('Control+Enter')
  check(await see('以前の記録 1'), 'the record before is folded under the new one')
  check((await group(page, '消失')).includes('焦点性発作'), 'a sign that is gone stands among those')
  await page.getByRole('button', { name: '「焦点性発作」の以前の記録 1件' }).click()
  check(await see(/あり（見本 花子）/), 'the record before is shown')

  await page.getByRole('button', { name: '「焦点性発作」を変更' }).click()
  await page.getByRole('button', { name: '取り消す' }).click()
  await page.getByRole('button', { name: '取り消す' }).click()
  check(await see('理由を入力してください'), 'nothing is taken back without a reason')
  await clean(page, wrong, 'taking back')
  await page.getByLabel('取り消す理由').fill('別の患者の記録だった。')
  await page.getByRole('button', { name: '取り消す' }).click()
  check(await see('取り消した記録 2'), 'what was taken back is folded away')
  check(!(await group(page, '消失')).includes('焦点性発作'), 'it does not stand any more')
  await page.close()
}

async function family() {
  const { page, wrong } = await open({ case: 'SHI-0002' })
  const details = page.getByRole('region', { name: '選択した人' })
  await page.locator('[data-row="IV21"]').focus()
  await page.keyboard.press('ArrowDown')
  check((await details.innerText()).includes('田中 アレクサンドラ小百合'), 'the arrows select in the list')
  await page.locator('.picture [data-person="II5"]').click()
  check((await details.innerText()).includes('田中 五郎'), 'a press on the drawing selects')
  check((await page.locator('.picture .mark').count()) === 1, 'who is selected is marked in the drawing')
  await page.getByRole('button', { name: '家系図を拡大' }).click()
  await page.waitForTimeout(200)
  check((await page.locator('dialog .mark').count()) === 1, 'who is selected is marked in the large drawing')
  await clean(page, wrong, 'large pedigree')
  await page.keyboard.press('Escape')
  await page.close()
}

async function eligibility() {
  const { page, wrong, see } = await open({ case: 'SHI-0003' })
  await page.keyboard.press('KeyE')
  await page.getByText('診断困難').last().click()
  await page.getByLabel('非典型例').check()
  await page.getByLabel('明らかにしたいこと').fill('原因は何か。')
  await page.getByRole('button', { name: '検査を追加' }).click()
  await page.keyboard.press('Control+Enter')
  check(await see('検査名を入力してください'), 'a test needs a name')
  await clean(page, wrong, 'form of eligibility')
  await page.keyboard.type('エクソーム解析')
  await page.getByLabel('時期').fill('2999')
  check(await see('過去の時期を入力してください'), 'a test needs a time that has come')
  await page.getByLabel('時期').fill('2024-05')
  await page.keyboard.press('Control+Enter')
  check(await see('診断困難・非典型例'), 'the class is shown at once')
  check(await see('エクソーム解析'), 'the test is shown at once')
  await page.close()
}

async function labels() {
  const { page, wrong, see } = await open({})
  await page.keyboard.press('KeyP')
  check(await see('1ページ'), 'the preview is the PDF')
  await page.getByLabel(/^SP-26-00185/).uncheck()
  await page.getByLabel('枚数（1検体あたり）').fill('2')
  await page.locator('[data-place="1"]').focus()
  await page.keyboard.press('ArrowDown')
  check(await see('4枚目の位置から6枚、用紙1枚'), 'the arrows move the first label, the sum follows')
  await page.getByLabel('ラベル用紙（A4）').selectOption({ label: 'チューブ 38×21 mm・65面' })
  await page.keyboard.press('Tab')
  await page.locator('[data-place="4"]').focus()
  await page.keyboard.press('End')
  check(await see('65枚目の位置から6枚、用紙2枚'), 'what does not fit goes on another sheet')
  check(await see('2ページ'), 'the preview follows')
  await clean(page, wrong, 'labels')
  await page.close()
}

async function rights() {
  const counsellor = await open({ role: 'counsellor' })
  check(await counsellor.see('一人ひとりの指標は、バリアントを閲覧できる役割の人に表示されます'), 'without the right there are no figures of the genome')
  check(await counsellor.see('RPGR'), 'what could not be read is for everybody who sees the case')
  check((await counsellor.page.getByText('4,981,203').count()) === 0, 'no figure is anywhere on the page')
  check((await counsellor.page.getByRole('combobox').count()) === 1, 'a counsellor records signs')
  await clean(counsellor.page, counsellor.wrong, 'counsellor')
  await counsellor.page.close()
  const member = await open({ role: 'panel_member' })
  check((await member.page.getByRole('combobox').count()) === 0 && (await member.page.getByRole('button', { name: /変更$/ }).count()) === 0, 'a panel member reads')
  await member.page.close()
}

async function speed() {
  const { page } = await open({})
  await page.keyboard.press('Slash')
  const times = []
  for (const letter of 'retinal') {
    await page.evaluate(() => {
      window.began = performance.now()
      window.shown = new Promise((done) => new MutationObserver((_, watch) => (watch.disconnect(), requestAnimationFrame(() => done(performance.now() - window.began)))).observe(document.querySelector('[role="combobox"]').parentElement, { subtree: true, childList: true, characterData: true }))
    })
    await page.keyboard.press(letter)
    times.push(await page.evaluate(() => Promise.race([window.shown, new Promise((done) => setTimeout(done, 500, 500))])))
  }
  const typical = [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)]
  process.stdout.write(`case: key to options, median ${typical.toFixed(1)} ms of ${times.map((time) => time.toFixed(0)).join(' ')}\n`)
  check(typical < 60, 'the options follow the key')
  await page.close()
}

async function failing() {
  const { page, wrong, see } = await open({ case: 'SHI-0404' })
  check(await see('症例を開けませんでした'), 'a case that cannot be opened says so')
  check((await page.getByRole('button', { name: 'もう一度試す' }).count()) === 1, 'it can be tried again')
  await clean(page, wrong, 'failing')
  await page.close()
}

try {
  for (const part of [signs, family, eligibility, labels, rights, speed, failing])
    await part().catch((error) => check(false, `${part.name}: ${error.message}`))
} finally {
  await chromium.close()
  await server.close()
  built.remove()
}
end()
