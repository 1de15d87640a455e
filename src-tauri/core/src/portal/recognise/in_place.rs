//! A page in place of what was asked for, known by its words: a protection layer that wants a person (Imperva's and
//! captcha pages come with status 200, `wire-format.md` §1), or a portal that says that it is closed now (§8).
//!
//! Data and filings are never searched for such words, and neither is a page that is what was asked for: a search page
//! may carry a notice, and a registration page a picture of its own.

use jiff::Timestamp;

use super::{Page, Seen, Stop, StopReason, is_known_file, looks_like_data, pause};
use crate::portal::browser::Wanted;
use crate::portal::error::PortalError;
use crate::portal::text;

/// Asks for a person, in words.
const HUMAN: [&str; 7] = [
    "are you a human",
    "are you human",
    "you are human",
    "you are a human",
    "you're human",
    "not a robot",
    "pardon our interruption",
];
/// What closes.
const SERVICES: [&str; 7] = [
    "case.net",
    "casenet",
    "this site",
    "this system",
    "the system",
    "this service",
    "the portal",
];
const CLOSED: [&str; 4] = [
    " is not available",
    " is unavailable",
    " is closed",
    " is currently closed",
];
/// Days and hours: what tells closed hours from a page about something else.
const WHEN: [&str; 9] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "a.m.",
    "p.m.",
];
/// A page with fewer visible words than this is nothing but its scripts.
const BARE: usize = 200;

/// The error that a page is in place of what was `wanted`; `None` when it may be what was asked for.
pub fn in_place(seen: &Seen<'_>, wanted: Wanted, now: Timestamp) -> Option<PortalError> {
    if !(200..300).contains(&seen.status)
        || wanted == Wanted::Picture
        || looks_like_data(seen.body)
        || is_known_file(seen.body)
    {
        return None;
    }
    let page = Page::read(seen);
    // Data may have a few letters of junk in front of it.
    let is_page = page.lower.trim_start().starts_with('<') || !page.has(&["{", "["]);
    if !is_page || page.has(&["\"casenumber\":"]) {
        return None;
    }
    // The portal's own search, list, or word about a case.
    let own = page.has(&["casenumber", "gotothiscase(", "no matches"]);
    if wanted == Wanted::Page && own {
        return None;
    }
    let visible = text::visible(&page.text, 4000).to_lowercase();
    let has = |words: &[&str]| words.iter().any(|w| visible.contains(w));
    if asks_for_a_person(&page, &visible, wanted) {
        return Some(PortalError::Stopped(Stop {
            reason: StopReason::Challenge,
            words: page.words(seen.status),
            since: now,
        }));
    }
    // A notice on an account page may speak of Sunday's hours, and so may the page that a search begins on.
    let begins = own || page.has(&["casenosearch"]);
    let closed = SERVICES
        .iter()
        .any(|who| CLOSED.iter().any(|is| has(&[&format!("{who}{is}")])));
    (closed && has(&WHEN) && !begins && wanted != Wanted::Account).then(|| {
        PortalError::Maintenance {
            words: page.words(seen.status),
            until: pause(seen.retry_after, now),
        }
    })
}

fn asks_for_a_person(page: &Page, visible: &str, wanted: Wanted) -> bool {
    // Protection layers put a script of theirs into every page, also into those that they let through.
    let markup = match visible.chars().count() < BARE {
        true => page.lower.clone(),
        false => without_scripts(&page.lower),
    };
    let layer = ["_incapsula_resource", "incapsula incident id"]
        .iter()
        .any(|w| markup.contains(w));
    let asks = HUMAN.iter().any(|w| visible.contains(w));
    if wanted != Wanted::Account {
        return layer || asks || markup.contains("captcha");
    }
    // Account pages have pictures and fields of their own: what they ask for, no protection layer asks for.
    let fields = page.lower.matches("<input").count() + page.lower.matches("<select").count();
    let secret = ["\"password\"", "'password'", "=password"];
    let of_account = page.has(&secret) || page.has(&["phrase"]) || fields > 3;
    (layer && fields == 0) || (asks && !of_account)
}

