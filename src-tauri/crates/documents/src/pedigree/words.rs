//! What a drawing says in words.

use domain::Affection;

use super::{
    Adoption, Birth, Childless, Gender, Several, Zygosity,
    draw::Drawing,
    family::{Family, Mention},
};
use crate::{Language, record::Localized};

/// The words of one language. `{}` stands for what is named.
pub struct Words {
    pub sequenced_mark: &'static str,
    pub sequenced_key: &'static str,
    pub carrier_key: &'static str,
    pub unknown_key: &'static str,
    pub assigned_key: &'static str,
    title: [&'static str; 2],
    proband: &'static str,
    consultand: &'static str,
    genders: [&'static str; 4],
    affections: [&'static str; 3],
    births: [&'static str; 6],
    assigned: [&'static str; 3],
    deceased: &'static str,
    carrier: &'static str,
    sequenced: &'static str,
    adopted: [&'static str; 2],
    several: &'static str,
    several_unknown: &'static str,
    not_listed: &'static str,
    child_of: [&'static str; 2],
    consanguineous: [&'static str; 2],
    childless: [&'static str; 2],
    twins: [&'static str; 3],
    comma: &'static str,
    stop: &'static str,
    colon: &'static str,
    and: &'static str,
}

const JA: Words = Words {
    sequenced_mark: "WGS",
    sequenced_key: "WGS：全ゲノム解析を行った人",
    carrier_key: "保因者",
    unknown_key: "罹患の有無は不明",
    assigned_key: "AMAB/AFAB/UAAB：出生時に割り当てられた性（男性／女性／割り当てなし）",
    title: ["家系図。", "世代、"],
    proband: "発端者",
    consultand: "来談者",
    genders: ["男性", "女性", "ノンバイナリー", "性別不明"],
    affections: ["罹患", "非罹患", "罹患の有無は不明"],
    births: ["", "妊娠中", "死産", "自然流産", "人工妊娠中絶", "異所性妊娠"],
    assigned: ["出生時は男性", "出生時は女性", "出生時は割り当てなし"],
    deceased: "故人",
    carrier: "保因者",
    sequenced: "全ゲノム解析済み",
    adopted: ["養子として迎えられた", "養子に出た"],
    several: "{}人",
    several_unknown: "人数不明の複数人",
    not_listed: "記載なし",
    child_of: ["", "の子"],
    consanguineous: ["", "は近親婚"],
    childless: ["は子どもなし", "は不妊"],
    twins: ["は一卵性の双生児", "は二卵性の双生児", "は卵性不明の双生児"],
    comma: "、",
    stop: "。",
    colon: "：",
    and: "と",
};

const EN: Words = Words {
    sequenced_mark: "WGS",
    sequenced_key: "WGS: genome sequenced",
    carrier_key: "Carrier",
    unknown_key: "Not known whether affected",
    assigned_key: "AMAB/AFAB/UAAB: assigned male / female / unassigned at birth",
    title: ["Pedigree. ", " generations, "],
    proband: "proband",
    consultand: "consultand",
    genders: ["man", "woman", "nonbinary person", "gender unknown"],
    affections: ["affected", "unaffected", "not known whether affected"],
    births: ["", "pregnancy", "stillbirth", "miscarriage", "termination of pregnancy", "ectopic pregnancy"],
    assigned: ["assigned male at birth", "assigned female at birth", "unassigned at birth"],
    deceased: "deceased",
    carrier: "carrier",
    sequenced: "genome sequenced",
    adopted: ["adopted into the family", "adopted out of the family"],
    several: "{} people",
    several_unknown: "several people, number not known",
    not_listed: "not listed",
    child_of: ["child of ", ""],
    consanguineous: ["", " are related by blood"],
    childless: [" have no children", " are infertile"],
    twins: [" are monozygotic twins", " are dizygotic twins", " are twins of unknown zygosity"],
    comma: ", ",
    stop: ". ",
    colon: ": ",
    and: " and ",
};

impl Words {
    /// The words of a language.
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::Ja => &JA,
            Language::En => &EN,
        }
    }
}

/// A text in the language, else in the other one.
pub fn pick(text: &Localized, language: Language) -> &str {
    let (own, other) = match language {
        Language::Ja => (&text.ja, &text.en),
        Language::En => (&text.en, &text.ja),
    };
    own.as_deref().or(other.as_deref()).unwrap_or_default()
}

/// The drawing in words: who is the proband, then everybody in the order of the drawing, then couples and twins.
pub fn tell(family: &Family, drawing: &Drawing, language: Language) -> String {
    let words = Words::of(language);
    let people: usize = drawing.people.iter().map(|p| count(p.figure.person().several)).sum();
    let number = words.several.replace("{}", &people.to_string());
    let mut text = format!("{}{}{}{number}{}", words.title[0], drawing.rows, words.title[1], words.stop);
    let name = |person: usize| drawing.people[person].name.clone();
    let mut order: Vec<usize> = (0..drawing.people.len()).collect();
    order
        .sort_by_key(|&p| (!drawing.people[p].figure.person().proband, drawing.people[p].row, drawing.people[p].place));
    for person in order {
        text.push_str(&sentence(family, drawing, person, language));
    }
    for union in &family.unions {
        let pair = join(&union.partners.map(name), words);
        if union.consanguineous {
            text.push_str(&[words.consanguineous[0], &pair, words.consanguineous[1], words.stop].concat());
        }
        if let Some(childless) = union.childless {
            let what = words.childless[usize::from(childless == Childless::Infertile)];
            text.push_str(&[&pair, what, words.stop].concat());
        }
    }
    for (members, zygosity) in &family.twins {
        let names: Vec<String> = members.iter().map(|&m| name(m)).collect();
        let what = match zygosity {
            Zygosity::Monozygotic => words.twins[0],
            Zygosity::Dizygotic => words.twins[1],
            Zygosity::Unknown => words.twins[2],
        };
        text.push_str(&[&join(&names, words), what, words.stop].concat());
    }
    text.trim_end().to_owned()
}

fn sentence(family: &Family, drawing: &Drawing, person: usize, language: Language) -> String {
    let words = Words::of(language);
    let placed = &drawing.people[person];
    let (figure, known) = (&placed.figure, placed.figure.person());
    let mut parts: Vec<String> = Vec::new();
    let mut say = |text: &str| {
        if !text.is_empty() {
            parts.push(text.to_owned());
        }
    };
    let label: Vec<&str> = known.labels.iter().map(|label| pick(label, language)).collect();
    match figure.mention() {
        Mention::Listed => say(&label.join(" ")),
        Mention::Named => say(known.id.as_str()),
        Mention::Implied => {}
    }
    if known.proband {
        say(words.proband);
    }
    if known.consultand {
        say(words.consultand);
    }
    say(words.genders[known.gender as usize]);
    if let Some(assigned) = known.assigned {
        say(words.assigned[assigned as usize]);
    }
    say(words.births[known.birth as usize]);
    match known.several {
        Some(Several::Number(number)) => say(&words.several.replace("{}", &number.to_string())),
        Some(Several::Unknown) => say(words.several_unknown),
        None => {}
    }
    if figure.mention() == Mention::Listed {
        for (part, affection) in figure.parts().iter().enumerate() {
            let what = words.affections[*affection as usize];
            match family.conditions.get(part) {
                Some(condition) => say(&[pick(condition, language), words.colon, what].concat()),
                None => say(what),
            }
        }
    } else {
        say(words.not_listed);
    }
    for (is, word) in
        [(known.deceased, words.deceased), (known.carrier, words.carrier), (known.sequenced, words.sequenced)]
    {
        if is {
            say(word);
        }
    }
    match known.adoption {
        Some(Adoption::In) => say(words.adopted[0]),
        Some(Adoption::Out) => say(words.adopted[1]),
        None => {}
    }
    if let [father, mother] = family.parents(person) {
        let names = [&drawing.people[*father].name, &drawing.people[*mother].name].map(String::clone);
        say(&[words.child_of[0], &join(&names, words), words.child_of[1]].concat());
    }
    [&placed.name, words.colon, &parts.join(words.comma), words.stop].concat()
}

fn join(names: &[String], words: &Words) -> String {
    match names {
        [first @ .., last] if !first.is_empty() => [&first.join(words.comma), words.and, last].concat(),
        _ => names.concat(),
    }
}

/// How many people a symbol counts for.
pub fn count(several: Option<Several>) -> usize {
    match several {
        Some(Several::Number(number)) => usize::from(number),
        Some(Several::Unknown) | None => 1,
    }
}

const _: () = {
    // The tables above are read by the place of the value.
    assert!(Gender::Unknown as usize == 3 && Birth::Ectopic as usize == 5 && Affection::Unknown as usize == 2);
    assert!(super::AssignedSex::Unassigned as usize == 2);
};
