//! Japanese: the predicate after the signs decides.

use super::{SIGN, Stated};

/// What a word after a sign says of it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cue {
    /// It is there; the words behind speak of something else.
    There,
    /// Not there, with at most so many letters of other words between.
    Not(usize),
    /// Not certain, with at most so many letters of other words between.
    Perhaps(usize),
}

use Cue::{Not, Perhaps, There};

/// Words after a sign that say that it is there.
const THERE: [&str; 39] = [
    "あり",
    "有り",
    "有する",
    "有し",
    "認め",
    "みられ",
    "見られ",
    "みとめ",
    "呈し",
    "呈する",
    "指摘され",
    "診断",
    "出現",
    "陽性",
    "合併",
    "伴い",
    "伴う",
    "伴って",
    "目立",
    "存在する",
    "生じ",
    "発症",
    "初発",
    "著明",
    "顕著",
    "ため",
    "受診",
    "紹介",
    "入院",
    "手術",
    "治療",
    "自覚",
    "たが",
    "るが",
    "だが",
    "ものの",
    "一方",
    "だった",
    "である",
];
/// Words that deny what stands right before them.
const NOT_NEAR: [&str; 8] = ["無かった", "なかった", "ない", "無い", "なく", "無く", "ありません", "ございません"];
/// Verbs and nouns that deny.
const NOT: [&str; 39] = [
    "認めない",
    "認めず",
    "認められない",
    "認められず",
    "認めなかった",
    "認められなかった",
    "認めておらず",
    "認めていない",
    "認めません",
    "認められません",
    "みとめず",
    "みとめない",
    "みられない",
    "みられず",
    "みられなかった",
    "みられていない",
    "見られない",
    "見られず",
    "見られなかった",
    "伴わない",
    "伴わず",
    "伴っていない",
    "呈さない",
    "呈さず",
    "呈していない",
    "指摘されていない",
    "指摘されず",
    "指摘されたことはない",
    "有さない",
    "有しない",
    "存在しない",
    "出現していない",
    "生じていない",
    "陰性",
    "目立たない",
    "目立たず",
    "除外され",
    "除外した",
    "否定",
];
const NONE: [&str; 2] = ["なし", "無し"];
/// Words that leave it open.
const PERHAPS: [&str; 14] = [
    "否定できない",
    "否定できず",
    "否定しえない",
    "否定し得ない",
    "疑い",
    "疑う",
    "疑わ",
    "疑っ",
    "可能性",
    "懸念",
    "りすく",
    "鑑別",
    "有無",
    "不明",
];

/// Words that stand between signs and their predicate without a meaning of their own, the longer first.
const BETWEEN: [&str; 25] = [
    "といった",
    "ならびに",
    "いずれも",
    "明らかな",
    "明らかに",
    "それぞれ",
    "についても",
    "については",
    "既往歴",
    "または",
    "および",
    "並びに",
    "家族歴",
    "ともに",
    "既往",
    "所見",
    "症状",
    "徴候",
    "異常",
    "など",
    "及び",
    "又は",
    "特に",
    "発作",
    "現在",
];
const PARTICLES: &str = "はがもをのにやでと等、。・:()（）「」 症";

/// Headings above a list of what is not there.
const NOT_THERE: [&str; 6] = ["なし", "陰性所見", "認めない所見", "認めなかった所見", "否定された所見", "認めないもの"];

/// A relative, before a particle.
const RELATIVES: [&str; 33] = [
    "母親",
    "父親",
    "父母",
    "両親",
    "母方",
    "父方",
    "母",
    "父",
    "兄弟",
    "姉妹",
    "兄",
    "姉",
    "弟",
    "妹",
    "同胞",
    "きょうだい",
    "祖父母",
    "祖母",
    "祖父",
    "叔父",
    "伯父",
    "叔母",
    "伯母",
    "おじ",
    "おば",
    "いとこ",
    "従兄弟",
    "従姉妹",
    "親戚",
    "親族",
    "血縁者",
    "家系内",
    "家族歴",
];
const AFTER_RELATIVE: &str = "はがにもとや、:(（";
/// Who comes after a relative in the sentence is the patient again.
const PATIENT: [&str; 12] =
    ["本人", "患児", "患者", "発端者", "児は", "児に", "自身", "出生", "として", "在胎", "と同様", "血族婚"];
