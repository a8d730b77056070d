//! Property: what is written is read back equal.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use fhir::{
    Bundle, Entry, Resource,
    element::{Attachment, CodeableConcept, Coding, HumanName, Identifier, Quantity, Reference},
    phenopacket::{
        GestationalAge, IsoAge, MetaData, OntologyClass, OntologySource, PacketSex, Phenopacket, PhenotypicFeature,
        Subject, TimeElement,
    },
    resource::{
        Consent, ConsentStatus, DocumentContent, DocumentReference, Gender, Observation, Patient, Provision,
        ProvisionType, RootProvision, Specimen, SpecimenContainer,
    },
};
use proptest::{collection::vec, option, prelude::*};

fn text() -> impl Strategy<Value = String> {
    // Any characters: quotes, control characters, kanji and what needs surrogates are escaped and back.
    any::<String>()
}

fn reference() -> impl Strategy<Value = Reference> {
    (option::of(text()), option::of(text())).prop_map(|(reference, display)| Reference { reference, display })
}

fn coding() -> impl Strategy<Value = Coding> {
    (option::of(text()), option::of(text()), option::of(text()), option::of(text()))
        .prop_map(|(system, version, code, display)| Coding { system, version, code, display })
}

fn concept() -> impl Strategy<Value = CodeableConcept> {
    (vec(coding(), 0..3), option::of(text())).prop_map(|(coding, text)| CodeableConcept { coding, text })
}

fn quantity() -> impl Strategy<Value = Quantity> {
    let number = prop_oneof![
        any::<i64>().prop_map(serde_json::Number::from),
        (-1e15..1e15).prop_filter_map("finite", serde_json::Number::from_f64),
    ];
    (option::of(number), option::of(text())).prop_map(|(value, unit)| Quantity { value, unit, ..Quantity::default() })
}

fn patient() -> impl Strategy<Value = Patient> {
    let gender = prop_oneof![Just(Gender::Male), Just(Gender::Female), Just(Gender::Other), Just(Gender::Unknown)];
    (vec((text(), text()), 0..3), vec((text(), text(), any::<bool>()), 0..3), option::of(gender), option::of(text()))
        .prop_map(|(identifiers, names, gender, birth_date)| Patient {
            identifier: identifiers.iter().map(|(system, value)| Identifier::new(system, value)).collect(),
            name: names
                .iter()
                .map(|(f, g, kana)| if *kana { HumanName::kana(f, g) } else { HumanName::kanji(f, g) })
                .collect(),
            gender,
            birth_date,
            ..Patient::default()
        })
}

fn consent() -> impl Strategy<Value = Consent> {
    let status = prop_oneof![
        Just(ConsentStatus::Draft),
        Just(ConsentStatus::Proposed),
        Just(ConsentStatus::Active),
        Just(ConsentStatus::Rejected),
        Just(ConsentStatus::Inactive),
        Just(ConsentStatus::EnteredInError),
    ];
    let kind = || prop_oneof![Just(ProvisionType::Deny), Just(ProvisionType::Permit)];
    let item = (kind(), text()).prop_map(|(kind, item)| Provision::on_item(kind, &item, "words"));
    let root = (kind(), vec(item, 0..4)).prop_map(|(kind, provision)| RootProvision {
        kind,
        provision,
        ..RootProvision::default()
    });
    (status, concept(), reference(), option::of(text()), vec(reference(), 0..3), option::of(root)).prop_map(
        |(status, scope, patient, date_time, performer, provision)| Consent {
            status,
            scope,
            patient,
            date_time,
            performer,
            provision,
            ..Consent::default()
        },
    )
}

fn resource() -> impl Strategy<Value = Resource> {
    let observation = (text(), concept(), option::of(reference()), option::of(any::<bool>())).prop_map(
        |(status, code, subject, value_boolean)| Observation {
            status,
            code,
            subject,
            value_boolean,
            ..Observation::default()
        },
    );
    let specimen = (option::of(concept()), vec(option::of(quantity()), 0..3)).prop_map(|(kind, amounts)| {
        let container = |specimen_quantity| SpecimenContainer { specimen_quantity, ..SpecimenContainer::default() };
        Specimen { kind, container: amounts.into_iter().map(container).collect(), ..Specimen::default() }
    });
    let document =
        (text(), option::of(text()), option::of(any::<u64>()), text()).prop_map(|(status, url, size, hash)| {
            let attachment = Attachment { url, size, ..Attachment::default() }.with_sha256(&hash);
            DocumentReference { status, content: vec![DocumentContent { attachment }], ..DocumentReference::default() }
        });
    prop_oneof![
        patient().prop_map(Resource::Patient),
        consent().prop_map(Resource::Consent),
        observation.prop_map(Resource::Observation),
        specimen.prop_map(Resource::Specimen),
        document.prop_map(Resource::DocumentReference),
    ]
}

fn time() -> impl Strategy<Value = TimeElement> {
    prop_oneof![
        (any::<u8>(), any::<u8>())
            .prop_map(|(weeks, days)| TimeElement::GestationalAge(GestationalAge { weeks, days })),
        text().prop_map(|iso8601duration| TimeElement::Age(IsoAge { iso8601duration })),
        (text(), text()).prop_map(|(id, label)| TimeElement::OntologyClass(OntologyClass { id, label })),
        text().prop_map(TimeElement::Timestamp),
    ]
}

fn packet() -> impl Strategy<Value = Phenopacket> {
    let sex = prop_oneof![
        Just(PacketSex::UnknownSex),
        Just(PacketSex::Female),
        Just(PacketSex::Male),
        Just(PacketSex::OtherSex),
    ];
    let subject = ("[^\0]+", option::of(text()), option::of(time()), sex).prop_map(
        |(id, date_of_birth, time_at_last_encounter, sex)| Subject { id, date_of_birth, time_at_last_encounter, sex },
    );
    let feature = (text(), any::<bool>(), option::of(time()), option::of(time())).prop_map(
        |(id, excluded, onset, resolution)| PhenotypicFeature {
            kind: OntologyClass { id, label: String::new() },
            excluded,
            onset,
            resolution,
        },
    );
    let meta_data = MetaData {
        created: "2026-04-01T00:00:00Z".to_owned(),
        created_by: "a".to_owned(),
        resources: vec![OntologySource { id: "hp".to_owned(), ..OntologySource::default() }],
        phenopacket_schema_version: "2.0".to_owned(),
    };
    ("[^\0]+", option::of(subject), vec(feature, 0..5)).prop_map(move |(id, subject, phenotypic_features)| {
        Phenopacket { id, subject, phenotypic_features, meta_data: meta_data.clone() }
    })
}

proptest! {
    #[test]
    fn a_bundle_reads_back_equal(entries in vec((option::of(text()), resource()), 0..6)) {
        let entries = entries.into_iter().map(|(full_url, resource)| Entry { full_url, resource });
        let bundle = Bundle::collection(entries.collect());
        let written = serde_json::to_vec(&bundle).expect("JSON");
        prop_assert_eq!(Bundle::read("bundle.json", &written).expect("what was written is read"), bundle);
    }

    #[test]
    fn a_phenopacket_reads_back_equal(packet in packet()) {
        let written = serde_json::to_vec(&packet).expect("JSON");
        prop_assert_eq!(Phenopacket::read("packet.json", &written).expect("what was written is read"), packet);
    }

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in vec(any::<u8>(), 0..200)) {
        prop_assert!(Bundle::read("bundle.json", &bytes).is_err() && Phenopacket::read("packet.json", &bytes).is_err());
    }
}
