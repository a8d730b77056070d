//! What the reference data say of a gene, a disease or a variant, for people.

use workbench::{Known, KnownDisease, KnownGene, KnownVariant, NoteAnswer, SearchAnswer, SearchedTerm, Stated};

use crate::{
    Done,
    args::{Common, Format},
    output,
    table::table,
};

/// Prints an answer of `knowledge show`.
pub fn show(common: &Common, known: &Known) -> Done {
    if common.format == Format::Json {
        return output::json(known, common.format);
    }
    output::write(&match known {
        Known::Gene(gene) => gene_text(gene),
        Known::Disease(disease) => disease_text(disease),
        Known::Variant(variant) => variant_text(variant),
    })
}

/// Prints an answer of `knowledge scan`.
pub fn note(common: &Common, answer: &NoteAnswer) -> Done {
    if common.format == Format::Json {
        return output::json(answer, common.format);
    }
    let rows = answer.found.iter().map(|found| {
        let stated = match found.stated {
            Stated::Present => "present",
            Stated::Absent => "absent",
            Stated::Uncertain => "uncertain",
        };
        let names = |name: fn(&workbench::NamedTerm) -> Option<&String>| {
            found.terms.iter().filter_map(name).cloned().collect::<Vec<_>>().join(" | ")
        };
        vec![
            format!("{}:{}", found.line, found.column),
            if found.relative { format!("{stated} (relative)") } else { stated.to_owned() },
            found.terms.iter().map(|term| term.id.as_str()).collect::<Vec<_>>().join(" | "),
            names(|term| term.name.as_ref()),
            names(|term| term.name_ja.as_ref()),
            found.words.clone(),
        ]
    });
    output::write(&table(&["place", "stated", "id", "name", "名称", "words"], &rows.collect::<Vec<_>>(), 40))
}

/// The terms that texts found.
pub fn terms(common: &Common, answer: &SearchAnswer) -> Done {
    if common.format == Format::Json {
        return output::json(answer, common.format);
    }
    let rows = answer.answers.iter().flat_map(|searched| {
        let none = searched.terms.is_empty().then(|| {
            vec![searched.text.clone(), String::new(), "no sign is called so".to_owned(), String::new(), String::new()]
        });
        let row = |found: &SearchedTerm| {
            let (id, by) = (found.term.id.clone(), text(found.by.as_ref()));
            vec![searched.text.clone(), id, text(found.term.name.as_ref()), text(found.term.name_ja.as_ref()), by]
        };
        searched.terms.iter().map(row).chain(none).collect::<Vec<_>>()
    });
    output::write(&table(&["text", "id", "name", "名称", "by"], &rows.collect::<Vec<_>>(), 40))
}

fn number(value: Option<f64>) -> String {
    value.map_or_else(|| "not known".to_owned(), |v| v.to_string())
}

fn text<T: ToString>(value: Option<&T>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

fn section(title: &str, header: &[&str], rows: &[Vec<String>], nothing: &str) -> String {
    let body = if rows.is_empty() { format!("{nothing}\n") } else { table(header, rows, 60) };
    format!("\n{title}\n{body}")
}

fn gene_text(gene: &KnownGene) -> String {
    let mut page = format!("{}  {}  {}\n", gene.symbol, text(gene.hgnc.as_ref()), gene.other_symbols.join(" "));
    let diseases = gene
        .diseases
        .iter()
        .map(|d| vec![d.id.clone(), text(d.name.as_ref()), text(d.name_ja.as_ref()), text(d.shitei_nanbyo.as_ref())]);
    page += &section("diseases", &["id", "name", "名称", "指定難病"], &diseases.collect::<Vec<_>>(), "none is linked");
    let validity = gene.validity.iter().map(|v| {
        vec![
            v.class.to_owned(),
            v.mode.unwrap_or_default().to_owned(),
            v.disease.clone(),
            v.name.clone(),
            v.date.clone(),
        ]
    });
    let validity: Vec<_> = validity.collect();
    page +=
        &section("ClinGen", &["class", "mode", "disease", "name", "date"], &validity, "not curated, or not imported");
    page += "\ngnomAD constraint\n";
    page += &gene.constraint.as_ref().map_or_else(
        || "not known, or not imported\n".to_owned(),
        |c| {
            format!(
                "{}: pLI {}, LOEUF {}, missense z {} {}\n",
                c.transcript,
                number(c.pli),
                number(c.loeuf),
                number(c.missense_z),
                c.flags.join(" ")
            )
        },
    );
    let panels = gene.panels.iter().map(|p| {
        let colour = p.colour.map_or("", colour);
        vec![p.panel.clone(), text(p.version.as_ref()), colour.to_owned(), text(p.mode.as_ref())]
    });
    page += &section("panels", &["panel", "version", "colour", "mode"], &panels.collect::<Vec<_>>(), "in none");
    page + &nando_text(&gene.nando)
}

/// The name of a colour.
pub fn colour(colour: workbench::Colour) -> &'static str {
    match colour {
        workbench::Colour::Red => "red",
        workbench::Colour::Amber => "amber",
        workbench::Colour::Green => "green",
    }
}

fn nando_text(classes: &[workbench::NandoLine]) -> String {
    let rows: Vec<Vec<String>> = classes
        .iter()
        .map(|n| {
            let mondo = if n.mondo.is_empty() { "no MONDO match".to_owned() } else { n.mondo.join(" ") };
            let number = text(n.shitei_nanbyo.as_ref());
            vec![n.id.clone(), number, n.name_ja.clone(), text(n.kana.as_ref()), text(n.name_en.as_ref()), mondo]
        })
        .collect();
    let header = ["id", "指定難病", "名称", "よみ", "name", "MONDO"];
    section("NANDO", &header, &rows, "no class, or not imported")
}

fn disease_text(known: &KnownDisease) -> String {
    let d = &known.disease;
    let mut page = format!("{}  {}  {}\n", d.id, text(d.name.as_ref()), text(d.name_ja.as_ref()));
    if let Some(number) = d.shitei_nanbyo {
        page += &format!("指定難病 {number}\n");
    }
    let or_none = |list: &[String]| if list.is_empty() { "none known".to_owned() } else { list.join(" ") };
    page += &format!("the same: {}\ngenes: {}\n", or_none(&known.same), or_none(&known.genes));
    page += &format!("modes: {}\nannotated terms: {}\n", known.modes.join(" "), known.terms);
    page + &nando_text(&known.nando)
}

fn variant_text(known: &KnownVariant) -> String {
    let says = known.clinvar.as_ref().map_or_else(
        || "no entry in ClinVar".to_owned(),
        |c| {
            let stars = c.stars.map_or_else(|| "stars not known".to_owned(), |s| format!("{s} star(s)"));
            format!("ClinVar {}: {}, {stars}", c.variation, c.class.unwrap_or("no class provided"))
        },
    );
    format!("{} {}\n{says}\n", known.assembly, known.variant)
}
