//! Japanese: the predicate after the signs decides.

use super::{MARK, SIGN, Stated};

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

/// Words after a sign that say that it is there, and that it is not where they are denied (合併なし, 呈したことはない).
const THERE: [&str; 36] = [
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
    "存在し",
    "生じ",
    "発症",
    "自覚",
    "起こし",
    "おこし",
    "きたし",
    "来し",
    "来たし",
    "示し",
    "示す",
    "示され",
    "確認され",
    "確認でき",
    "同定され",
    "検出され",
];
/// Words after a sign by which it is there; a denial of them does not deny it.
const THERE_ANYWAY: [&str; 14] =
    ["初発", "著明", "顕著", "ため", "受診", "紹介", "入院", "手術", "治療", "たが", "るが", "だが", "ものの", "一方"];
const THERE_AT_END: [&str; 2] = ["だった", "である"];
/// What stands between a word of [`THERE`] and its denial.
const OF_VERB: [&str; 18] = [
    "こと", "受け", "して", "した", "され", "られ", "し", "た", "て", "る", "で", "い", "は", "が", "も", "を", "の",
    "に",
];
const DENIED: [&str; 10] = ["ない", "なく", "なかった", "なし", "無い", "無く", "無し", "おらず", "ず", "ません"];
/// Directly behind a sign: the words behind them speak of everything else.
const APART: [&str; 10] =
    ["以外", "を除き", "を除い", "を除く", "を除け", "のほか", "の他に", "の他は", "のみで", "だけで"];
/// Directly behind a sign: what follows is said of these, and the sign is there.
const COURSE: [&str; 11] = ["改善", "進行", "変化", "効果", "増悪", "悪化", "再発", "原因", "程度", "頻度", "増加"];
/// Words that deny what stands right before them.
const NOT_NEAR: [&str; 8] = ["無かった", "なかった", "ない", "無い", "なく", "無く", "ありません", "ございません"];
/// Verbs and nouns that deny.
const NOT: [&str; 43] = [
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
    "示さない",
    "示さず",
    "示さなかった",
    "明らかでな",
    "明らかではな",
    "除外",
    "否定",
];
const NONE: [&str; 2] = ["なし", "無し"];
/// Words that leave it open.
const PERHAPS: [&str; 28] = [
    "なさそう",
    "診断に至っていな",
    "診断には至っていな",
    "診断に至らな",
    "診断には至らな",
    "除外でき",
    "除外しえな",
    "除外されていない",
    "除外する",
    "除外のため",
    "除外目的",
    "除外診断",
    "除外が必要",
    "否定されていない",
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
const NOT_THERE: [&str; 8] =
    ["なし", "陰性所見", "陰性症状", "陰性徴候", "認めない所見", "認めなかった所見", "否定された所見", "認めないもの"];
/// Headings above a list of what is there.
const ARE_THERE: [&str; 4] = ["陽性所見", "陽性症状", "陽性徴候", "認める所見"];

/// A relative, before a particle.
const RELATIVES: [&str; 44] = [
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
    "家族",
    "甥",
    "姪",
    "息子",
    "娘",
    "長男",
    "次男",
    "長女",
    "次女",
    "夫",
    "妻",
];
const AFTER_RELATIVE: &str = "はがにもとや、:(（";
/// Who comes after a relative in the sentence is the patient again.
const PATIENT: [&str; 12] =
    ["本人", "患児", "患者", "発端者", "児は", "児に", "自身", "出生", "として", "在胎", "と同様", "血族婚"];
/// A relative who tells of the patient.
const TELLS: [&str; 9] = ["気づ", "気付", "訴え", "心配", "聴取", "相談", "申告", "話す", "話し"];
/// How far after a sign, in letters, a relative may be said to tell of it.
const TELLS_WITHIN: usize = 14;

/// How many letters of other words may stand between a sign and a verb that denies it.
const DENIED_WITHIN: usize = 12;

fn cues() -> impl Iterator<Item = (&'static str, Cue)> {
    let all = |words: &'static [&'static str], cue: Cue| words.iter().map(move |word| (*word, cue));
    let not = all(&NOT_NEAR, Not(0)).chain(all(&NOT, Not(DENIED_WITHIN))).chain(all(&NONE, Not(6)));
    let there = all(&THERE, There).chain(all(&THERE_ANYWAY, There)).chain(all(&THERE_AT_END, There));
    there.chain(not).chain(all(&PERHAPS, Perhaps(4)))
}

