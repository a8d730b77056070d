// The ways of a person over the screen of a case, by key and by mouse, on the fake.
import { audit, browser, builtFake, served, settled, tally } from './chromium.js'

const { check, end } = tally('case')
const built = await builtFake()
const server = await served(built.folder)
const chromium = await browser()

async function open(query, size = {}) {
  const { page, wrong } = await chromium.page({ width: 1280, height: 720, ...size })
  await page.goto(`${server.address}/?${new URLSearchParams({ screen: 'case', case: 'SHI-0001', lang: 'ja', ...query })}`)
  await settled(page)
  return { page, wrong, see: (what) => page.getByText(what).first().waitFor({ timeout: 20_000 }).then(() => true, () => false) }
}

async function clean(page, wrong, where) {
  for (const finding of await audit(page, wrong)) check(false, `${where}: ${finding}`)
}

const gone = (locator) => locator.waitFor({ state: 'detached', timeout: 20_000 }).then(() => true, () => false)
/** The area of the page with that heading. */
const area = (page, name) => page.getByRole('region', { name, exact: true })
const rowOf = (page, sign) => area(page, '表現型').getByRole('row').filter({ has: page.getByRole('rowheader', { name: sign }) })
const option = (page, name) => page.getByRole('option', { name })

async function search() {
  const { page, wrong, see } = await open({})
  for (const [typed, name, why] of [
    ['夜盲', /夜盲症/, 'kanji'],
    ['じすとろふぃー', /網膜ジストロフィー/, 'hiragana for katakana'],
    ['ｼﾞｽﾄﾛﾌｨｰ', /網膜ジストロフィー/, 'half width'],
    ['ＣＡＴＡＲＡＣＴ', /^白内障/, 'full-width English'],
    ['night blindness', /夜盲症.*「Night blindness」で一致/, 'an English synonym, which is named'],
    ['hp:0000518', /^白内障/, 'the number of the HPO'],
  ]) {
    await page.keyboard.press('Slash')
    await page.keyboard.insertText(typed)
    check(await option(page, name).first().waitFor({ timeout: 20_000 }).then(() => true, () => false), `a sign is found by ${why}: ${typed}`)
    await page.keyboard.press('Escape')
    await page.getByRole('combobox', { name: '徴候を追加' }).fill('')
    await page.getByRole('heading', { name: '表現型', exact: true }).click()
  }
  await page.keyboard.press('Slash')
  await page.keyboard.insertText('網膜')
  await option(page, /色素性網膜炎/).waitFor()
  check((await option(page, /色素性網膜炎/).innerText()).includes('記録済み'), 'what is recorded already is marked in the list')
  await clean(page, wrong, 'search')
  await page.keyboard.press('Escape')
  await page.getByRole('combobox', { name: '徴候を追加' }).fill('ありえない徴候')
  check(await see('該当する用語がありません。'), 'a search without an answer says what to try')
  await page.close()
}

