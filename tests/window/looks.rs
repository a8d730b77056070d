//! Every screen on a small display: dark, and with text of twice the size.

use end_to_end::{Language, Person, root};
use fantoccini::key::Key;
use serde_json::json;

use crate::journeys::with_hub;

/// A message, or a part by CSS, that stands on each screen once it is there.
const SCREENS: [(&str, &str); 9] = [
    ("case", "case_family"),
    ("variants", "[role=grid] [aria-rowindex='2']:not([aria-busy])"),
    ("consent", "consent_record_change"),
    ("report", "canvas"),
    ("quality", "quality_chart_sex"),
    ("worklist", "[role=grid] [aria-rowindex='2']:not([aria-busy])"),
    ("hub", "hub_cases"),
    ("knowledge", "knowledge_sources"),
    ("settings", "settings_facility_note"),
];

#[tokio::test]
async fn every_screen_fits_a_small_display_in_the_dark_and_with_large_text() {
    for language in Language::BOTH {
        let hub = root().join("fixtures/hub");
        let place = with_hub(&hub);
        place.import(&hub, Some("family-1"));
        let Some(person) = Person::sits_down_at(&place, language, 1280, 720).await else { return };
        person.signs_in("gen").await;
        person.presses_word("shared_view").await;
        person.presses_word("shared_theme_dark").await;
        person.strikes(Key::Escape).await;
        let dark = "return document.documentElement.dataset.theme";
        assert_eq!(person.ask(dark).await, json!("dark"));
        walk(&person, "dark").await;
        person.presses_word("shared_view").await;
        person.presses_word("shared_theme_light").await;
        person.presses("200%").await;
        person.strikes(Key::Escape).await;
        walk(&person, "large").await;
        person.leaves().await;
    }
}

/// Looks at every screen; what is wider than the window could not be read without scrolling sideways.
async fn walk(person: &Person, look: &str) {
    person.opens_tab("worklist").await;
    person.opens_case("family-1").await;
    for (screen, there) in SCREENS {
        person.opens_tab(screen).await;
        if there.contains('_') {
            person.reads_word(there).await
        } else {
            person.sees(there).await
        }
        person.picture(&format!("{look}-{screen}")).await;
        let width = "return document.scrollingElement.scrollWidth - innerWidth";
        let over = person.ask(width).await.as_f64().expect("a width");
        assert!(over < 1.0, "{look}: {screen} is {over} px wider than the window");
    }
}