/// A relative who tells of the patient.
const TELLS: [&str; 9] = ["気づ", "気付", "訴え", "心配", "聴取", "相談", "申告", "話す", "話し"];
/// How far after a sign, in letters, a relative may be said to tell of it.
const TELLS_WITHIN: usize = 14;

fn cues() -> impl Iterator<Item = (&'static str, Cue)> {
    let all = |words: &'static [&'static str], cue: Cue| words.iter().map(move |word| (*word, cue));
    let not = all(&NOT_NEAR, Not(0)).chain(all(&NOT, Not(12))).chain(all(&NONE, Not(6)));
    all(&THERE, There).chain(not).chain(all(&PERHAPS, Perhaps(4)))
}

/// What the words around a sign say of it; `None` where they say nothing.
pub(super) fn stated(before: &str, after: &str) -> Option<Stated> {
    if let Some((heading, _)) = before.split_once(':') {
        let heading = heading.trim_start_matches(['・', '●', '○', '■', '【', '[', ' ']);
        if NOT_THERE.contains(&heading) {
            return Some(Stated::Absent);
        }
    }
    // The first that counts decides; at one place the longest: 否定できない denies nothing.
    let mut found: Vec<(usize, usize, Cue)> = cues()
        .flat_map(|(word, cue)| after.match_indices(word).map(move |(at, _)| (at, usize::MAX - word.len(), cue)))
        .collect();
    found.sort_unstable_by_key(|(at, shortness, _)| (*at, *shortness));
    found.dedup_by_key(|(at, ..)| *at);
    found.into_iter().find_map(|(at, _, cue)| {
        let between = || other_letters(&after[..at]);
        match cue {
            There => Some(Stated::Present),
            Not(most) => (between() <= most).then_some(Stated::Absent),
            Perhaps(most) => (between() <= most).then_some(Stated::Uncertain),
        }
    })
}

/// Letters that are neither signs nor what joins them.
fn other_letters(between: &str) -> usize {
    let mut rest = between.to_owned();
    for word in BETWEEN {
        rest = rest.replace(word, "");
    }
    rest.chars().filter(|&c| c != SIGN && !PARTICLES.contains(c)).count()
}

/// Whether a relative is spoken of; `None` where nobody is named.
pub(super) fn relative(before: &str, after: &str) -> Option<bool> {
    if after.starts_with("の家族歴") || after.starts_with("の家族内") {
        return Some(true);
    }
    let patient = PATIENT.iter().filter_map(|word| before.rfind(word)).max();
    let relative = RELATIVES.iter().filter_map(|word| last_relative(before, word)).max();
    match (relative, patient) {
        (None, None) => None,
        (None, Some(_)) => Some(false),
        (Some(relative), Some(patient)) if patient > relative => Some(false),
        (Some(relative), _) => {
            let near: String = before[relative..].chars().chain(after.chars().take(TELLS_WITHIN)).collect();
            Some(!TELLS.iter().any(|word| near.contains(word)))
        }
    }
}

/// The last place of a relative with a particle after: 母 of 母は, not of 母指; not 両親の第2子.
fn last_relative(text: &str, word: &str) -> Option<usize> {
    let follows = |rest: &str| {
        rest.is_empty()
            || rest.starts_with(|c| c == SIGN || AFTER_RELATIVE.contains(c))
            || rest.starts_with('の') && !rest.starts_with("の第") && !rest.starts_with("の子")
    };
    text.rmatch_indices(word).find(|(at, _)| follows(&text[at + word.len()..])).map(|(at, _)| at)
}

pub(super) fn is_family(heading: &str) -> bool {
    heading.contains("家族歴") || heading.contains("家族内")
}
