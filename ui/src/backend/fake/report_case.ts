import type { ClassName, DocumentName, FindingVariant, LanguageName, ReleaseLine, ReportPage } from '../bindings'

/** The records of the example cases behind their documents. Invented. */
export interface Recorded {
  page: Omit<ReportPage, 'documents'>
  /** The latest first. */
  released: Record<DocumentName, ReleaseLine[]>
  /** The proband has agreed to take part. */
  agrees: boolean
  /** The proband's genome data are there. */
  sequenced: boolean
  patient: string
  indication_ja: string
  indication_en: string
  agreed: string[]
}

const none = (): Recorded['released'] => ({ physician: [], patient: [], consent: [] })
const HOSPITAL = 'しるべ大学病院（架空の病院）遺伝診療部'
const AGREED = ['解析への参加 / Participation', '検体の保管 / Storage of specimens', 'リコンタクト / Recontact']

/** A variant of a finding, and the class that both sets of rules give. */
function variant(key: string, given: ClassName, criteria: string[], byRules?: ClassName): FindingVariant {
  return { key, class: given, criteria, by_rules: byRules === undefined ? [] : [byRules, byRules] }
}

function retina(): Recorded {
  return {
    patient: '佐々木 結衣',
    indication_ja: '夜盲と視野狭窄が10歳頃から進行。網膜色素変性として経過観察中。原因の確認を希望。',
    indication_en: 'Night blindness and narrowing visual fields since about ten years of age. Followed as retinitis pigmentosa.',
    agreed: AGREED,
    agrees: true,
    sequenced: true,
    released: none(),
    page: {
      case: 'SHI-0001',
      findings: [
        {
          gene: 'EYS',
          variants: [
            variant('6-64574123-A-AT', 'pathogenic', ['PVS1', 'PM2_Supporting', 'PM3', 'PP4'], 'pathogenic'),
            variant('6-63721015-T-C', 'pathogenic', ['PM2_Supporting', 'PM3', 'PP3_Moderate', 'PP4'], 'likely_pathogenic'),
          ],
          disease_ja: '網膜色素変性 25',
          disease_en: 'Retinitis pigmentosa 25',
          class: 'pathogenic',
          comment_ja: '日本人の常染色体潜性網膜色素変性で最も多く報告されている機能喪失型バリアントと、ミスセンスバリアントの複合ヘテロ接合です。両親がそれぞれ一方を保有し、トランスに位置します。夜盲で始まる経過と一致します。',
          comment_en: 'Compound heterozygous: a frequent Japanese loss-of-function variant in trans with a missense variant, each from one parent. Fits the course that began with night blindness.',
        },
      ],
      candidates: 2,
      dismissed: 7,
      panel: null,
      next_steps_ja: [],
      next_steps_en: [],
      facility: HOSPITAL,
    },
  }
}