/// What the words around a sign say of it; `None` where they say nothing.
pub(super) fn stated(before: &str, after: &str) -> Option<Stated> {
    if heading(before).is_some_and(|heading| NOT_THERE.contains(&heading)) {
        return Some(Stated::Absent);
    }
    let after = before_heading(after);
    let behind = behind_list(after);
    let course = behind.trim_start_matches(['へ', 'の', 'に', 'は']).trim_start_matches("対する");
    if APART.iter().any(|word| behind.starts_with(word)) || COURSE.iter().any(|word| course.starts_with(word)) {
        return Some(Stated::Present);
    }
    // The first that counts decides; at one place the longest: 否定できない denies nothing.
    let mut found: Vec<(usize, usize, Cue)> = cues()
        .flat_map(|(word, cue)| after.match_indices(word).map(move |(at, _)| (at, usize::MAX - word.len(), cue)))
        .collect();
    found.sort_unstable_by_key(|(at, shortness, _)| (*at, *shortness));
    found.dedup_by_key(|(at, ..)| *at);
    found.into_iter().find_map(|(at, shortness, cue)| {
        let between = || other_letters(summed_up(&after[..at]));
        let word = &after[at..at + (usize::MAX - shortness)];
        match cue {
            There if THERE.contains(&word) && is_denied(&after[at + word.len()..]) => {
                (between() <= DENIED_WITHIN).then_some(Stated::Absent)
            }
            There => Some(Stated::Present),
            Not(_) if is_in_bracket(&after[..at]) => None,
            Not(_) if of_other_noun(&after[..at]) => Some(Stated::Present),
            Not(most) => (between() <= most).then_some(Stated::Absent),
            Perhaps(most) => (between() <= most).then_some(Stated::Uncertain),
        }
    })
}

/// The last heading before a sign: what stands before a colon, but not a sign and its value, or in brackets.
fn heading(before: &str) -> Option<&str> {
    let ends = |c: char| matches!(c, ':' | '】' | ']' | '〕');
    let (heading, _) = before.rsplit_once(ends)?;
    let heading = heading.rsplit(['、', '。', '【', '[', '〔', '●', '○', '■', ' ', SIGN]).next()?;
    Some(heading)
}

/// What is behind a sign up to a heading of what is there or is not.
fn before_heading(after: &str) -> &str {
    let headings = NOT_THERE.iter().chain(&ARE_THERE).filter(|heading| **heading != "なし");
    let starts = headings.filter_map(|heading| {
        let at = after.find(heading)?;
        after[at + heading.len()..].starts_with([':', '】', ']', '〕']).then_some(at)
    });
    starts.min().map_or(after, |at| &after[..at])
}

/// What is behind the list that a sign begins: 以外 of 難聴、斜視以外.
fn behind_list(after: &str) -> &str {
    let mut behind = after;
    while let Some((between, rest)) = behind.split_once(SIGN) {
        if !matches!(between.trim(), "" | "、" | "や" | "と" | "及び" | "および" | "、および" | "または" | "、または")
        {
            break;
        }
        behind = rest;
    }
    behind
}

/// Whether a word that it follows is denied: し, た, こと, は and ない.
fn is_denied(rest: &str) -> bool {
    let mut rest = rest;
    loop {
        if DENIED.iter().any(|word| rest.starts_with(word)) {
            return true;
        }
        let Some(behind) = OF_VERB.iter().find_map(|word| rest.strip_prefix(word)) else { return false };
        rest = behind;
    }
}

/// True where 異常 in a clause of its own has a noun of its own (小頭症、mri異常なし); a summing up has none (など神経学的異常,
/// その他の異常), and what is said of each is said of all (いずれも).
fn of_other_noun(between: &str) -> bool {
    let Some((clause, behind)) = between.rsplit_once("異常") else { return false };
    let Some((_, clause)) = clause.rsplit_once(['、', '(', ' ', ':', '。']) else { return false };
    let sums_up = ["など", "等", "その他", "そのほか", "他の", "他に"].iter().any(|word| clause.contains(word));
    !sums_up && !behind.contains("いずれ") && !behind.contains("とも") && (clause == MARK || other_letters(clause) > 0)
}

/// True where a bracket that is still open holds what is denied in it: てんかん(発熱なし).
fn is_in_bracket(between: &str) -> bool {
    let open = between.rsplit_once('(').filter(|(_, inside)| !inside.contains(')'));
    open.is_some_and(|(_, inside)| inside.contains(SIGN) || other_letters(inside) > 0)
}

/// What stands between a sign and its denial; of examples (発熱など異常) only what sums them up.
fn summed_up(between: &str) -> &str {
    let sums_up = |rest: &&str| ["異常", "症状", "所見"].iter().any(|word| rest.contains(word));
    between.rsplit_once("など").map(|(_, rest)| rest).filter(sums_up).unwrap_or(between)
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

/// The last place of a relative with a particle after: 母 of 母は, not of 母指; not 両親の第2子, not 大丈夫.
fn last_relative(text: &str, word: &str) -> Option<usize> {
    let follows = |rest: &str| match word {
        "家族" => rest.starts_with(['は', 'に', 'が']),
        // Also what a patient is called: 患児は長男、.
        "長男" | "次男" | "長女" | "次女" | "息子" | "娘" => rest.starts_with(['は', 'に', 'が', 'も', ':']),
        _ => is_after_relative(rest),
    };
    let is_word = |at: usize| word != "夫" || !text[..at].ends_with(['丈', '工']);
    text.rmatch_indices(word).find(|(at, _)| is_word(*at) && follows(&text[at + word.len()..])).map(|(at, _)| at)
}

fn is_after_relative(rest: &str) -> bool {
    rest.is_empty()
        || rest.starts_with(|c| c == SIGN || AFTER_RELATIVE.contains(c))
        || rest.starts_with('の') && !rest.starts_with("の第") && !rest.starts_with("の子")
}

pub(super) fn is_family(heading: &str) -> bool {
    heading.contains("家族歴") || heading.contains("家族内")
}
