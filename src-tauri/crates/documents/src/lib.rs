//! Reports and consent copies as accessible, archivable PDF.