async function signs() {
  const { page, wrong, see } = await open({})
  const dialog = page.getByRole('dialog')
  // By key alone: search, form, onset as a class, Ctrl+Enter.
  await page.keyboard.press('Slash')
  await page.keyboard.insertText('白内障')
  await option(page, /^白内障/).first().waitFor()
  await page.keyboard.press('Enter')
  await dialog.waitFor()
  check((await dialog.innerText()).includes('Cataract') && (await dialog.innerText()).includes('HP:0000518'), 'the form names the term in English and by number, so that nobody records a namesake')
  await dialog.getByText('先天性白内障').waitFor()
  check(true, 'more specific terms are offered')
  await clean(page, wrong, 'form of a sign')
  await page.keyboard.press('Tab')
  await dialog.getByLabel('発症', { exact: true }).selectOption({ label: '先天性（出生時）' })
  await dialog.getByLabel('重症度').selectOption({ label: '軽度' })
  await page.keyboard.press('Control+Enter')
  check(await gone(dialog), 'Ctrl+Enter records')
  check(await see('「白内障」を記録しました'), 'and the foot of the window says so')
  const cataract = rowOf(page, /^白内障/)
  check((await cataract.innerText()).includes('先天性') && (await cataract.innerText()).includes('軽度'), 'the sign stands in the list with onset and severity')
  check((await area(page, '表現型').innerText()).includes('あり 6・消失 1・なし 4'), 'and is counted')

  // A sign that was looked for and is not there. The search has the focus again, for the next one.
  await page.keyboard.insertText('緑内障')
  await option(page, /^緑内障/).first().waitFor()
  await option(page, /^緑内障/).first().click()
  await dialog.getByRole('radio', { name: 'なし', exact: true }).check({ force: true })
  check(await see('調べて、認められなかった'), 'absent is told apart from not examined')
  check((await dialog.getByLabel('発症', { exact: true }).count()) === 0, 'what is not there has no onset')
  await dialog.getByRole('button', { name: /^記録する/ }).click()
  await gone(dialog)
  check((await area(page, '表現型').innerText()).includes('なし 5'), 'an absent sign is counted as absent')

  // Onset as an age, wrong at first.
  await rowOf(page, /^視野狭窄/).getByRole('button', { name: /を変更$/ }).click()
  await dialog.getByLabel('発症年齢（か月）').fill('13')
  check(await see('か月は0〜11で入力してください。'), 'an age that no calendar has is refused')
  check(await dialog.getByRole('button', { name: /^記録する/ }).isDisabled(), 'and cannot be recorded')
  await clean(page, wrong, 'age of onset')
  await dialog.getByLabel('発症年齢（か月）').fill('３')
  await dialog.getByLabel('観察日').fill('2099-01-01')
  check(await see('未来の日付は記録できません。'), 'nobody has observed anything tomorrow')
  await dialog.getByLabel('観察日').fill('2026-05-01')
  await dialog.getByRole('radio', { name: '消失' }).check({ force: true })
  await dialog.getByRole('button', { name: /^記録する/ }).click()
  await gone(dialog)
  const field = rowOf(page, /^視野狭窄/)
  check((await field.innerText()).includes('7歳3か月') && (await field.innerText()).includes('2026-05-01'), 'a changed sign shows the last record')

  // Over time.
  const earlier = page.getByRole('button', { name: '「視野狭窄」の以前の記録 1件' })
  check((await earlier.getAttribute('aria-expanded')) === 'false', 'what was recorded before is folded')
  await earlier.focus()
  await page.keyboard.press('Enter')
  check((await page.getByText(/2026-03-18.*あり（ハブ）/).filter({ visible: true }).count()) === 1, 'and shows when, what and by whom: a phenotype has a course')

  // A record that was a mistake.
  await rowOf(page, /^夜盲症/).getByRole('button', { name: /を変更$/ }).click()
  await dialog.getByLabel('備考').fill('書きかけ')
  await dialog.getByRole('button', { name: '取り消す' }).click()
  await dialog.getByLabel(/^取り消す理由/).fill('書きかけ')
  await dialog.getByRole('button', { name: '戻る' }).click()
  check((await dialog.getByLabel('備考').inputValue()) === '書きかけ', 'the way back leads to the form as it was')
  await dialog.getByRole('button', { name: '取り消す' }).click()
  check((await dialog.getByLabel(/^取り消す理由/).inputValue()) === '', 'and gives the reason up')
  await dialog.getByText('履歴には、理由とともに残ります。').waitFor()
  await clean(page, wrong, 'taking back')
  await dialog.getByRole('button', { name: '取り消す' }).click()
  check(await see('理由を入力してください。'), 'a record is not taken back without a reason')
  await dialog.getByLabel(/^取り消す理由/).fill('別の患者の所見だった。')
  await dialog.getByRole('button', { name: '取り消す' }).click()
  await gone(dialog)
  await page.locator('summary', { hasText: '取り消した記録 2' }).click()
  check(await see('理由：別の患者の所見だった。'), 'a record that was taken back stays with its reason')
  await clean(page, wrong, 'signs recorded')
  await page.getByRole('combobox', { name: '徴候を追加' }).fill('夜盲症')
  await option(page, /^夜盲症/).first().click()
  check((await dialog.getByLabel('備考').inputValue()) === '', 'and what was begun about it is gone with it')
  await page.keyboard.press('Escape')
  await gone(dialog)

  // The disk is full.
  await page.getByRole('combobox', { name: '徴候を追加' }).fill('眼振')
  await option(page, /^眼振/).first().waitFor()
  await page.keyboard.press('Enter')
  await dialog.getByLabel('備考').fill('fail')
  await page.keyboard.press('Control+Enter')
  check(await see('入力した内容はこの画面に残っています。'), 'a failure keeps what was typed')
  check((await dialog.getByLabel('備考').inputValue()) === 'fail', 'in its field')
  await clean(page, wrong, 'failed record')
  await page.keyboard.press('Escape')
  check(await gone(dialog), 'Escape leaves the form')
  await page.getByRole('combobox', { name: '徴候を追加' }).fill('眼振')
  await option(page, /^眼振/).first().waitFor()
  await page.keyboard.press('Enter')
  check((await dialog.getByLabel('備考').inputValue()) === 'fail', 'and what was written stays')
  await page.close()

  // What is begun about a term goes along to the one chosen instead.
  const other = await open({})
  const form = other.page.getByRole('dialog')
  const note = async (sign) => {
    await other.page.getByRole('combobox', { name: '徴候を追加' }).fill(sign)
    await option(other.page, new RegExp(`^${sign}`)).first().click()
    return form.getByLabel('備考').inputValue()
  }
  await note('白内障')
  await form.getByLabel('備考').fill('両側')
  await form.getByRole('button', { name: '先天性白内障' }).click()
  await other.page.keyboard.press('Escape')
  await gone(form)
  check((await note('白内障')) === '', 'nothing of it stays at the term that was left')
  await other.page.keyboard.press('Escape')
  await gone(form)
  check((await note('先天性白内障')) === '両側', 'it stands at the other one')
  await other.page.close()
}