function full(): Recorded {
  const released = none()
  const release = (kind: DocumentName, language: LanguageName, time: string, digit: string, author = '佐伯 綾乃'): void => {
    released[kind].unshift({ id: `0199a2${digit}0-4c1e-7d33-9b1a-5d0b6f2e8a0${digit}`, language, sha256: [...'5f1c93d2e07b4a68'.repeat(4)].map((letter, place) => ((parseInt(letter, 16) + Number(digit) * 5 + place * place) % 16).toString(16)).join(''), author, time })
  }
  release('physician', 'ja', '2026-10-02T06:20:00Z', '1')
  release('physician', 'en', '2026-10-02T06:24:00Z', '2')
  release('patient', 'ja', '2026-10-02T06:31:00Z', '3', '遺伝カウンセラー 長谷川 美由紀')
  release('physician', 'ja', '2026-11-09T01:05:00Z', '4')
  return {
    patient: '田中 陽菜',
    indication_ja: '出生時からの多発関節拘縮、低緊張、特徴的顔貌、発達遅滞。これまでのエクソーム解析では診断に至らず、再評価を希望。',
    indication_en: 'Multiple joint contractures since birth, hypotonia, distinctive face, developmental delay. No diagnosis by an earlier exome.',
    agreed: [...AGREED, '二次的所見の開示 / Secondary findings', '共同研究での資料の分譲 / Joint research', '学術目的のデータ利用 / Academic use of data'],
    agrees: true,
    sequenced: true,
    released,
    page: {
      case: 'SHI-0002',
      findings: [
        {
          gene: 'RYR1',
          variants: [
            variant('19-38499202-G-A', 'likely_pathogenic', ['PM2_Supporting', 'PM3', 'PP3_Strong', 'PP4'], 'likely_pathogenic'),
            variant('19-38561213-CTTGGACGGTGCTGAAACCTTCAAGGAGCTGGAGCC-C', 'likely_pathogenic', ['PVS1_Strong', 'PM2_Supporting', 'PP4'], 'likely_pathogenic'),
          ],
          disease_ja: '常染色体潜性先天性ミオパチー 1B（ネマリン様小体と眼筋麻痺を伴うセントラルコア病・マルチミニコア病）',
          disease_en: 'Congenital myopathy 1B, autosomal recessive',
          class: 'likely_pathogenic',
          comment_ja: '複合ヘテロ接合です。一方は機能喪失、もう一方は既報のミスセンスバリアントです。筋生検のコア構造と一致します。悪性高熱症の素因となりうるため、麻酔時の注意が必要です。',
          comment_en: 'Compound heterozygous: loss of function and a known missense variant. Fits the cores of the muscle biopsy. A possible risk of malignant hyperthermia calls for care in anaesthesia.',
        },
        {
          gene: 'COL6A3',
          variants: [variant('2-237335817-C-T', 'uncertain_significance', ['PM2_Supporting', 'PP3_Moderate', 'BS4_Supporting'], 'uncertain_significance')],
          disease_ja: 'ベスレムミオパチー 1',
          disease_en: 'Bethlem myopathy 1',
          class: 'uncertain_significance',
          comment_ja: '父も保有しますが、父に症状はありません。臨床像の一部を説明する可能性があるため、意義不明として記載します。',
          comment_en: null,
        },
        { gene: 'ZNF462', variants: [variant('9-106931042-C-T', 'likely_benign', [])], disease_ja: null, disease_en: null, class: 'likely_benign', comment_ja: null, comment_en: null },
      ],
      candidates: 11,
      dismissed: 148,
      panel: {
        decision_ja: 'RYR1遺伝子の2つのバリアントを、先天性ミオパチーの原因である可能性が高いと判定した。COL6A3遺伝子のバリアントは意義不明とし、臨床像の変化に応じて再評価する。ご本人とご両親に結果を返却し、麻酔に関する注意を文書で渡す。',
        decision_en: 'The two variants of RYR1 are judged the likely cause of the congenital myopathy. The variant of COL6A3 is of uncertain significance and will be looked at again when the clinical picture changes.',
        members: ['臨床遺伝専門医 佐伯 綾乃', '小児神経科医 水城 拓海', '整形外科医 三条西 征四郎', '麻酔科医 小鳥遊 ひかり', '臨床検査技師 相良 由布子', '遺伝カウンセラー 長谷川 美由紀', '生命倫理 東雲 悠一郎'],
      },
      next_steps_ja: [
        '揮発性吸入麻酔薬と脱分極性筋弛緩薬を避けるよう、麻酔注意カードを発行し、診療録の先頭に記載します。',
        'サンガー法でご本人とご両親のバリアントを確認します。',
        '呼吸機能と側弯を6か月ごとに評価します。',
        '次のお子さんをお考えの際は、遺伝カウンセリングをご案内します。',
        '指定難病および小児慢性特定疾病の医療費助成の申請をご案内します。',
      ],
      next_steps_en: ['Issue an anaesthesia alert card: no volatile anaesthetics, no depolarising muscle relaxants.', 'Confirm the variants in the patient and both parents by Sanger sequencing.', 'Assess breathing and scoliosis every six months.', 'Genetic counselling before a next pregnancy.', 'Apply for the support of designated intractable diseases.'],
      facility: HOSPITAL,
    },
  }
}

function unsolved(): Recorded {
  return {
    patient: '',
    indication_ja: '依頼理由の記載なし',
    indication_en: 'No indication recorded',
    agreed: [],
    agrees: false,
    sequenced: true,
    released: none(),
    page: { case: 'SHI-0003', findings: [], candidates: 0, dismissed: 0, panel: null, next_steps_ja: [], next_steps_en: [], facility: null },
  }
}

export const recorded = new Map([retina(), full(), unsolved()].map((each) => [each.page.case, each]))
