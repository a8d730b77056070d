//! Keys that the specification reserves (VCF 4.1 to 4.3, section 1.4 and 1.6): their Number and Type.

/// INFO.
pub(super) const INFO: &[(&str, &str, &str)] = &[
    ("AA", "1", "String"),
    ("AC", "A", "Integer"),
    ("AD", "R", "Integer"),
    ("ADF", "R", "Integer"),
    ("ADR", "R", "Integer"),
    ("AF", "A", "Float"),
    ("AN", "1", "Integer"),
    ("BQ", "1", "Float"),
    ("CIGAR", "A", "String"),
    ("DB", "0", "Flag"),
    ("DP", "1", "Integer"),
    ("END", "1", "Integer"),
    ("H2", "0", "Flag"),
    ("H3", "0", "Flag"),
    ("MQ", "1", "Float"),
    ("MQ0", "1", "Integer"),
    ("NS", "1", "Integer"),
    ("SOMATIC", "0", "Flag"),
    ("VALIDATED", "0", "Flag"),
    ("1000G", "0", "Flag"),
];

/// FORMAT.
pub(super) const FORMAT: &[(&str, &str, &str)] = &[
    ("AD", "R", "Integer"),
    ("ADF", "R", "Integer"),
    ("ADR", "R", "Integer"),
    ("DP", "1", "Integer"),
    ("EC", "A", "Integer"),
    ("FT", "1", "String"),
    ("GL", "G", "Float"),
    ("GLE", "G", "String"),
    ("GP", "G", "Float"),
    ("GQ", "1", "Integer"),
    ("GT", "1", "String"),
    ("HQ", "2", "Integer"),
    ("MQ", "1", "Integer"),
    ("PL", "G", "Integer"),
    ("PQ", "1", "Integer"),
    ("PS", "1", "Integer"),
];

/// Number and Type of a reserved key.
pub(super) fn of(list: &'static [(&str, &str, &str)], key: &str) -> Option<(&'static str, &'static str)> {
    list.iter().find(|(id, ..)| *id == key).map(|(_, number, kind)| (*number, *kind))
}