async function note() {
  const { page, wrong, see } = await open({}, { width: 1440, height: 900 })
  const dialog = page.getByRole('dialog')
  const sign = (name) => dialog.getByRole('group', { name, exact: true })
  const chosen = async (name) => (await sign(name).locator('label.chosen').innerText()).trim()
  await page.keyboard.press('KeyN')
  await dialog.waitFor()
  await page.keyboard.insertText('乳児期より眼振あり。白内障、緑内障は認めず。母に斜視。小頭の疑い。夜盲症は4歳から。両側の斜下がある。')
  await clean(page, wrong, 'note pasted')
  await page.keyboard.press('Control+Enter')
  await dialog.getByText('7件の徴候が見つかりました').waitFor()
  for (const [name, answer, why] of [
    ['眼振', 'あり', 'what the note says is there is proposed'],
    ['白内障', 'なし', 'what it denies is proposed as absent'],
    ['緑内障', 'なし', 'the whole list before the denial'],
    ['斜視', '記録しない', 'nothing is proposed of a relative'],
    ['小頭', '記録しない', 'nor of what is suspected'],
    ['夜盲症', '記録しない', 'nor of what is recorded so already'],
  ]) check((await chosen(name)) === answer, `${why}: ${name}`)
  const words = await dialog.innerText()
  for (const word of ['家族についての記載', '疑い・不確か', '記録済み：あり', '複数の意味']) check(words.includes(word), `the reason is said: ${word}`)
  check((await dialog.locator('.note').innerText()).includes('白内障なし'), 'the place in the text says in words what will be recorded')
  await clean(page, wrong, 'signs of a note')
  await dialog.locator('.note button').filter({ hasText: '小頭' }).click()
  check(await sign('小頭').locator('input:checked').evaluate((input) => input === document.activeElement), 'a place of the text leads to its sign')
  await sign('小頭').getByRole('radio', { name: 'あり' }).check({ force: true })
  await sign('緑内障').getByRole('radio', { name: '記録しない' }).check({ force: true })
  const several = dialog.getByRole('group', { name: /斜下 / })
  await several.getByRole('radio', { name: 'あり' }).check({ force: true })
  check(await see('徴候を選んでいないものがあります。'), 'words of two meanings are not recorded before one is chosen')
  check(await dialog.getByRole('button', { name: /を記録する/ }).isDisabled(), 'and hold up the rest')
  await dialog.getByRole('combobox', { name: '「斜下」はどの徴候ですか' }).selectOption({ index: 1 })
  await dialog.getByLabel('観察日').fill('2099-01-01')
  check(await see('未来の日付は記録できません。'), 'nobody has observed anything tomorrow')
  await dialog.getByLabel('観察日').fill('2026-05-01')
  await dialog.getByRole('button', { name: '4件を記録する' }).click()
  check(await gone(dialog), 'all are recorded at once')
  check(await see('4件の徴候を記録しました'), 'and the foot of the window says so')
  check((await rowOf(page, /^眼振/).innerText()).includes('2026-05-01'), 'with the day')
  check((await area(page, '表現型').innerText()).includes('なし 5'), 'an absent one is counted as absent')
  check((await rowOf(page, /^緑内障/).count()) === 0, 'what was left out is not recorded')

  await page.getByRole('button', { name: '文章から読み取る' }).click()
  await dialog.getByLabel('診療記録の文章').fill('特記すべきことなし')
  await page.keyboard.press('Control+Enter')
  check(await see('徴候にあたる言葉は見つかりませんでした。'), 'a note without a sign says what to do')
  await clean(page, wrong, 'note without signs')
  await dialog.getByRole('button', { name: '文章に戻る' }).click()
  check((await dialog.getByLabel('診療記録の文章').inputValue()) === '特記すべきことなし', 'the text is still there')
  await dialog.getByLabel('診療記録の文章').fill(`${'あ'.repeat(99)}\n`.repeat(1_000) + 'い')
  check(await see('100001字あります。'), 'a text that is too long is told')
  await dialog.getByLabel('診療記録の文章').fill('fail')
  await page.keyboard.press('Control+Enter')
  check(await see('入力した内容はこの画面に残っています。'), 'a failure keeps the text')
  await clean(page, wrong, 'failed scan')
  await page.close()

  const member = await open({ role: 'panel_member' })
  await member.page.keyboard.press('KeyN')
  check((await member.page.getByRole('dialog').count()) + (await member.page.getByRole('button', { name: '文章から読み取る' }).count()) === 0, 'who may record no sign reads no note')
  await member.page.close()
}