/// The page without what its scripts say.
fn without_scripts(lower: &str) -> String {
    let mut rest = lower;
    let mut kept = String::with_capacity(lower.len());
    while let Some(open) = rest.find("<script") {
        kept.push_str(&rest[..open]);
        rest = rest[open..]
            .find("</script")
            .map_or("", |end| &rest[open + end..]);
    }
    kept.push_str(rest);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const IMPERVA: &str = "<html><head><META NAME=\"robots\" CONTENT=\"noindex,nofollow\"></head><body><iframe src=\"/_Incapsula_Resource?CWUDNSAI=9&incident_id=1\">Request unsuccessful. Incapsula incident ID: 1-2</iframe></body></html>";
    const CAPTCHA: &str = "<title>Case.net</title><h2>Are you a human?</h2><form><img src=\"cap.png\"><input name=\"captcha\"></form>";
    const CLOSED_NOW: &str = "<title>Case.net</title><h2>Case.net is not available</h2>Case.net is unavailable Monday through Friday from 1:00 a.m. to 6:00 a.m. Central time.";

    fn kind_of(wanted: Wanted, body: &str) -> &'static str {
        let seen = Seen {
            status: 200,
            content_type: Some("text/html;charset=ISO-8859-1"),
            retry_after: None,
            says_challenge: false,
            body: body.as_bytes(),
        };
        match in_place(&seen, wanted, Timestamp::UNIX_EPOCH) {
            None => "none",
            Some(PortalError::Stopped(stop)) => stop.reason.as_str(),
            Some(error) => error.kind(),
        }
    }

    #[rstest]
    #[case::imperva(Wanted::Data, IMPERVA, "challenge")]
    #[case::imperva_for_a_search(Wanted::Page, IMPERVA, "challenge")]
    #[case::imperva_for_a_filing(Wanted::File, IMPERVA, "challenge")]
    #[case::imperva_for_an_account_page(Wanted::Account, IMPERVA, "challenge")]
    #[case::script_alone(
        Wanted::Data,
        "<html><script src=\"/_Incapsula_Resource?SWJIYLWA=1\"></script></html>",
        "challenge"
    )]
    #[case::captcha(Wanted::Data, CAPTCHA, "challenge")]
    #[case::captcha_for_a_search(Wanted::Page, CAPTCHA, "challenge")]
    #[case::captcha_for_an_account_page(Wanted::Account, CAPTCHA, "challenge")]
    #[case::phrase_of_a_registration(
        Wanted::Account,
        "<h1>New User</h1><form><label>User Name <input></label><label>Type the phrase. It shows that you are human. <input name=captcha></label>",
        "none"
    )]
    #[case::log_on(
        Wanted::Account,
        "<h1>Are you a human?</h1><form><input name=u><input type=password name=p></form>",
        "none"
    )]
    #[case::data_with_junk(
        Wanted::Data,
        ")]}'\n{\"docketText\":\"Are you a human? captcha\"}",
        "none"
    )]
    #[case::data(Wanted::Data, "{\"docketText\":\"Are you a human? captcha\"}", "none")]
    #[case::filing(Wanted::File, "%PDF-1.4 captcha Incapsula incident ID", "none")]
    #[case::search_with_a_notice(
        Wanted::Page,
        "<p>Case.net is unavailable Sunday.</p><p>No captcha here.</p><form><input name=caseNumber>",
        "none"
    )]
    #[case::no_hit(
        Wanted::Page,
        "<p>Your query returned no matches.</p><script>captcha</script>",
        "none"
    )]
    #[case::closed(Wanted::Data, CLOSED_NOW, "maintenance")]
    #[case::closed_for_a_search(Wanted::Page, CLOSED_NOW, "maintenance")]
    #[case::notice_of_an_account_page(Wanted::Account, CLOSED_NOW, "none")]
    #[case::welcome_with_a_notice(
        Wanted::Data,
        "<h1>Welcome</h1><a href=caseNoSearch.do>Search</a> Case.net is unavailable Sunday from 1 a.m.",
        "none"
    )]
    #[case::no_hours(Wanted::Data, "<p>Case.net is not available to robots.</p>", "none")]
    fn a_page_in_place_of_the_answer_is_known_by_its_words(
        #[case] wanted: Wanted,
        #[case] body: &str,
        #[case] kind: &str,
    ) {
        assert_eq!(kind_of(wanted, body), kind);
    }

    #[test]
    fn the_script_of_a_protection_layer_in_an_ordinary_page_is_nothing() {
        let words = "This information is provided as a service. ".repeat(10);
        let page = format!(
            "<title>Case.net</title><script src=\"/_Incapsula_Resource?SWJIYLWA=1\"></script><p>{words}"
        );
        assert_eq!(kind_of(Wanted::Data, &page), "none");
    }
}
