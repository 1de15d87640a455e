//! The shipped profiles, the careful defaults, and every value that is refused.

use super::*;
use rstest::rstest;

const SMALL: &str = r#"
name = "A portal"
allowed_hosts = ["courts.example"]
[urls]
casenet = "https://courts.example/casenet/"
"#;

fn with_access(lines: &str) -> Result<PortalProfile, ProfileError> {
    PortalProfile::parse(&format!("{SMALL}[access]\n{lines}\n"))
}

#[test]
fn the_shipped_profiles_are_valid_and_without_warnings() {
    let missouri = PortalProfile::missouri().unwrap();
    assert!(
        !missouri.access.automatic_checks,
        "no permission is recorded for the real portal"
    );
    assert_eq!(missouri.access.asked_checks, AskedChecks::One);
    assert!(missouri.access.notice_must_be_read);
    assert!(missouri.warnings.is_empty());
    let practice = PortalProfile::practice("http://127.0.0.1:5151/").unwrap();
    assert_eq!(practice.urls.casenet.as_str(), "http://127.0.0.1:5151/cnet");
    assert_eq!(
        practice.urls.file_viewer.unwrap().as_str(),
        "http://127.0.0.1:5151/fv/c/"
    );
    assert!(
        practice.access.automatic_checks,
        "the practice portal records its own permission"
    );
    assert!(practice.warnings.is_empty());
}

#[test]
fn a_portal_on_the_network_is_never_without_pace_or_budget() {
    let profile = PortalProfile::parse(SMALL).unwrap();
    assert_eq!(profile.access.requests_per_minute, Some(10));
    assert_eq!(profile.access.daily_budget, Some(300));
    assert_eq!(profile.access.max_in_flight, 1);
    assert_eq!(profile.access.asked_checks, AskedChecks::One);
    assert!(!profile.access.automatic_checks);
}

#[test]
fn a_portal_on_this_computer_may_have_no_pace() {
    let text = SMALL
        .replace("courts.example", "127.0.0.1")
        .replace("https", "http");
    let profile = PortalProfile::parse(&text).unwrap();
    assert_eq!(profile.access.requests_per_minute, None);
    assert_eq!(profile.access.daily_budget, None);
    let zero = PortalProfile::parse(&format!(
        "{text}[access]\nrequests_per_minute = 0\ndaily_budget = 0\n"
    ))
    .unwrap();
    assert_eq!(
        zero.access.requests_per_minute, None,
        "0 = no pace of its own"
    );
    assert_eq!(
        zero.access.daily_budget,
        Some(0),
        "a budget of 0 sends nothing"
    );
}

#[test]
fn with_automatic_checks_a_person_may_ask_for_all() {
    let profile =
        with_access("automatic_checks = true\npermission = \"letter of 3 March 2026\"").unwrap();
    assert_eq!(profile.access.asked_checks, AskedChecks::All);
}

#[test]
fn unknown_keys_warn_and_do_not_fail() {
    let profile = with_access("colour = 1").unwrap();
    assert_eq!(profile.warnings.len(), 1);
    assert!(
        profile.warnings[0].contains("access.colour"),
        "{:?}",
        profile.warnings
    );
}

#[rstest]
#[case::automatic_without_permission("automatic_checks = true", "access.permission")]
#[case::blank_permission("automatic_checks = true\npermission = \" \"", "access.permission")]
#[case::no_pace("requests_per_minute = 0", "access.requests_per_minute")]
#[case::negative_pace("requests_per_minute = -3", "access.requests_per_minute")]
#[case::pace_in_quotes("requests_per_minute = \"10\"", "access.requests_per_minute")]
#[case::too_many_at_once("max_in_flight = 50", "access.max_in_flight")]
#[case::none_at_once("max_in_flight = 0", "access.max_in_flight")]
#[case::fractional_budget("daily_budget = 1.5", "access.daily_budget")]
#[case::asked_checks("asked_checks = \"many\"", "access.asked_checks")]
#[case::flag_in_quotes("automatic_checks = \"yes\"", "access.automatic_checks")]
#[case::closed_text("closed = \"Mon\"", "access.closed")]
#[case::closed_zone("closed = [\"Mon-Fri 01:00-06:00 America/Nowhere\"]", "access.closed")]
fn a_bad_value_is_refused_by_its_key(#[case] lines: &str, #[case] key: &str) {
    let error = with_access(lines).unwrap_err();
    let ProfileError::Key {
        key: named,
        accepted,
        ..
    } = &error
    else {
        panic!("{error}");
    };
    assert_eq!(named, key);
    assert!(!accepted.is_empty(), "the message says what is accepted");
}

#[rstest]
#[case::http_on_the_network("https://courts.example/casenet/", "http://courts.example/casenet")]
#[case::host_not_allowed("https://courts.example/casenet/", "https://elsewhere.example/casenet")]
#[case::user_name(
    "https://courts.example/casenet/",
    "https://jane@courts.example/casenet"
)]
#[case::query(
    "https://courts.example/casenet/",
    "https://courts.example/casenet?a=1"
)]
#[case::other_scheme("https://courts.example/casenet/", "file:///etc/passwd")]
#[case::no_address("https://courts.example/casenet/", "casenet")]
#[case::host_with_port("\"courts.example\"", "\"courts.example:443\"")]
#[case::no_casenet("casenet =", "ecf =")]
#[case::no_name("name = \"A portal\"", "")]
#[case::not_toml("name = ", "name ")]
fn a_bad_file_is_refused(#[case] from: &str, #[case] to: &str) {
    assert!(PortalProfile::parse(&SMALL.replacen(from, to, 1)).is_err());
}

#[rstest]
#[case("https://courts.example/x", true)]
#[case("https://COURTS.example./x", true)]
#[case("http://courts.example/x", false)]
#[case("https://courts.example.evil.example/x", false)]
#[case("https://evil.example/?courts.example", false)]
#[case("ftp://courts.example/x", false)]
fn only_allowed_hosts_are_talked_to(#[case] url: &str, #[case] allowed: bool) {
    let profile = PortalProfile::parse(SMALL).unwrap();
    assert_eq!(profile.allows_host(&Url::parse(url).unwrap()), allowed);
}