async function family() {
  const { page, wrong } = await open({})
  const drawing = area(page, '家系').getByRole('img').first()
  check(/発端者|佐々木|健一|結衣/.test((await drawing.getAttribute('aria-label')) ?? ''), 'the pedigree is told in words to who cannot see it')
  check((await drawing.locator('svg').getAttribute('aria-hidden')) === 'true', 'and not letter by letter')
  const details = page.getByRole('region', { name: '選択した人' })
  check((await details.innerText()).includes('佐々木 結衣'), 'the proband is chosen at first')
  await page.getByRole('button', { name: '佐々木 結衣', exact: true }).focus()
  await page.keyboard.press('ArrowDown')
  check((await details.innerText()).includes('佐々木 美穂'), 'the arrows go through the family')
  // By place: an unfilled symbol is pressed in its middle, where nothing is painted.
  const square = await drawing.locator('[data-person="F1-2"]').boundingBox()
  await page.mouse.click(square.x + square.width / 2, square.y + square.height / 2)
  check((await details.innerText()).includes('佐々木 健一'), 'so does a press in the drawing')
  await page.getByRole('button', { name: '家系図を拡大' }).click()
  await page.getByRole('dialog').waitFor()
  await clean(page, wrong, 'pedigree enlarged')
  await page.keyboard.press('Escape')
  check(await page.getByRole('button', { name: '家系図を拡大' }).evaluate((button) => document.activeElement === button), 'the focus comes back after the enlarged pedigree')
  await page.close()
}

async function labels() {
  const { page, wrong, see } = await open({ case: 'SHI-0002' }, { width: 1440, height: 900 })
  await page.keyboard.press('KeyP')
  const dialog = page.getByRole('dialog')
  await dialog.getByText('1ページ').waitFor({ timeout: 20_000 })
  check(await see('1枚目の位置から13枚、用紙1枚'), 'every numbered specimen is chosen at first')
  check(await see('検体番号がないため印刷できません'), 'one without a number says why it has no label')
  await clean(page, wrong, 'labels')
  await dialog.getByLabel('枚数（1検体あたり）').fill('3')
  check(await see('1枚目の位置から39枚、用紙2枚'), 'copies are counted into sheets of paper')
  await dialog.getByLabel('枚数（1検体あたり）').fill('0')
  check(await see('1〜20の数で入力してください。'), 'no copy is no label')
  await dialog.getByLabel('枚数（1検体あたり）').fill('1')
  await dialog.getByRole('radio', { name: '1行1列（1枚目）' }).focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowDown')
  check(await see('5枚目の位置から13枚、用紙1枚'), 'a sheet that has been begun is used up: the arrows choose the first free label')
  await dialog.getByLabel('ラベル用紙（A4）').selectOption({ label: 'チューブ 38×21 mm・65面' })
  await dialog.getByRole('button', { name: 'すべて外す' }).click()
  check(await see('印刷する検体を選ぶと、ここにプレビューが表示されます。'), 'nothing chosen says what to do')
  check(!(await dialog.getByLabel('氏名も印刷する').isChecked()), 'a label carries no name unless it is asked for')
  await dialog.getByRole('button', { name: '閉じる', exact: true }).last().click()
  await gone(dialog)
  await page.close()
}

