//! Reads VCF, splits it by consent, builds the variant table, finds inheritance, filters with reasons.