async function eligibility() {
  const { page, wrong, see } = await open({ case: 'SHI-0003' })
  check((await area(page, '適格性と既往検査').innerText()).includes('まだ記録されていません。'), 'nothing recorded says so')
  await page.keyboard.press('KeyE')
  const dialog = page.getByRole('dialog')
  await dialog.waitFor()
  await dialog.getByRole('radio', { name: '診断困難' }).check({ force: true })
  await dialog.getByLabel('非典型例').check()
  await dialog.getByLabel('明らかにしたいこと').fill('発達遅滞の原因は何か。')
  await dialog.getByRole('button', { name: '検査を追加' }).click()
  check(await dialog.getByLabel('種類').evaluate((field) => document.activeElement === field || document.activeElement.closest('li') !== null), 'the focus goes to the test that was added')
  await dialog.getByLabel('時期', { exact: true }).fill('去年の春')
  await page.keyboard.press('Control+Enter')
  check(await see('検査名を入力してください。'), 'a test needs a name')
  check(await see('年、年-月、年-月-日のいずれかで、過去の時期を入力してください。'), 'and a date that can be read')
  await clean(page, wrong, 'eligibility')
  await dialog.getByLabel(/^検査名/).fill('マイクロアレイ染色体検査')
  await dialog.getByLabel('時期', { exact: true }).fill('2024-05')
  await dialog.getByLabel('種類').selectOption({ label: '染色体・アレイ' })
  await dialog.getByLabel('結果').fill('病的なコピー数変化なし。')
  await page.keyboard.press('Escape')
  await page.keyboard.press('KeyE')
  check((await dialog.getByLabel('結果').inputValue()) === '病的なコピー数変化なし。', 'what was begun is kept when the form is left by Escape')
  await page.keyboard.press('Control+Enter')
  check(await gone(dialog), 'Ctrl+Enter saves')
  const words = await area(page, '適格性と既往検査').innerText()
  for (const word of ['診断困難', '非典型例', '発達遅滞の原因は何か。', '2024-05', 'マイクロアレイ染色体検査', '病的なコピー数変化なし。', '見本 花子']) check(words.includes(word), `the area shows ${word}`)
  check(await see('適格性と既往検査を記録しました'), 'the course of the case tells it')
  await clean(page, wrong, 'eligibility recorded')
  await page.close()
}

async function quality() {
  const { page, wrong, see } = await open({})
  const part = area(page, 'データの品質')
  const father = part.getByRole('row').filter({ has: page.getByRole('rowheader', { name: '父' }) })
  check((await father.innerText()).includes('22×') && (await father.innerText()).includes('▼低い'), 'a depth under what is expected is said in words, not by colour alone')
  check((await part.innerText()).includes('全ゲノムの目安'), 'with what it is compared')
  const charts = part.getByRole('img')
  check((await charts.count()) === 2, 'the charts are there')
  for (let at = 0; at < 2; at++) check(((await charts.nth(at).getAttribute('aria-label')) ?? '').length > 10, `chart ${at + 1} is told in words`)
  check((await part.innerText()).includes('RPGR') && (await part.innerText()).includes('ここにバリアントがないとはいえません。'), 'what could not be read is named, with what that means')
  await part.getByText('目安の意味').click()
  check(await see('doi:10.1093/bioinformatics/btu668'), 'the thresholds have a source')
  await clean(page, wrong, 'quality')
  const line = area(page, '経過')
  check((await line.getByRole('listitem').count()) === 8, 'the course shows the latest')
  await page.getByRole('button', { name: 'すべて表示（10件）' }).click()
  check((await line.getByRole('listitem').count()) === 10, 'and all of it when asked')
  check((await line.getByRole('region').first().getAttribute('aria-label')) === '2026年5月12日', 'the latest day first')
  await page.close()
}

async function kinship() {
  const words = async (query) => {
    const { page, wrong } = await open({ case: 'SHI-0002', ...query })
    const part = area(page, 'データの品質')
    await part.waitFor()
    await clean(page, wrong, `kinship ${query.role ?? 'geneticist'}`)
    const said = { doubts: (await part.getByRole('listitem').allInnerTexts()).join('\n'), all: await part.innerText(), page }
    return said
  }
  const SEX = 'X染色体は男性を示しています'
  const MENDEL = 'メンデルの法則に合わない部位'
  const manager = await words({ role: 'data_manager' })
  check(manager.all.includes('データが家系図と合いません') && manager.doubts.includes(MENDEL) && manager.doubts.includes(SEX), 'a data manager reads where the data do not fit the pedigree')
  check(manager.all.includes('品質の指標は、バリアントを閲覧できる役割の人に表示されます。') && !/×|FBN1|記録 \d/.test(manager.all), 'without any figure or gene, and reads who has them')
  await manager.page.getByRole('button', { name: /^すべて表示/ }).click()
  check((await manager.page.getByText('血縁関係の確認結果を閲覧しました').count()) > 0, 'that somebody looked is told')
  await manager.page.close()
  const geneticist = await words({})
  check(geneticist.doubts.includes(MENDEL) && geneticist.all.includes('×'), 'a geneticist reads both')
  await geneticist.page.close()
  const member = await words({ role: 'panel_member' })
  check(member.doubts.includes(SEX) && !member.doubts.includes(MENDEL) && !member.doubts.includes('遺伝型は'), 'a panel member nothing of kinship')
  await member.page.close()
  const counsellor = await words({ role: 'counsellor' })
  check(!counsellor.all.includes('データが家系図と合いません'), 'a counsellor no doubt at all')
  await counsellor.page.close()
}

async function roles() {
  const counsellor = await open({ role: 'counsellor' })
  check(await counsellor.see('品質の指標は、バリアントを閲覧できる役割の人に表示されます。'), 'who may not see variants sees no figure of the genome')
  check(!(await area(counsellor.page, 'データの品質').innerText()).includes('RPGR'), 'and no gene')
  check((await counsellor.page.getByRole('combobox', { name: '徴候を追加' }).count()) === 1, 'a counsellor records signs')
  await clean(counsellor.page, counsellor.wrong, 'counsellor')
  await counsellor.page.close()

  const member = await open({ role: 'panel_member' })
  check((await member.page.getByRole('combobox', { name: '徴候を追加' }).count()) === 0, 'a panel member records no sign')
  check((await member.page.getByRole('button', { name: /を変更$/ }).count()) === 0, 'and changes none')
  await member.page.keyboard.press('KeyE')
  await member.page.keyboard.press('KeyP')
  check((await member.page.getByRole('dialog').count()) === 0, 'the keys do no more than the buttons would')
  await clean(member.page, member.wrong, 'panel member')
  await member.page.close()

  const gone = await open({ case: 'SHI-9999' })
  check(await gone.see('症例を開けませんでした'), 'a case that cannot be opened says so')
  check((await gone.page.getByRole('button', { name: 'もう一度試す' }).count()) === 1, 'and can be tried again')
  await clean(gone.page, gone.wrong, 'no case')
  await gone.page.close()

  const english = await open({ case: 'SHI-0002', lang: 'en', theme: 'dark' })
  await english.page.keyboard.press('KeyE')
  await english.page.getByRole('dialog').waitFor()
  await clean(english.page, english.wrong, 'eligibility en dark')
  await english.page.close()
}

try {
  for (const way of [search, signs, note, family, labels, eligibility, quality, kinship, roles])
    await way().catch((error) => check(false, `${way.name}: ${String(error).split('\n').slice(0, 3).join(' ')}`))
} finally {
  await chromium.close()
  await server.close()
  built.remove()
}
end()
